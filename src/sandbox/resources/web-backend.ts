import type { JsonObject } from '../../model/json.ts';
import { compareText } from '../../util/sort.ts';
import type { ActorKind } from '../actor-kind.ts';
import type { Handler, Routes, SandboxContext } from '../context.ts';
import { findRows } from '../pagination.ts';
import { notFound } from '../refusal.ts';
import { jsonReply } from '../reply.ts';
import {
  findBoolean,
  findEnum,
  findList,
  findObject,
  findText,
  findUuid,
  findUuids,
  getUuid,
} from '../request-body.ts';
import type { StoredConnection } from '../stored.ts';
import { isListed } from './connection-lists.ts';
import { toWireHead } from './connection-read.ts';
import { getConnection } from './connection-store.ts';
import { findConnector } from './connector-lookup.ts';
import { rediscover } from './discovery.ts';
import { applyDiscovery, knownStreams } from './discovery-effect.ts';
import { getEnd, toLatestSync, toSchemaChange, toVersions, toWebConnection } from './web-connection.ts';

const sortKeys = [
  'connectionName_asc',
  'connectionName_desc',
  'sourceName_asc',
  'sourceName_desc',
  'destinationName_asc',
  'destinationName_desc',
  'lastSync_asc',
  'lastSync_desc',
] as const;
type SortKey = (typeof sortKeys)[number];

const usualPageSize = 20;

/** A fresh discovery on demand, with all that it does to the connection (API §1.7). */
const getOne: Handler = async (body, context) => {
  const connection = getConnection(body, context);
  if (findBoolean(body, 'withRefreshedCatalog') !== true) return jsonReply(toWebConnection(connection, context));
  const result = await rediscover(getEnd('source', connection, context), context);
  const current = getConnection(body, context);
  if (result.type !== 'good') return jsonReply(toWebConnection(current, context));
  const before = knownStreams(current, result.found, context);
  const { catalogDiff = {} } = applyDiscovery(current, result.found, context);
  const shown = toWebConnection(getConnection(body, context), context, { before, now: result.found.streams });
  return jsonReply({ ...shown, catalogId: result.found.id, catalogDiff });
};

/** Connections without their catalogs; in pages where sources are (API §6). */
const listConnections: Handler = (body, context) => {
  const found = findConnections(body, context);
  if (!context.rules.pagesActors)
    return jsonReply({ connections: context.shuffle(found).map((one) => toItem(one, context)) });
  const pageSize = findRows(body, 'pageSize') ?? usualPageSize;
  const compare = comparisonOf(findEnum(body, 'sortKey', sortKeys) ?? 'connectionName_asc', context);
  const cursor = findCursor(body, context);
  const sorted = [...found].sort(compare);
  const rest = cursor === undefined ? sorted : sorted.filter((connection) => compare(connection, cursor) > 0);
  const connections = rest.slice(0, pageSize).map((connection) => toItem(connection, context));
  return jsonReply({ connections, page_size: pageSize, num_connections: found.length });
};

export const webBackendRoutes: Routes = {
  'web_backend/connections/get': { handle: getOne },
  'web_backend/connections/list': { handle: listConnections },
};

function findConnections(body: JsonObject, context: SandboxContext): readonly StoredConnection[] {
  const workspaceId = getUuid(body, 'workspaceId');
  const sourceIds = findUuids(body, 'sourceId') ?? [];
  const destinationIds = findUuids(body, 'destinationId') ?? [];
  const filters = findObject(body, 'filters') ?? {};
  return context.store.connections
    .list()
    .filter((connection) => connection.workspaceId === workspaceId && isListed(connection))
    .filter(({ sourceId }) => includes(sourceIds, sourceId))
    .filter(({ destinationId }) => includes(destinationIds, destinationId))
    .filter((connection) => passes(connection, filters));
}

function passes({ name, status, tagIds }: StoredConnection, filters: JsonObject): boolean {
  const states = findList(filters, 'states') ?? [];
  const tags = findUuids(filters, 'tagIds') ?? [];
  const term = findText(filters, 'searchTerm')?.toLowerCase() ?? '';
  const hasTag = tags.length === 0 || tags.some((id) => tagIds.includes(id));
  return hasTag && includes(states, status) && name.toLowerCase().includes(term);
}

/** An empty list wants everything. */
function includes<Item>(wanted: readonly Item[], item: Item): boolean {
  return wanted.length === 0 || wanted.includes(item);
}

function findCursor(body: JsonObject, { store }: SandboxContext): StoredConnection | undefined {
  const id = findUuid(body, 'cursor');
  const connection = id === undefined ? undefined : store.connections.find(id);
  if (id !== undefined && (connection === undefined || !isListed(connection))) throw notFound('STANDARD_SYNC', id);
  return connection;
}

function comparisonOf(key: SortKey, context: SandboxContext) {
  const direction = key.endsWith('_desc') ? -1 : 1;
  const toText = sortText(key, context);
  return (left: StoredConnection, right: StoredConnection): number =>
    direction * (compareText(toText(left), toText(right)) || compareText(left.id, right.id));
}

function sortText(key: SortKey, context: SandboxContext): (connection: StoredConnection) => string {
  if (key.startsWith('sourceName')) return (connection) => getEnd('source', connection, context).name.toLowerCase();
  if (key.startsWith('destinationName')) {
    return (connection) => getEnd('destination', connection, context).name.toLowerCase();
  }
  if (key.startsWith('lastSync')) {
    return (connection) => String(toLatestSync(connection, context).latestSyncJobCreatedAt ?? 0).padStart(12, '0');
  }
  return ({ name }) => name.toLowerCase();
}

function toItem(connection: StoredConnection, context: SandboxContext) {
  const { connectionId, name, scheduleType, scheduleData, status, tags } = toWireHead(connection, context);
  return {
    connectionId,
    name,
    scheduleType,
    scheduleData,
    status,
    source: toSnippet('source', connection, context),
    destination: toSnippet('destination', connection, context),
    ...toLatestSync(connection, context),
    ...toVersions(connection, context),
    schemaChange: toSchemaChange(connection, context),
    tags,
    onDemandEnabled: false,
  };
}

function toSnippet(kind: ActorKind, connection: StoredConnection, context: SandboxContext) {
  const { id, name, definitionId } = getEnd(kind, connection, context);
  const connector = findConnector(kind, definitionId, context);
  return {
    [`${kind}Id`]: id,
    name,
    [`${kind}DefinitionId`]: definitionId,
    [`${kind}Name`]: connector?.name ?? 'unknown',
    icon: connector?.icon,
  };
}
