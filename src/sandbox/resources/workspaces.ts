import type { WireWorkspace } from '../../airbyte/wire.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Handler, Routes, SandboxContext } from '../context.ts';
import { notFound } from '../refusal.ts';
import { jsonReply } from '../reply.ts';
import { findInteger, findObject, findText, getUuid } from '../request-body.ts';
import type { StoredWorkspace } from '../stored.ts';

const listAll: Handler = (_body, { store }) => jsonReply({ workspaces: store.workspaces.list().map(toWireWorkspace) });

const listByOrganization: Handler = (body, { store }) => {
  const organizationId = getUuid(body, 'organizationId');
  const part = findText(body, 'nameContains')?.toLowerCase() ?? '';
  const found = store.workspaces
    .list()
    .filter((workspace) => workspace.organizationId === organizationId && workspace.name.toLowerCase().includes(part));
  return jsonReply({ workspaces: cutPage(found, findObject(body, 'pagination')).map(toWireWorkspace) });
};

const getOne: Handler = (body, context) => jsonReply(toWireWorkspace(getWorkspace(body, context)));

export const workspaceRoutes: Routes = {
  'workspaces/list': { exists: (rules) => rules.listsWorkspaces, handle: listAll },
  'workspaces/list_by_organization_id': { handle: listByOrganization },
  'workspaces/get': { handle: getOne },
};

function getWorkspace(body: JsonObject, { store }: SandboxContext): StoredWorkspace {
  const id = getUuid(body, 'workspaceId');
  const workspace = store.workspaces.find(id);
  if (workspace === undefined) throw notFound('STANDARD_WORKSPACE', id);
  return workspace;
}

function cutPage<Item>(items: readonly Item[], pagination: JsonObject | undefined): readonly Item[] {
  if (pagination === undefined) return items;
  const start = findInteger(pagination, 'rowOffset') ?? 0;
  return items.slice(start, start + (findInteger(pagination, 'pageSize') ?? 20));
}

function toWireWorkspace(workspace: StoredWorkspace) {
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
    organizationId: workspace.organizationId,
    tombstone: false,
  } satisfies WireWorkspace & Record<string, unknown>;
}
