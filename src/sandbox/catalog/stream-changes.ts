import { nameOf } from '../jobs/catalog-faults.ts';
import { type StreamName, streamKey } from '../jobs/stored-job.ts';
import type { StoredCatalog, StoredStream } from '../stored.ts';

/** Mappers that give fields other names or types, and so the destination another schema. */
const shapingMappers = ['hashing', 'field-renaming', 'encryption', 'field-filtering'];

/**
 * The streams of both catalogs whose data in the destination no longer fits to what they are now (API §2.5). Streams
 * that come or go have nothing there, or keep it.
 */
export function findChangedStreams(before: StoredCatalog, after: StoredCatalog): readonly StreamName[] {
  const known = new Map(before.streams.map((stream) => [streamKey(nameOf(stream)), stream]));
  return after.streams
    .filter((stream) => {
      const old = known.get(streamKey(nameOf(stream)));
      return old !== undefined && shapeOf(old) !== shapeOf(stream);
    })
    .map(nameOf);
}

/** Text that changes with whatever makes old data unfit. Schemas are stored with their keys in order already. */
function shapeOf(stream: StoredStream): string {
  const { jsonSchema, cursorField, syncMode, destinationSyncMode, primaryKey } = stream;
  // The order of the parts of a key means nothing.
  const key = primaryKey.map((path) => JSON.stringify(path)).sort();
  const mappers = stream.mappers
    .filter(({ type }) => shapingMappers.includes(type))
    .map(({ type, mapperConfiguration }) => ({ type, mapperConfiguration }));
  return JSON.stringify([jsonSchema, cursorField, syncMode, destinationSyncMode, key, mappers]);
}
