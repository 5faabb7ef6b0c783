import { fieldNames } from '../catalog/stream-fields.ts';
import type { DiscoveredStream } from '../registry/connector.ts';
import type { StoredStream } from '../stored.ts';

/** How what a source has differs from what it had. */
export interface SchemaDiff {
  readonly added: readonly DiscoveredStream[];
  readonly removed: readonly DiscoveredStream[];
  readonly changed: readonly ChangedStream[];
}

export interface ChangedStream {
  readonly now: DiscoveredStream;
  readonly addedFields: readonly string[];
  readonly removedFields: readonly string[];
}

export function diffSchemas(before: readonly DiscoveredStream[], now: readonly DiscoveredStream[]): SchemaDiff {
  const known = new Map(before.map((stream) => [keyOf(stream), stream]));
  const left = new Set(now.map(keyOf));
  return {
    added: now.filter((stream) => !known.has(keyOf(stream))),
    removed: before.filter((stream) => !left.has(keyOf(stream))),
    changed: now.flatMap((stream) => diffStream(known.get(keyOf(stream)), stream) ?? []),
  };
}

/** The part of a difference that a connection's streams see. */
export function selectedPart(diff: SchemaDiff, streams: readonly StoredStream[]): SchemaDiff {
  const selected = new Set(streams.map(({ stream }) => keyOf(stream)));
  return {
    added: [],
    removed: diff.removed.filter((stream) => selected.has(keyOf(stream))),
    changed: diff.changed.filter(({ now }) => selected.has(keyOf(now))),
  };
}

export function isEmpty({ added, removed, changed }: SchemaDiff): boolean {
  return added.length === 0 && removed.length === 0 && changed.length === 0;
}

/** Tells streams apart: by namespace and name. */
export function keyOf({ name, namespace }: { readonly name?: unknown; readonly namespace?: unknown }): string {
  return JSON.stringify([namespace ?? '', name]);
}

function diffStream(before: DiscoveredStream | undefined, now: DiscoveredStream): ChangedStream | undefined {
  if (before === undefined) return undefined;
  const [old, present] = [fieldNames(before.jsonSchema), fieldNames(now.jsonSchema)];
  const addedFields = present.filter((name) => !old.includes(name));
  const removedFields = old.filter((name) => !present.includes(name));
  return addedFields.length + removedFields.length === 0 ? undefined : { now, addedFields, removedFields };
}
