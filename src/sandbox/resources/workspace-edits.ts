import { defaultOrganizationId } from '../../airbyte/wire.ts';
import type { JsonObject } from '../../model/json.ts';
import { withoutUndefined } from '../../util/decode.ts';
import { actorKinds } from '../actor-kind.ts';
import type { Handler, Routes, SandboxContext } from '../context.ts';
import { databaseRefused } from '../refusal.ts';
import { emptyReply, jsonReply } from '../reply.ts';
import { failMissing, findBoolean, findObject, findObjects, findText, findUuid, getUuid } from '../request-body.ts';
import type { StoredWorkspace } from '../stored.ts';
import { removeActor } from './actor-removal.ts';
import { deprecateConnection } from './connection-store.ts';
import { getWorkspace, toWireWorkspace } from './workspaces.ts';

const flags = [
  'initialSetupComplete',
  'displaySetupWizard',
  'anonymousDataCollection',
  'news',
  'securityUpdates',
] as const;

/** As many sources and destinations as a list gives without being asked for more: newer servers forget the others. */
const deletedWithWorkspace = 20;

const createWorkspace: Handler = (body, context) => {
  const name = findText(body, 'name') ?? failMissing('name');
  if (getUuid(body, 'organizationId') !== defaultOrganizationId) throw databaseRefused();
  const workspace = {
    id: context.newId(),
    customerId: context.newId(),
    organizationId: defaultOrganizationId,
    name,
    slug: findFreeSlug(name, context),
    settings: decodeSettings(body, context),
  };
  return putAndShow(workspace, context);
};

/** A patch. */
const updateWorkspace: Handler = (body, context) => {
  const workspace = getWorkspace(body, context);
  const settings = { ...workspace.settings, ...decodeSettings(body, context) };
  return putAndShow({ ...workspace, name: findText(body, 'name') ?? workspace.name, settings }, context);
};

const deleteWorkspace: Handler = (body, context) => {
  const workspace = getWorkspace(body, context);
  const { store, rules } = context;
  for (const connection of store.connections.list()) {
    if (connection.workspaceId === workspace.id) deprecateConnection(connection, context);
  }
  for (const kind of actorKinds) {
    const actors = store.actors[kind].list().filter((actor) => actor.workspaceId === workspace.id);
    const living = actors.filter(({ configuration }) => configuration !== null);
    for (const actor of rules.pagesActors ? living.slice(0, deletedWithWorkspace) : living) removeActor(actor, context);
  }
  store.workspaces.put({ ...workspace, isDeleted: true });
  return emptyReply();
};

export const workspaceEditRoutes: Routes = {
  'workspaces/create': { handle: createWorkspace },
  'workspaces/update': { handle: updateWorkspace },
  'workspaces/delete': { handle: deleteWorkspace },
};

/** What is stated, as reads show it. */
function decodeSettings(body: JsonObject, context: SandboxContext): JsonObject {
  const stated = {
    email: findText(body, 'email'),
    notifications: findObjects(body, 'notifications'),
    notificationSettings: findObject(body, 'notificationSettings'),
    dataplaneGroupId: context.rules.hasGeography ? undefined : findUuid(body, 'dataplaneGroupId'),
    defaultGeography: context.rules.hasGeography ? findText(body, 'defaultGeography') : undefined,
    webhookConfigs: findObjects(body, 'webhookConfigs')?.map((webhook) => toShownWebhook(webhook, context)),
    ...Object.fromEntries(flags.map((name) => [name, findBoolean(body, name)])),
  };
  return withoutUndefined(stated) as JsonObject;
}

/** Tokens go in and never come out. */
function toShownWebhook(webhook: JsonObject, { newId }: SandboxContext) {
  const shown = { id: newId(), name: findText(webhook, 'name'), customDbtHost: findText(webhook, 'customDbtHost') };
  return withoutUndefined(shown);
}

function findFreeSlug(name: string, { store, newId }: SandboxContext): string {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  const isTaken = slug === '' || store.workspaces.list().some((workspace) => workspace.slug === slug);
  return isTaken ? `${slug}-${newId().slice(0, 8)}` : slug;
}

function putAndShow(workspace: StoredWorkspace, context: SandboxContext) {
  context.store.workspaces.put(workspace);
  return jsonReply(toWireWorkspace(workspace, context));
}
