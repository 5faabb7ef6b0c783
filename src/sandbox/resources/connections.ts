import type { JsonObject } from '../../model/json.ts';
import { type Handler, type Routes, type SandboxContext, secondsNow } from '../context.ts';
import { dropChangedStates } from '../jobs/stream-states.ts';
import { internal, problem } from '../refusal.ts';
import { emptyReply, jsonTextReply } from '../reply.ts';
import { findBoolean } from '../request-body.ts';
import { decodeChangedSchedule, decodeNewSchedule } from '../schedules.ts';
import type { StoredActor, StoredConnection } from '../stored.ts';
import { getActor } from './actor-store.ts';
import { decodeCatalog, decodeSettings, decodeTagIds, type StatedSettings } from './connection-body.ts';
import { renderConnection } from './connection-read.ts';
import { deprecateConnection, getConnection } from './connection-store.ts';
import { decodeOperationIds, dropOwnOperations } from './operations.ts';

/** Takes what API §2.3 says it takes: some of what is sent is dropped without a word. */
const createConnection: Handler = (body, context) => {
  // A deleted source or destination is good enough here.
  const ends = { source: getActor('source', body, context), destination: getActor('destination', body, context) };
  const operationIds = decodeOperationIds(body, ends.source.workspaceId, context) ?? [];
  assertOnDemandAllowed(body, context);
  if (ends.source.workspaceId !== ends.destination.workspaceId) {
    throw internal('source and destination are not in the same workspace');
  }
  if (body.tags === null) throw internal('tags must not be null');
  const catalog = decodeCatalog(body, context) ?? { streams: [] };
  const schedule = decodeNewSchedule(body);
  const settings = decodeSettings(body, context);
  const connection: StoredConnection = {
    ...defaultSettings(ends.source, ends.destination),
    ...settings,
    ...keptPreferences(settings),
    id: context.newId(),
    workspaceId: ends.source.workspaceId,
    sourceId: ends.source.id,
    destinationId: ends.destination.id,
    operationIds,
    schedule,
    catalog,
    tagIds: decodeTagIds(body, ends.source.workspaceId, context) ?? [],
    breakingChange: false,
    notifySchemaChanges: findBoolean(body, 'notifySchemaChanges') ?? false,
    createdAt: secondsNow(context),
  };
  return putAndShow(connection, context);
};

const updateConnection: Handler = (body, context) =>
  jsonTextReply(renderConnection(patchConnection(body, context), context));

/** A patch: what is absent or null stays as it is, and nothing can be unset (API §2.4). */
export function patchConnection(body: JsonObject, context: SandboxContext): StoredConnection {
  const connection = getConnection(body, context);
  assertUnlocked(connection);
  assertOnDemandAllowed(body, context);
  const schedule = decodeChangedSchedule(body) ?? connection.schedule;
  const operationIds = decodeOperationIds(body, connection.workspaceId, context) ?? connection.operationIds ?? [];
  const notifySchemaChanges = findBoolean(body, 'notifySchemaChanges') ?? connection.notifySchemaChanges;
  const updated: StoredConnection = {
    ...connection,
    ...decodeSettings(body, context),
    ...changedMail(body, { ...connection, notifySchemaChanges }),
    operationIds,
    schedule,
    notifySchemaChanges,
    catalog: decodeCatalog(body, context, connection.catalog) ?? connection.catalog,
    tagIds: decodeTagIds(body, connection.workspaceId, context) ?? connection.tagIds,
    breakingChange: findBoolean(body, 'breakingChange') ?? connection.breakingChange,
  };
  dropChangedStates(connection, updated, context);
  if (updated.status === 'deprecated') deprecateConnection(updated, context);
  else context.store.connections.put(updated);
  return updated;
}

const getOne: Handler = (body, context) => jsonTextReply(renderConnection(getConnection(body, context), context));

const deleteConnection: Handler = (body, context) => {
  const connection = getConnection(body, context);
  deprecateConnection(connection, context);
  dropOwnOperations(connection, context);
  return emptyReply();
};

export const connectionRoutes: Routes = {
  'connections/create': { handle: createConnection },
  'connections/update': { handle: updateConnection },
  'connections/get': { handle: getOne },
  'connections/delete': { handle: deleteConnection },
};

function assertUnlocked({ id, status }: StoredConnection): void {
  if (status === 'locked') throw problem(409, 'error:connection/locked', `Connection ${id} is locked.`);
}

/** Runs on demand need a licence, which no sandbox has. */
function assertOnDemandAllowed(body: JsonObject, { rules }: SandboxContext): void {
  if (rules.locksConnections && findBoolean(body, 'onDemandEnabled') === true) {
    throw problem(403, 'error:license/entitlement', 'This installation is not entitled to connections on demand.');
  }
}

function defaultSettings(source: StoredActor, destination: StoredActor) {
  return {
    name: `${source.name} <> ${destination.name}`,
    status: null,
    namespaceDefinition: 'source',
    nonBreakingChangesPreference: 'ignore',
  };
}

/** The backfill preference is a column of the row that the other preference makes: without that one it is lost. */
function keptPreferences(settings: StatedSettings): Pick<StoredConnection, 'backfillPreference'> {
  const isStored = settings.nonBreakingChangesPreference !== undefined;
  return { backfillPreference: (isStored ? settings.backfillPreference : undefined) ?? 'disabled' };
}

/**
 * A bug of the server, kept: the first `true` makes a row; from then on it is changed only while it differs from the
 * setting for webhooks.
 */
function changedMail(
  body: JsonObject,
  { notifySchemaChanges, notifySchemaChangesByEmail: row }: StoredConnection,
): Pick<StoredConnection, 'notifySchemaChangesByEmail'> {
  const wanted = findBoolean(body, 'notifySchemaChangesByEmail');
  if (wanted === undefined) return {};
  if (row === undefined) return wanted ? { notifySchemaChangesByEmail: true } : {};
  return row === notifySchemaChanges ? {} : { notifySchemaChangesByEmail: wanted };
}

function putAndShow(connection: StoredConnection, context: SandboxContext) {
  context.store.connections.put(connection);
  return jsonTextReply(renderConnection(connection, context));
}
