import type { About } from '../airbyte/api-error.ts';
import { type ConnectionWrite, connectionHandler } from '../airbyte/connections.ts';
import { discoverCatalog } from '../airbyte/discovery.ts';
import { toWireStream } from '../airbyte/streams.ts';
import { InternalError, RefusedError } from '../errors.ts';
import { serverMask } from '../model/configuration.ts';
import type { LiveConnection, Tag } from '../model/live.ts';
import { type Change, type Delete, desiredOf, type PlannedConnection } from '../model/plan.ts';
import type { ResourceKey } from '../model/resource.ts';
import { hideSecrets } from '../model/secrets.ts';
import { type DiscoveredCatalog, type Mapper, type StreamSelection, streamId, streamName } from '../model/stream.ts';
import { withoutUndefined } from '../util/decode.ts';
import type { Applied, ApplyContext, ApplyState } from './context.ts';
import { createSafely } from './create-safely.ts';

/** Creates, updates or replaces a connection. */
export async function applyConnection(
  change: Exclude<Change, Delete>,
  desired: PlannedConnection,
  { context, state }: { readonly context: ApplyContext; readonly state: ApplyState },
): Promise<Applied> {
  const about = aboutOf(change, desired, context);
  const job = { desired, context, state, about };
  switch (change.action) {
    case 'create':
      return createConnection(job, await prepare(job));
    case 'update':
      return updateConnection(change.id, new Set(change.fields.map(({ path }) => path[0] ?? '')), job);
    case 'replace': {
      // Whatever can fail without having touched anything comes before the deletion.
      const live = liveOf(change.id, context);
      const prepared = await prepare(
        live === undefined ? job : { ...job, desired: withLiveSettings(desired, live) },
        live,
      );
      await connectionHandler.delete(context.client, change.id, about);
      return createConnection(job, prepared);
    }
  }
}

function liveOf(id: string, { live }: ApplyContext): LiveConnection | undefined {
  return live.connections.find((connection) => connection.id === id);
}

/** The new connection keeps what the old one had and no file declares. */
function withLiveSettings(desired: PlannedConnection, { settings }: LiveConnection): PlannedConnection {
  const { status, ...others } = settings;
  const isPlainStatus = status === 'active' || status === 'inactive';
  return { ...desired, settings: { ...others, ...(isPlainStatus ? { status } : {}), ...desired.settings } };
}

/**
 * Ids of mappers belong to the connection that is deleted, and a key that only the server knows goes with it.
 *
 * @throws {RefusedError} when a stream to keep is encrypted by such a key
 */
function withoutMapperIds(live: LiveConnection, { key, streams: planned }: PlannedConnection): LiveConnection {
  const declared = planned.state === 'known' ? planned.selections.filter(({ mappers }) => mappers !== undefined) : [];
  const isDeclared = new Set(declared.map(streamId));
  const lost = live.streams.find(
    ({ description, selection }) => !isDeclared.has(streamId(description)) && selection.mappers?.some(hasMaskedKey),
  );
  if (lost !== undefined) {
    const name = streamName(lost.description);
    throw new RefusedError(`${key}: stream "${name}" is encrypted with a key that would be lost with the connection`, {
      hint: `declare "mappers" of "${name}" in the file, with the key`,
    });
  }
  const streams = live.streams.map((stream) => ({ ...stream, selection: { ...stream.selection, mapperIds: [] } }));
  return { ...live, streams };
}

function hasMaskedKey({ mapperConfiguration }: Mapper): boolean {
  return mapperConfiguration.key === serverMask;
}

/** What fails here may quote the configuration of the source, whose connector is asked for its streams, or a mapper. */
function aboutOf(
  { key, place }: Exclude<Change, Delete>,
  { source, streams }: PlannedConnection,
  { plan }: ApplyContext,
): About {
  const planned = plan.changes.filter(({ key: other }) => other === source).map(desiredOf)[0];
  const configuration = planned?.kind === 'source' || planned?.kind === 'destination' ? planned.configuration : {};
  const rules = streams.state === 'known' ? streams.selections : streams.rules;
  const mappers = rules.flatMap((rule) => rule.mappers ?? []).map((mapper) => mapper.mapperConfiguration);
  return { key, place, hideSecrets: (words) => hideSecrets(words, { configuration, mappers }) };
}

interface Job {
  readonly desired: PlannedConnection;
  readonly context: ApplyContext;
  readonly state: ApplyState;
  readonly about: About;
}

/** All that a new connection takes. */
interface Prepared {
  readonly sourceId: string;
  readonly destinationId: string;
  readonly write: ConnectionWrite;
}

async function prepare(job: Job, replaced?: LiveConnection): Promise<Prepared> {
  const { desired, state } = job;
  const live = replaced && withoutMapperIds(replaced, desired);
  const [sourceId, destinationId] = [idOf(desired.source, state), idOf(desired.destination, state)];
  return { sourceId, destinationId, write: await wholeWrite(job, live) };
}

async function createConnection({ desired, context, about }: Job, prepared: Prepared): Promise<Applied> {
  const { client, live, clock } = context;
  const { sourceId, destinationId, write } = prepared;
  const workspaceId = live.workspace.id;
  const known = new Set(live.connections.map(({ id }) => id));
  return createSafely(
    {
      create: () => connectionHandler.create(client, { workspaceId, sourceId, destinationId }, write, about),
      findNew: async () => {
        const connections = await connectionHandler.list(client, workspaceId);
        const alike = connections.filter((it) => it.sourceId === sourceId && it.destinationId === destinationId);
        return alike.filter((it) => !known.has(it.id) && it.name === desired.name);
      },
      adopt: (id) => connectionHandler.update(client, { id, workspaceId }, write, about),
    },
    clock,
  );
}

async function updateConnection(id: string, changed: ReadonlySet<string>, job: Job): Promise<Applied> {
  const { desired, context, about } = job;
  const live = liveOf(id, context);
  const { tags, ...settings } = desired.settings;
  const write: ConnectionWrite = withoutUndefined({
    settings: Object.fromEntries(Object.entries(settings).filter(([name]) => changed.has(name))),
    name: changed.has('name') ? desired.name : undefined,
    tags: changed.has('tags') && tags !== undefined ? await tagsFor(tags, job.state) : undefined,
    ...(changed.has('streams') ? await streamsToSend(job, live) : {}),
  });
  const workspaceId = context.live.workspace.id;
  await connectionHandler.update(context.client, { id, workspaceId }, write, about);
  return { id, notes: [] };
}

/** Everything that the files say of a connection, in the form in which it is sent. */
async function wholeWrite(job: Job, replaced?: LiveConnection): Promise<ConnectionWrite> {
  const { tags, ...settings } = job.desired.settings;
  return withoutUndefined({
    name: job.desired.name,
    settings,
    tags: tags === undefined ? undefined : await tagsFor(tags, job.state),
    ...(await streamsToSend(job, replaced)),
  });
}

async function streamsToSend(
  job: Job,
  live: LiveConnection | undefined,
): Promise<Pick<ConnectionWrite, 'streams' | 'sourceCatalogId'>> {
  const { catalog, selections } = await knownStreams(job);
  const descriptions = new Map(catalog.streams.map((stream) => [streamId(stream), stream]));
  const liveStreams = new Map(live?.streams.map((stream) => [streamId(stream.description), stream]));
  const streams = selections.map((selection) => {
    const liveStream = liveStreams.get(streamId(selection));
    // What was not discovered now goes back as the connection has it.
    const kept = catalog.catalogId === undefined ? liveStream?.description : undefined;
    const description = kept ?? descriptions.get(streamId(selection));
    if (description === undefined)
      throw new InternalError(`${job.desired.key}: no schema for ${streamName(selection)}`);
    return toWireStream(selection, description, liveStream?.selection);
  });
  return withoutUndefined({ streams, sourceCatalogId: catalog.catalogId });
}

/** The streams as planned; discovered and checked now where the source had to come first. */
async function knownStreams({ desired, context, state, about }: Job): Promise<{
  readonly catalog: DiscoveredCatalog;
  readonly selections: readonly StreamSelection[];
}> {
  if (desired.streams.state === 'known') {
    const catalog = context.catalogs.get(desired.key);
    if (catalog === undefined) throw new InternalError(`${desired.key}: its streams are planned without a catalog`);
    return { catalog, selections: desired.streams.selections };
  }
  const catalog = await discoverCatalog(context.client, idOf(desired.source, state), about);
  return { catalog, selections: context.checkStreams(desired, catalog) };
}

function idOf(key: ResourceKey, { ids }: ApplyState): string {
  const id = ids.get(key);
  if (id === undefined) throw new InternalError(`${key} should be there by now`);
  return id;
}

async function tagsFor(names: readonly string[], { tagIds }: ApplyState): Promise<readonly Tag[]> {
  if (names.length === 0) return [];
  const ids = await tagIds();
  return names.flatMap((name) => {
    const id = ids.get(name);
    return id === undefined ? [] : [{ id, name }];
  });
}
