import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { type ChangedStream, diffSchemas, keyOf } from '../drift/schema-diff.ts';
import type { DiscoveredStream } from '../registry/connector.ts';
import type { StoredStream } from '../stored.ts';

/** How what a source has differs from what it had, as the API tells it; `needed` fields break who loses them. */
export function toCatalogDiff(
  before: readonly DiscoveredStream[],
  now: readonly DiscoveredStream[],
  streams: readonly StoredStream[],
): JsonObject {
  const { added, removed, changed } = diffSchemas(before, now);
  const old = new Map(before.map((stream) => [keyOf(stream), stream]));
  const needed = new Map(streams.map((stored) => [keyOf(stored.stream), neededFields(stored)]));
  const transforms = [
    ...added.map((stream) => ({ transformType: 'add_stream', streamDescriptor: descriptorOf(stream) })),
    ...removed.map((stream) => ({ transformType: 'remove_stream', streamDescriptor: descriptorOf(stream) })),
    ...changed.map((change) => {
      const key = keyOf(change.now);
      return toUpdate(change, old.get(key), needed.get(key) ?? []);
    }),
  ];
  return { transforms };
}

/** What a stream cannot do without: its cursor while it is incremental, its key while it is deduplicated. */
export function neededFields({ syncMode, destinationSyncMode, cursorField, primaryKey }: StoredStream) {
  const cursor = syncMode === 'incremental' ? cursorField.slice(0, 1) : [];
  const key = destinationSyncMode.endsWith('_dedup') ? primaryKey.flatMap((path) => path.slice(0, 1)) : [];
  return [...cursor, ...key];
}

function toUpdate(change: ChangedStream, old: DiscoveredStream | undefined, needed: readonly string[]): JsonObject {
  const { now, addedFields, removedFields } = change;
  const fieldTransforms = [
    ...addedFields.map((name) => ({
      transformType: 'add_field',
      fieldName: [name],
      breaking: false,
      addField: schemaOf(now, name),
    })),
    ...removedFields.map((name) => ({
      transformType: 'remove_field',
      fieldName: [name],
      breaking: needed.includes(name),
      removeField: schemaOf(old, name),
    })),
  ];
  const updateStream = { fieldTransforms, streamAttributeTransforms: [] };
  return { transformType: 'update_stream', streamDescriptor: descriptorOf(now), updateStream };
}

function schemaOf(stream: DiscoveredStream | undefined, name: string): JsonObject {
  const properties: Json | undefined = stream?.jsonSchema.properties;
  const schema = isJsonObject(properties) ? properties[name] : undefined;
  return { schema: isJsonObject(schema) ? schema : {} };
}

function descriptorOf({ name, namespace }: DiscoveredStream): JsonObject {
  return namespace === undefined ? { name } : { name, namespace };
}
