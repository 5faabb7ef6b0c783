import type { Json, JsonObject } from '../../model/json.ts';
import type { DiscoveredStream } from './connector.ts';

/** The types of columns, as connectors describe them in JSON Schema. */
const fieldTypes = {
  integer: { type: 'number', airbyte_type: 'integer' },
  number: { type: 'number' },
  text: { type: 'string' },
  boolean: { type: 'boolean' },
  date: { type: 'string', format: 'date' },
  timestamp: { type: 'string', format: 'date-time', airbyte_type: 'timestamp_with_timezone' },
  json: { type: 'object' },
  texts: { type: 'array', items: { type: 'string' } },
} as const satisfies Record<string, JsonObject>;

export type FieldType = keyof typeof fieldTypes;
export type Fields = Readonly<Record<string, FieldType>>;

/** A table of a database: its key is known, the column that tells what is new is up to the user. */
export function tableStream(namespace: string, name: string, fields: Fields): DiscoveredStream {
  return {
    name,
    namespace,
    jsonSchema: fieldsSchema(fields),
    supportedSyncModes: ['full_refresh', 'incremental'],
    sourceDefinedCursor: false,
    defaultCursorField: [],
    sourceDefinedPrimaryKey: [['id']],
    isResumable: true,
  };
}

/** A resource of an API that knows by itself which of its records are new. */
export function apiStream(name: string, fields: Fields, cursorField: string): DiscoveredStream {
  return {
    name,
    jsonSchema: fieldsSchema(fields),
    supportedSyncModes: ['full_refresh', 'incremental'],
    sourceDefinedCursor: true,
    defaultCursorField: [cursorField],
    sourceDefinedPrimaryKey: [['id']],
    isResumable: true,
  };
}

function fieldsSchema(fields: Fields): JsonObject {
  const properties: [string, Json][] = Object.entries(fields).map(([name, type]) => [name, fieldTypes[type]]);
  return { type: 'object', properties: Object.fromEntries(properties) };
}
