import type { About } from '../airbyte/api-error.ts';
import { type ConnectionWrite, connectionHandler } from '../airbyte/connections.ts';
import { discoverCatalog } from '../airbyte/discovery.ts';
import { toWireStream } from '../airbyte/streams.ts';
import { InternalError, RefusedError } from '../errors.ts';
import { serverMask } from '../model/configuration.ts';
import type { LiveConnection, Tag } from '../model/live.ts';
import {
  type Change,
  type Delete,
  desiredOf,
  type PlannedConnection,
  type PlannedStreams,
  type StreamStep,
  type Update,
} from '../model/plan.ts';
import type { ResourceKey } from '../model/resource.ts';
import { hideSecrets } from '../model/secrets.ts';
import {
  type DiscoveredCatalog,
  type Mapper,
  type StreamDescription,
  type StreamSelection,
  type StreamSettings,
  streamId,
  streamName,
} from '../model/stream.ts';
import { withoutUndefined } from '../util/decode.ts';
import type { Applied, ApplyContext, ApplyState } from './context.ts';
import { createSafely } from './create-safely.ts';
import { deleteLive } from './delete-object.ts';
import { markedFor, type SentStreams, takeStep } from './stream-step.ts';

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
      return updateConnection(change, job);
    case 'replace': {
      // Whatever can fail without having touched anything comes before the deletion.
      const live = liveOf(change.id, context);
      const prepared = await prepare(
        live === undefined ? job : { ...job, desired: withLiveSettings(desired, live) },
        live,
      );
      const notes = await deleteLive({ kind: 'connection', id: change.id }, context, about);
      const created = await createConnection(job, prepared);
      return { ...created, notes: [...notes, ...created.notes] };
    }
  }
}

/**
 * Looks at the connections that go with a source or destination and are to be created anew, while they are still there.
 *
 * @throws {RefusedError} when one of them has what only the server knows
 */
export function assertConnectionsCanFollow(actorId: string, context: ApplyContext): void {
  const { plan, live } = context;
  const hanging = live.connections.filter(({ sourceId, destinationId }) => [sourceId, destinationId].includes(actorId));
  const byId = new Map(hanging.map((connection) => [connection.id, connection]));
  for (const change of plan.changes) {
    if (change.action !== 'replace' || change.desired.kind !== 'connection') continue;
    const old = byId.get(change.id);
    if (old !== undefined) withoutMapperIds(old, change.desired, context);
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
function withoutMapperIds(
  live: LiveConnection,
  { key, streams: planned }: PlannedConnection,
  context: Pick<ApplyContext, 'ruleFor'>,
): LiveConnection {
  const lost = live.streams.find(({ description, selection }) => {
    if (selection.mappers?.some(hasMaskedKey) !== true) return false;
    const settings = plannedSettings(description, planned, context);
    return settings !== undefined && settings.mappers === undefined;
  });
  if (lost !== undefined) {
    const name = streamName(lost.description);
    throw new RefusedError(`${key}: stream "${name}" is encrypted with a key that would be lost with the connection`, {
      hint: `declare "mappers" of "${name}" in the file, with the key`,
    });
  }
  const streams = live.streams.map((stream) => ({ ...stream, selection: { ...stream.selection, mapperIds: [] } }));
  return { ...live, streams };
}

/** What the files say of a stream; undefined when it is not to be synced. */
function plannedSettings(
  stream: StreamDescription,
  planned: PlannedStreams,
  { ruleFor }: Pick<ApplyContext, 'ruleFor'>,
): StreamSettings | undefined {
  if (planned.state === 'checked-when-applied') return ruleFor(planned.rules, stream);
  return planned.selections.find((selection) => streamId(selection) === streamId(stream));
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
  const { desired, state, context } = job;
  const live = replaced && withoutMapperIds(replaced, desired, context);
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

async function updateConnection({ id, fields, afterwards }: Update, job: Job): Promise<Applied> {
  const { desired, context, about } = job;
  const live = liveOf(id, context);
  const { tags, ...settings } = desired.settings;
  const changed = new Set(fields.map(({ path }) => path[0] ?? ''));
  const sent = changed.has('streams') || afterwards !== undefined ? await streamsToSend(job, live) : undefined;
  const step = afterwards && sent && wholeStep(afterwards, sent.selections, live, context);
  const write: ConnectionWrite = withoutUndefined({
    settings: Object.fromEntries(Object.entries(settings).filter(([name]) => changed.has(name))),
    name: changed.has('name') ? desired.name : undefined,
    tags: changed.has('tags') && tags !== undefined ? await tagsFor(tags, job.state) : undefined,
    ...(changed.has('streams') && sent !== undefined ? markedFor(step, sent.streams) : {}),
  });
  const workspaceId = context.live.workspace.id;
  if (fields.length > 0) await connectionHandler.update(context.client, { id, workspaceId }, write, about);
  if (step === undefined || sent === undefined) return { id, notes: [] };
  return { id, notes: [await takeStep(step, sent.streams, { id, context, about })] };
}

/** The step with its streams, where only the discovery of now tells which they are; without any there is none. */
function wholeStep(
  { action, streams }: StreamStep,
  selections: readonly StreamSelection[],
  live: LiveConnection | undefined,
  { changedStreams }: ApplyContext,
): StreamStep | undefined {
  const found = streams.length > 0 ? streams : changedStreams(live?.streams ?? [], selections);
  return found.length === 0 ? undefined : { action, streams: found };
}

/** Everything that the files say of a connection, in the form in which it is sent. */
async function wholeWrite(job: Job, replaced?: LiveConnection): Promise<ConnectionWrite> {
  const { tags, ...settings } = job.desired.settings;
  return withoutUndefined({
    name: job.desired.name,
    settings,
    tags: tags === undefined ? undefined : await tagsFor(tags, job.state),
    ...(await streamsToSend(job, replaced)).streams,
  });
}

async function streamsToSend(
  job: Job,
  live: LiveConnection | undefined,
): Promise<{ readonly streams: SentStreams; readonly selections: readonly StreamSelection[] }> {
  const { catalog, selections } = await knownStreams(job);
  const descriptions = new Map(catalog.streams.map((stream) => [streamId(stream), stream]));
  const liveStreams = new Map(live?.streams.map((stream) => [streamId(stream.description), stream]));
  const streams = selections.map((selection) => {
    const liveStream = liveStreams.get(streamId(selection));
    // What was not discovered now goes back as the connection has it.
    const kept = catalog.catalogId === undefined ? liveStream?.description : undefined;
    const description = kept ?? descriptions.get(streamId(selection)) ?? liveStream?.description;
    if (description === undefined)
      throw new InternalError(`${job.desired.key}: no schema for ${streamName(selection)}`);
    return toWireStream(selection, description, liveStream?.selection);
  });
  return { streams: withoutUndefined({ streams, sourceCatalogId: catalog.catalogId }), selections };
}

/** The streams as planned; discovered and checked now where the source had to come first. */
async function knownStreams({ desired, context, state, about }: Job): Promise<{
  readonly catalog: DiscoveredCatalog;
  readonly selections: readonly StreamSelection[];
}> {
  if (desired.streams.state === 'known' && !desired.streams.isProvisional) {
    const catalog = context.catalogs.get(desired.key);
    if (catalog === undefined) throw new InternalError(`${desired.key}: its streams are planned without a catalog`);
    return { catalog, selections: desired.streams.selections };
  }
  const catalog = await discoverCatalog(context.client, idOf(desired.source, state), about);
  const selections = context.checkStreams(desired, catalog);
  assertAsPlanned(desired, selections);
  return { catalog, selections };
}

/** @throws {RefusedError} when the plan showed other streams: nobody has agreed to these */
function assertAsPlanned({ key, streams }: PlannedConnection, selections: readonly StreamSelection[]): void {
  if (streams.state !== 'known' || JSON.stringify(selections) === JSON.stringify(streams.selections)) return;
  throw new RefusedError(`${key}: its source offers other streams than when it was planned`, {
    hint: 'plan again, and look at what has changed',
  });
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
