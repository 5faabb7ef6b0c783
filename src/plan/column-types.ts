import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { Column, OfferedStream } from '../model/offer.ts';
import type { StreamDescription } from '../model/stream.ts';

/** A stream as people are shown it. */
export function toOffered(description: StreamDescription): OfferedStream {
  const { name, namespace, supportedSyncModes, isCursorSourceDefined, defaultCursorField } = description;
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    syncModes: supportedSyncModes,
    isCursorSourceDefined,
    defaultCursorField,
    primaryKey: description.sourceDefinedPrimaryKey,
    columns: columnsIn(description),
  };
}

/** The top-level fields of a stream, sorted by name. */
export function columnsIn({ fieldNames, verbatim: { jsonSchema } }: StreamDescription): readonly Column[] {
  const properties = isJsonObject(jsonSchema) && isJsonObject(jsonSchema.properties) ? jsonSchema.properties : {};
  return fieldNames.map((name) => ({ name, type: columnType(properties[name]) }));
}

const formats = ['date', 'date-time', 'time'];

/** A type in one or a few words; that a value may be missing is true of nearly all columns, and is not told. */
export function columnType(schema: Json | undefined): string {
  const types = [...new Set(typesIn(schema))].filter((type) => type !== 'null');
  return types.length === 0 ? 'any' : types.join(' or ');
}

function typesIn(schema: Json | undefined): readonly string[] {
  if (!isJsonObject(schema)) return [];
  if (typeof schema.airbyte_type === 'string') return [schema.airbyte_type];
  if (typeof schema.$ref === 'string') return [wellKnown(schema.$ref)];
  const branches = [schema.oneOf, schema.anyOf].find((one) => Array.isArray(one));
  if (Array.isArray(branches)) return branches.flatMap(typesIn);
  if (typeof schema.format === 'string' && formats.includes(schema.format)) return [schema.format];
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  return types.flatMap((type) => (type === 'array' ? listType(schema) : typeof type === 'string' ? type : []));
}

function listType({ items }: JsonObject): string {
  const inner = columnType(items);
  return inner === 'any' ? 'list' : `list of ${inner}`;
}

/** `WellKnownTypes.json#/definitions/TimestampWithTimezone`, as destinations of protocol 1 have it. */
function wellKnown(reference: string): string {
  const name = reference.slice(reference.lastIndexOf('/') + 1);
  return name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();
}
