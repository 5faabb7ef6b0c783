import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { neededFields } from '../catalog/catalog-diff.ts';
import { toDiscoveredCatalog } from '../catalog/discovered-catalog.ts';
import { type CatalogRules, toStoredCatalog } from '../catalog/store-catalog.ts';
import { toJsonb } from '../jsonb.ts';
import type { DiscoveredStream } from '../registry/connector.ts';
import type { StoredConnection, StoredDiscovery, StoredStream } from '../stored.ts';
import { type ChangedStream, diffSchemas, isEmpty, keyOf, type SchemaDiff, selectedPart } from './schema-diff.ts';

/** What a source had when a connection was last told of it, and what it has now. */
export interface SchemaChange {
  readonly before: readonly DiscoveredStream[];
  readonly now: StoredDiscovery;
}

/**
 * A connection once the server has seen that the schema of its source changed (API §2.10): disabled by what breaks it,
 * and else as its preference says. A stream that is gone breaks it as a cursor or key that is gone does, unless streams
 * are propagated.
 */
export function reactToSchema(
  connection: StoredConnection,
  { before, now }: SchemaChange,
  rules: CatalogRules,
): StoredConnection {
  const diff = diffSchemas(before, now.streams);
  const seen = selectedPart(diff, connection.catalog.streams);
  if (isBreaking(seen, connection)) return { ...connection, breakingChange: true, status: 'inactive' };
  const moved = { ...connection, sourceCatalogId: now.id };
  switch (connection.nonBreakingChangesPreference) {
    case 'propagate_columns':
      return { ...moved, catalog: { streams: withChanged(connection.catalog.streams, diff) } };
    case 'propagate_fully':
      return { ...moved, catalog: { streams: withStreams(connection.catalog.streams, diff, rules) } };
    case 'disable':
      return isEmpty(diff) ? moved : { ...connection, status: 'inactive' };
    default:
      // The catalog id goes forward even if changes are ignored, as long as no selected stream has any.
      return isEmpty(seen) ? moved : connection;
  }
}

/** True when the selected streams lose what they need. */
export function isBreaking(seen: SchemaDiff, { catalog, nonBreakingChangesPreference }: StoredConnection): boolean {
  if (seen.removed.length > 0 && nonBreakingChangesPreference !== 'propagate_fully') return true;
  const changed = new Map(seen.changed.map((change) => [keyOf(change.now), change]));
  return catalog.streams.some((stored) => {
    const removed = changed.get(keyOf(stored.stream))?.removedFields ?? [];
    return neededFields(stored).some((name) => removed.includes(name));
  });
}

function withStreams(streams: readonly StoredStream[], diff: SchemaDiff, rules: CatalogRules): readonly StoredStream[] {
  const removed = new Set(diff.removed.map(keyOf));
  const kept = withChanged(streams, diff).filter(({ stream }) => !removed.has(keyOf(stream)));
  return [...kept, ...diff.added.flatMap((stream) => toSelected(stream, rules))];
}

/** A new stream gets the settings that the server proposes. */
function toSelected(stream: DiscoveredStream, rules: CatalogRules): readonly StoredStream[] {
  // A catalog of one stream is proposed with that stream selected.
  const proposed: unknown = toDiscoveredCatalog([stream]);
  return isJsonObject(proposed) ? toStoredCatalog(proposed, rules).streams : [];
}

function withChanged(streams: readonly StoredStream[], { changed }: SchemaDiff): readonly StoredStream[] {
  const changes = new Map(changed.map((change) => [keyOf(change.now), change]));
  return streams.map((stored) => {
    const change = changes.get(keyOf(stored.stream));
    return change === undefined ? stored : { ...stored, jsonSchema: toJsonb(newSchema(stored, change)) };
  });
}

/** New fields join a selection of fields: they are propagated, whatever was selected before. */
function newSchema({ jsonSchema, isFieldSelectionEnabled }: StoredStream, change: ChangedStream): JsonObject {
  const { now, addedFields } = change;
  if (!isFieldSelectionEnabled || !isJsonObject(now.jsonSchema.properties)) return now.jsonSchema;
  const known = isJsonObject(jsonSchema.properties) ? jsonSchema.properties : {};
  const kept = Object.entries(now.jsonSchema.properties).filter(
    ([name]) => Object.hasOwn(known, name) || addedFields.includes(name),
  );
  return { ...now.jsonSchema, properties: Object.fromEntries(kept) };
}
