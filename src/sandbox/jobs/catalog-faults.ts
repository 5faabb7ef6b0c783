import { fieldNames } from '../catalog/stream-fields.ts';
import type { DiscoveredStream } from '../registry/connector.ts';
import type { StoredCatalog, StoredStream } from '../stored.ts';
import { type StoredFailure, type StreamName, streamKey } from './stored-job.ts';

/** What a catalog has to fit to. */
export interface CatalogEnds {
  /** What the source offers now. */
  readonly found: readonly DiscoveredStream[];
  /** Absent: nobody knows. */
  readonly destinationSyncModes: readonly string[] | undefined;
}

/** One selected stream, and what the source has under its name. */
interface Subject {
  readonly stored: StoredStream;
  readonly found: DiscoveredStream;
  readonly ends: CatalogEnds;
}

type Fault = Pick<StoredFailure, 'origin' | 'message'>;

/**
 * The first thing in a catalog that no sync can do. Nobody asks when the catalog is written (API §3.4), so it comes
 * out here.
 */
export function findCatalogFault({ streams }: StoredCatalog, ends: CatalogEnds): StoredFailure | undefined {
  const offered = new Map(ends.found.map((found) => [streamKey(withoutEmpty(found)), found]));
  for (const stored of streams) {
    const stream = nameOf(stored);
    const found = offered.get(streamKey(stream));
    const fault = found === undefined ? missing() : findStreamFault({ stored, found, ends });
    if (fault !== undefined) {
      const message = `Stream "${titleOf(stream)}" cannot sync: ${fault.message}.`;
      return { ...fault, type: 'config_error', message, stream };
    }
  }
  return undefined;
}

/** The name of a stored stream; an empty namespace is none. */
export function nameOf({ stream: { name, namespace } }: StoredStream): StreamName {
  return withoutEmpty({ name: String(name), ...(typeof namespace === 'string' ? { namespace } : {}) });
}

function withoutEmpty({ name, namespace }: StreamName): StreamName {
  return namespace === undefined || namespace === '' ? { name } : { name, namespace };
}

function titleOf({ name, namespace }: StreamName): string {
  return namespace === undefined ? name : `${namespace}.${name}`;
}

function missing(): Fault {
  return { origin: 'source', message: 'the source does not have it any more' };
}

function findStreamFault(subject: Subject): Fault | undefined {
  return findModeFault(subject) ?? findCursorFault(subject) ?? findKeyFault(subject) ?? findDestinationFault(subject);
}

function findModeFault({ stored: { syncMode }, found }: Subject): Fault | undefined {
  if (found.supportedSyncModes.includes(syncMode)) return undefined;
  return { origin: 'source', message: `the source does not offer sync mode ${syncMode} for it` };
}

function findCursorFault({ stored, found }: Subject): Fault | undefined {
  if (stored.syncMode !== 'incremental' || found.sourceDefinedCursor === true) return undefined;
  const [field] = stored.cursorField.length > 0 ? stored.cursorField : (found.defaultCursorField ?? []);
  if (field === undefined) return { origin: 'source', message: 'it is incremental, but has no cursor field' };
  if (fieldNames(found.jsonSchema).includes(field)) return undefined;
  return { origin: 'source', message: `its cursor field "${field}" is not one of its fields` };
}

function findKeyFault({ stored, found }: Subject): Fault | undefined {
  if (!stored.destinationSyncMode.endsWith('_dedup')) return undefined;
  const key = stored.primaryKey.length > 0 ? stored.primaryKey : (found.sourceDefinedPrimaryKey ?? []);
  if (key.length === 0) return { origin: 'destination', message: 'it is to be deduplicated, but has no primary key' };
  const known = fieldNames(found.jsonSchema);
  const [unknown] = key.flatMap(([field = '']) => (known.includes(field) ? [] : [field]));
  if (unknown === undefined) return undefined;
  return { origin: 'destination', message: `"${unknown}" of its primary key is not one of its fields` };
}

function findDestinationFault({ stored, ends }: Subject): Fault | undefined {
  const { destinationSyncMode: mode } = stored;
  if (ends.destinationSyncModes?.includes(mode) !== false) return undefined;
  return { origin: 'destination', message: `the destination does not support sync mode ${mode}` };
}
