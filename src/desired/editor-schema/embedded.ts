import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';

/**
 * A schema as a part of a bundle: what its references name is found where the bundle keeps it.
 *
 * @param home - the name under which the bundle keeps this schema
 */
export function embedded(schema: JsonObject, home: string): JsonObject {
  const { $schema: _dialect, $id: _id, ...rest } = schema;
  return membersOf(rest, home);
}

/** Where a bundle keeps a schema. */
export function referenceTo(home: string): string {
  return `#/definitions/${home.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function membersOf(schema: JsonObject, home: string): JsonObject {
  return Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, within(name, value, home)]));
}

function within(name: string, value: Json, home: string): Json {
  if (name === '$ref' && typeof value === 'string') return rebased(value, home);
  if (Array.isArray(value)) return value.map((item: Json) => within('', item, home));
  return isJsonObject(value) ? membersOf(value, home) : value;
}

/** `#/definitions/x` of the schema itself, or `catalog.schema.json#/definitions/x` of another. */
function rebased(reference: string, home: string): string {
  const [file = '', pointer = ''] = reference.split('#');
  return `${referenceTo(file === '' ? home : file.replace('.schema.json', ''))}${pointer}`;
}
