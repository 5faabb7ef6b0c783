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
  const known = new Set(store.states.find(connection.id)?.streams.map(streamKey));
  return connection.catalog.streams.map((stored) => {
    const stream = nameOf(stored);
    const key = streamKey(stream);
    // A source holds the same records for every connection that reads it.
    const all = chanceBetween(200, 20_000, seed, connection.sourceId, key, 'records');
    const isContinued = stored.syncMode === 'incremental' && known.has(key);
    if (type === 'reset_connection') return { ...stream, ...settingsOf(stored), records: 0, bytes: 0 };
    const records = isContinued ? chanceBetween(0, Math.ceil(all / 20), seed, key, number, 'new') : all;
    const bytes = records * chanceBetween(60, 400, seed, connection.sourceId, key, 'width');
    return { ...stream, ...settingsOf(stored), records, bytes };
  });
}

function settingsOf({ syncMode, cursorField, stream }: StoredStream): Pick<JobStream, 'syncMode' | 'cursorField'> {
  const { defaultCursorField } = stream;
  if (cursorField.length > 0 || !Array.isArray(defaultCursorField)) return { syncMode, cursorField };
  return { syncMode, cursorField: defaultCursorField.map(String) };
}
