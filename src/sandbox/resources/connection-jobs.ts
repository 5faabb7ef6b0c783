import type { JsonObject } from '../../model/json.ts';
import type { Handler, Routes, SandboxContext } from '../context.ts';
import { nameOf } from '../jobs/catalog-faults.ts';
import { decideFate } from '../jobs/fate.ts';
import { cancelCurrentJob, findCurrentJob, type JobRequest, startJob } from '../jobs/job-store.ts';
import { viewJob } from '../jobs/job-view.ts';
import { type StoredJob, type StreamName, streamKey, toStreamName } from '../jobs/stored-job.ts';
import { toWireJob } from '../jobs/wire-job.ts';
import { internal, known } from '../refusal.ts';
import { jsonReply } from '../reply.ts';
import { failMissing, findEnum, findObjects, findText } from '../request-body.ts';
import type { StoredConnection } from '../stored.ts';
import { getConnection } from './connection-store.ts';
import { findConnector } from './connector-lookup.ts';
import { jobReply } from './jobs.ts';

const refreshModes = ['Truncate', 'Merge'] as const;

const sync: Handler = async (body, context) => {
  const fate = await decideFate(getSyncable(body, context), 'sync', context);
  // Somebody else may have started one while we waited for the connectors.
  const connection = getSyncable(body, context);
  return jobReply(startJob({ connection, type: 'sync', fate }, context), context);
};

const resetAll: Handler = async (body, context) => {
  const connection = getConnection(body, context);
  return jobReply(await resetStreams(connection, allStreams(connection, context), context), context);
};

/** No streams named: all of them. */
const resetSome: Handler = async (body, context) => {
  const connection = getConnection(body, context);
  if (body.streams === null) failMissing('streams');
  return jobReply(await resetStreams(connection, decodeTargets(body, connection, context), context), context);
};

const refresh: Handler = async (body, context) => {
  const connection = getConnection(body, context);
  if (findEnum(body, 'refreshMode', refreshModes) === undefined) failMissing('refreshMode');
  const targets = decodeTargets(body, connection, context);
  if (!canRefresh(connection, context)) return jsonReply({});
  const job = await refreshStreams(connection, targets, context);
  return jsonReply({ job: toWireJob(viewJob(job, context.clock())) });
};

export const connectionJobRoutes: Routes = {
  'connections/sync': { handle: sync },
  'connections/reset': { handle: resetAll },
  'connections/clear': { handle: resetAll },
  'connections/reset/stream': { handle: resetSome },
  'connections/clear/stream': { handle: resetSome },
  'connections/refresh': { handle: refresh },
};

/** Whether the destination knows how to replace what it has, stream by stream. */
export function canRefresh({ destinationId }: StoredConnection, context: SandboxContext): boolean {
  const actor = context.store.actors.destination.find(destinationId);
  return actor !== undefined && findConnector('destination', actor.definitionId, context)?.supportsRefreshes === true;
}

/** Clears streams; what runs is cancelled first, and inactive connections are as good as others (API §1.9). */
export function resetStreams(
  connection: StoredConnection,
  targets: readonly StreamName[],
  context: SandboxContext,
): Promise<StoredJob> {
  return replaceJob({ connection, type: 'reset_connection', targets }, context);
}

/** Reads streams from their beginning, in a job that moves the others as well. */
export function refreshStreams(
  connection: StoredConnection,
  targets: readonly StreamName[],
  context: SandboxContext,
): Promise<StoredJob> {
  return replaceJob({ connection, type: 'refresh', targets }, context);
}

async function replaceJob(request: Omit<JobRequest, 'fate'>, context: SandboxContext): Promise<StoredJob> {
  const { id } = request.connection;
  const fate = await decideFate(getAlive(id, context), request.type, context);
  const connection = getAlive(id, context);
  cancelCurrentJob(id, context);
  return startJob({ ...request, connection, fate }, context);
}

function getAlive(connectionId: string, context: SandboxContext): StoredConnection {
  const connection = getConnection({ connectionId }, context);
  if (connection.isEnded === true) throw known(409, `Nothing runs any more for the deleted connection ${connectionId}`);
  return connection;
}

/** Syncs are refused while anything runs, and where the connection is not active (API §1.9). */
function getSyncable(body: JsonObject, context: SandboxContext): StoredConnection {
  const { id, status } = getConnection(body, context);
  if (status !== 'active') throw internal('only an active connection can be synced');
  const connection = getAlive(id, context);
  if (findCurrentJob(connection.id, context) === undefined) return connection;
  throw known(409, `A sync is already running for: ${connection.id}`);
}

function decodeTargets(body: JsonObject, connection: StoredConnection, context: SandboxContext): readonly StreamName[] {
  const named = (findObjects(body, 'streams') ?? []).map(decodeTarget);
  return named.length > 0 ? named : allStreams(connection, context);
}

function decodeTarget(stream: JsonObject): StreamName {
  const name = findText(stream, 'streamName') ?? failMissing('streamName');
  const namespace = findText(stream, 'streamNamespace');
  return namespace === undefined || namespace === '' ? { name } : { name, namespace };
}

/** Those of the catalog, and those that are gone from it and left a state behind. */
function allStreams({ id, catalog }: StoredConnection, { store }: SandboxContext): readonly StreamName[] {
  const selected = catalog.streams.map(nameOf);
  const known = new Set(selected.map(streamKey));
  const left = (store.states.find(id)?.streams ?? []).filter((stream) => !known.has(streamKey(stream)));
  return [...selected, ...left.map(toStreamName)];
}
