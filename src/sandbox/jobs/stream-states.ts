import type { SandboxContext } from '../context.ts';
import { usesLog } from '../registry/ecommerce.ts';
import type { StoredConnection } from '../stored.ts';
import { nameOf } from './catalog-faults.ts';
import { type StoredJob, type StoredState, type StoredStreamState, streamKey, toStreamName } from './stored-job.ts';

/** Writes down how far a job that succeeded has come; streams that it did not touch keep what they had. */
export function keepStates(job: StoredJob, context: SandboxContext): void {
  const { states } = context.store;
  const moved = job.streams.map((stream) => newState(stream, job));
  const movedKeys = new Set(moved.map(streamKey));
  const kept = (states.find(job.connectionId)?.streams ?? []).filter((stream) => !movedKeys.has(streamKey(stream)));
  const streams = [...kept, ...moved];
  if (streams.length > 0) states.put({ id: job.connectionId, ...stateHead(job, context), streams });
}

/** Forgets how far a connection is with some of its streams. */
export function dropStates(connectionId: string, keys: ReadonlySet<string>, { store }: SandboxContext): void {
  const state = store.states.find(connectionId);
  if (state === undefined || keys.size === 0) return;
  const streams = state.streams.filter((stream) => !keys.has(streamKey(stream)));
  if (streams.length === 0) store.states.delete(connectionId);
  else if (streams.length < state.streams.length) store.states.put({ ...state, streams });
}

/** Streams that are read in another way have come nowhere yet; other changes keep what there is (API §2.5). */
export function dropChangedStates(before: StoredConnection, after: StoredConnection, context: SandboxContext): void {
  if (!context.rules.dropsStates) return;
  const modes = new Map(before.catalog.streams.map((stream) => [streamKey(nameOf(stream)), stream.syncMode]));
  const changed = after.catalog.streams
    .map((stream) => ({ key: streamKey(nameOf(stream)), syncMode: stream.syncMode }))
    .filter(({ key, syncMode }) => modes.has(key) && modes.get(key) !== syncMode);
  dropStates(after.id, new Set(changed.map(({ key }) => key)), context);
}

function newState(stream: StoredJob['streams'][number], job: StoredJob): StoredStreamState {
  const { cursorField } = stream;
  // Whoever reads everything each time has nothing to remember, but the stream is known from now on.
  const state =
    stream.syncMode === 'incremental' ? { cursorField, cursor: new Date(job.createdAtMs).toISOString() } : {};
  return { ...toStreamName(stream), state };
}

/** Sources that read a database's log remember one place in it for all streams. */
function stateHead(job: StoredJob, { store }: SandboxContext): Pick<StoredState, 'type' | 'shared'> {
  const connection = store.connections.find(job.connectionId);
  const configuration = connection && store.actors.source.find(connection.sourceId)?.configuration;
  if (configuration === undefined || configuration === null || !usesLog(configuration)) return { type: 'stream' };
  return { type: 'global', shared: { position: job.createdAtMs } };
}
