import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '../../model/json.ts';
import { toDiscoveredCatalog, toProtocolCatalog } from '../catalog/discovered-catalog.ts';
import { type Handler, type Routes, type SandboxContext, secondsNow } from '../context.ts';
import { withSchemaEdits } from '../drift/schema-edits.ts';
import { toJsonb } from '../jsonb.ts';
import { problem } from '../refusal.ts';
import type { Connector, DiscoveredStream } from '../registry/connector.ts';
import { jsonReply } from '../reply.ts';
import { failMissing, findBoolean, findObject, findUuid, getUuid } from '../request-body.ts';
import { playedCheck } from '../runs/played-check.ts';
import type { ConnectorRun, DiscoveryResult, RunFailure } from '../runs/runner.ts';
import type { SchemaEdit, StoredActor, StoredDiscovery, StoredFetch } from '../stored.ts';
import { getActor, getConfiguration, revealConfiguration } from './actor-store.ts';
import { getConnector } from './connector-lookup.ts';
import { applyDiscovery } from './discovery-effect.ts';
import { cachedJobInfo, jobInfo } from './job-info.ts';
import { getWorkspace } from './workspaces.ts';

const configType = 'discover_schema';

/** Answers from the cache for ever, unless told not to or the configuration changes (API §1.5). */
const discover: Handler = async (body, context) => {
  const source = getActor('source', body, context);
  // That of a deleted workspace is not looked at any more.
  getWorkspace({ workspaceId: source.workspaceId }, context);
  const connector = getConnector('source', source.definitionId, context);
  const configuration = getConfiguration(source);
  const key = cacheKey(source, connector, configuration);
  const cached = findBoolean(body, 'disable_cache') === true ? undefined : findCached(key, context);
  if (cached !== undefined) return discoveryReply(cached, { jobInfo: cachedJobInfo(context, configType) });
  const result = await rediscover(source, context);
  if (result.type !== 'good') {
    return jsonReply({ jobInfo: jobInfo(context, { configType, configId: source.id, failure: result.message }) });
  }
  const connection = context.store.connections.find(findUuid(body, 'connectionId') ?? '');
  const told = connection && applyDiscovery(connection, result.found, context);
  return discoveryReply(result.found, told ?? { jobInfo: jobInfo(context, { configType, configId: source.id }) });
};

/** With a configuration that nobody has stored; the catalog is kept, that it was asked for is not. */
const discoverUnstored: Handler = async (body, context) => {
  const connector = getConnector('source', getUuid(body, 'sourceDefinitionId'), context);
  getUuid(body, 'workspaceId');
  const configuration = findObject(body, 'connectionConfiguration') ?? failMissing('connectionConfiguration');
  const result = await discoverStreams({ name: '' }, { connector, configuration }, context);
  if (result.type !== 'good') return jsonReply({ jobInfo: jobInfo(context, { configType, failure: result.message }) });
  return discoveryReply(keepDiscovery(result.streams, context), { jobInfo: jobInfo(context, { configType }) });
};

/** Asks a source anew, and keeps what it says. */
export async function rediscover(
  source: StoredActor,
  context: SandboxContext,
): Promise<{ readonly type: 'good'; readonly found: StoredDiscovery } | RunFailure> {
  const connector = getConnector('source', source.definitionId, context);
  const configuration = getConfiguration(source);
  const run = { connector, configuration: revealConfiguration(configuration, context) };
  const result = await discoverStreams(source, run, context);
  if (result.type !== 'good') return result;
  const found = keepDiscovery(result.streams, context);
  keepFetch({ id: cacheKey(source, connector, configuration), sourceId: source.id, catalogId: found.id }, context);
  return { type: 'good', found };
}

/** The newest catalog of a source as its connector spelt it; nothing where it was never discovered. */
const getMostRecent: Handler = (body, context) => {
  const newest = findNewest(getActor('source', body, context).id, context);
  const found = newest && context.store.discoveries.find(newest.catalogId);
  if (newest === undefined || found === undefined) return jsonReply({});
  return jsonReply({ updatedAt: newest.fetchedAt, catalog: toProtocolCatalog(found.streams) });
};

/** None of these destinations takes data activation, and only that has catalogs of destinations (API §1.4). */
const discoverDestination: Handler = (body, context) => {
  const { id } = getActor('destination', body, context);
  throw problem(400, 'error:destination-discover-not-supported', `Destination ${id} cannot be discovered.`);
};

export const discoveryRoutes: Routes = {
  'destinations/discover_schema': { exists: (rules) => rules.hasFiles, handle: discoverDestination },
  'sources/discover_schema': { handle: discover },
  'scheduler/sources/discover_schema': { handle: discoverUnstored },
  'sources/most_recent_source_actor_catalog': { handle: getMostRecent },
};

/** `told` is the job or, where a connection was looked at, what became of it. */
function discoveryReply(found: StoredDiscovery, told: object) {
  return jsonReply({ catalog: toDiscoveredCatalog(found.streams), catalogId: found.id, ...told });
}

/** The catalog that a source was last found to have. */
export function newestCatalogId(sourceId: string, context: SandboxContext): string | undefined {
  return findNewest(sourceId, context)?.catalogId;
}

function findNewest(wantedId: string, { store }: SandboxContext): StoredFetch | undefined {
  const fetches = store.fetches.list().filter(({ sourceId }) => sourceId === wantedId);
  return fetches.sort((left, right) => right.order - left.order)[0];
}

function cacheKey(source: StoredActor, connector: Connector, configuration: JsonObject): string {
  return [source.id, connector.dockerImageTag, hashOf(configuration)].join(' ');
}

function findCached(key: string, { store }: SandboxContext): StoredDiscovery | undefined {
  const fetch = store.fetches.find(key);
  return fetch && store.discoveries.find(fetch.catalogId);
}

/** Asks a source what it has; a file that says so stands in for it. */
export async function discoverStreams(
  { name, schemaEdits = [] }: Pick<StoredActor, 'name' | 'schemaEdits'>,
  run: ConnectorRun,
  { registry, runner }: SandboxContext,
): Promise<DiscoveryResult> {
  const file = registry.findCatalog(name, run.connector);
  if (file === undefined) return edited(await runner.discover(run), schemaEdits);
  const check = playedCheck(run);
  return check.type === 'good' ? edited({ type: 'good', streams: file }, schemaEdits) : check;
}

function edited(result: DiscoveryResult, edits: readonly SchemaEdit[]): DiscoveryResult {
  if (result.type !== 'good') return result;
  const streams = withSchemaEdits(result.streams, edits);
  return { ...result, streams: streams.map((stream) => ({ ...stream, jsonSchema: toJsonb(stream.jsonSchema) })) };
}

/** The same content keeps its id, whoever found it and whenever. */
function keepDiscovery(streams: readonly DiscoveredStream[], { store, newId }: SandboxContext): StoredDiscovery {
  const contentHash = hashOf(streams);
  const known = store.discoveries.list().find((discovery) => discovery.contentHash === contentHash);
  if (known !== undefined) return known;
  const discovery = { id: newId(), contentHash, streams };
  store.discoveries.put(discovery);
  return discovery;
}

function keepFetch(fetch: Omit<StoredFetch, 'fetchedAt' | 'order'>, context: SandboxContext): void {
  const order = 1 + Math.max(0, ...context.store.fetches.list().map((known) => known.order));
  context.store.fetches.put({ ...fetch, fetchedAt: secondsNow(context), order });
}

function hashOf(value: Json): string {
  return createHash('sha256')
    .update(JSON.stringify(toJsonb(value)))
    .digest('hex');
}
