import type { WireWorkspace } from '../../airbyte/wire.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Handler, Routes, SandboxContext } from '../context.ts';
import { cutPage } from '../pagination.ts';
import { notFound } from '../refusal.ts';
import { jsonReply } from '../reply.ts';
import { failMissing, findBoolean, findObject, findText, findUuids, getUuid } from '../request-body.ts';
import type { StoredWorkspace } from '../stored.ts';
import { getConnection } from './connection-store.ts';
import { defaultUserId } from './instance.ts';

const listAll: Handler = (_body, context) => listReply(context.store.workspaces.list(), {}, context);

const listByOrganization: Handler = (body, context) => {
  const organizationId = getUuid(body, 'organizationId');
  const found = context.store.workspaces.list().filter((workspace) => workspace.organizationId === organizationId);
  return listReply(found, body, context);
};

/** There is one user, who may see everything; others have no workspaces. */
const listByUser: Handler = (body, context) => {
  const isKnown = getUuid(body, 'userId') === defaultUserId;
  return listReply(isKnown ? context.store.workspaces.list() : [], body, context);
};

/** Only those that the caller knows already (API §1.2). */
const listNamed: Handler = (body, context) => {
  const ids = findUuids(body, 'workspaceIds') ?? failMissing('workspaceIds');
  if (findObject(body, 'pagination') === undefined) failMissing('pagination');
  return listReply(
    context.store.workspaces.list().filter(({ id }) => ids.includes(id)),
    body,
    context,
  );
};

const getOne: Handler = (body, context) => jsonReply(toWireWorkspace(getWorkspace(body, context), context));

const getBySlug: Handler = (body, context) => {
  const slug = findText(body, 'slug') ?? failMissing('slug');
  const workspace = context.store.workspaces.list().find((other) => other.slug === slug && other.isDeleted !== true);
  if (workspace === undefined) throw notFound('STANDARD_WORKSPACE', slug);
  return jsonReply(toWireWorkspace(workspace, context));
};

const getByConnection: Handler = (body, context) =>
  getOne({ workspaceId: getConnection(body, context).workspaceId }, context);

export const workspaceRoutes: Routes = {
  'workspaces/list': { exists: (rules) => rules.listsWorkspaces, handle: listAll },
  'workspaces/list_by_organization_id': { handle: listByOrganization },
  'workspaces/list_by_user_id': { handle: listByUser },
  'workspaces/list_paginated': { handle: listNamed },
  'workspaces/get': { handle: getOne },
  'workspaces/get_by_slug': { handle: getBySlug },
  'workspaces/get_by_connection_id': { handle: getByConnection },
  'web_backend/geographies/list': {
    exists: (rules) => rules.hasGeography,
    handle: () => jsonReply({ geographies: ['auto', 'us', 'eu'] }),
  },
};

/** @throws {Refusal} 404 for what never was and, unless `includeTombstone`, for what was deleted */
export function getWorkspace(body: JsonObject, { store }: SandboxContext): StoredWorkspace {
  const id = getUuid(body, 'workspaceId');
  const workspace = store.workspaces.find(id);
  const isHidden = workspace?.isDeleted === true && findBoolean(body, 'includeTombstone') !== true;
  if (workspace === undefined || isHidden) throw notFound('STANDARD_WORKSPACE', id);
  return workspace;
}

function listReply(workspaces: readonly StoredWorkspace[], body: JsonObject, context: SandboxContext) {
  const part = findText(body, 'nameContains')?.toLowerCase() ?? '';
  const withDeleted = findBoolean(body, 'includeDeleted') ?? false;
  const found = workspaces
    .filter(({ isDeleted }) => withDeleted || isDeleted !== true)
    .filter(({ name }) => name.toLowerCase().includes(part));
  const page = cutPage(found, findObject(body, 'pagination'));
  return jsonReply({ workspaces: page.map((workspace) => toWireWorkspace(workspace, context)) });
}

/** A workspace as the API shows it. */
export function toWireWorkspace(workspace: StoredWorkspace, { rules }: SandboxContext) {
  return {
    workspaceId: workspace.id,
    customerId: workspace.customerId,
    name: workspace.name,
    slug: workspace.slug,
    initialSetupComplete: true,
    displaySetupWizard: false,
    anonymousDataCollection: false,
    news: false,
    securityUpdates: false,
    notifications: [],
    webhookConfigs: [],
    defaultGeography: rules.hasGeography ? 'auto' : undefined,
    ...workspace.settings,
    organizationId: workspace.organizationId,
    tombstone: workspace.isDeleted ?? false,
  } satisfies WireWorkspace & Record<string, unknown>;
}
