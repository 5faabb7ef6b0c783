import type { SandboxContext } from '../context.ts';
import type { StoredConnection, StoredStream } from '../stored.ts';
import { nameOf } from './catalog-faults.ts';
import { chanceBetween } from './chance.ts';
import { type JobStream, type JobType, streamKey } from './stored-job.ts';

/** How much each stream of a connection has to move: all of it, or what is new since its state. */
export function planStreams(
  connection: StoredConnection,
  { type, number }: { readonly type: JobType; readonly number: number },
  { store, jobs: { seed } }: SandboxContext,
): readonly JobStream[] {
  if (type === 'reset_connection') return [];
  const known = new Set(store.states.find(connection.id)?.streams.map(streamKey));
  return connection.catalog.streams.map((stored) => {
    const stream = nameOf(stored);
    const key = streamKey(stream);
    // A source holds the same records for every connection that reads it.
    const all = chanceBetween(200, 20_000, seed, connection.sourceId, key, 'records');
    const isContinued = stored.syncMode === 'incremental' && known.has(key);
    const records = isContinued ? chanceBetween(0, Math.ceil(all / 20), seed, key, number, 'new') : all;
    const bytes = records * chanceBetween(60, 400, seed, connection.sourceId, key, 'width');
    return { ...stream, syncMode: stored.syncMode, cursorField: cursorOf(stored), records, bytes };
  });
}

function cursorOf({ cursorField, stream: { defaultCursorField } }: StoredStream): readonly string[] {
  if (cursorField.length > 0 || !Array.isArray(defaultCursorField)) return cursorField;
  return defaultCursorField.map(String);
}
