import type { JsonObject } from '../../../model/json.ts';
import type { Column } from './tables.ts';

/** A type of columns, as the connector describes it. */
export interface ColumnType {
  readonly jsonSchema: JsonObject;
  /** Whether new rows can be told by it. */
  readonly isCursor: boolean;
}

const string = { type: 'string' };
const boolean = { type: 'boolean' };
const integer = { type: 'number', airbyte_type: 'integer' };
const number = { type: 'number' };
const date = { type: 'string', format: 'date' };
const time = { type: 'string', format: 'time', airbyte_type: 'time_without_timezone' };
const timeWithZone = { type: 'string', format: 'time', airbyte_type: 'time_with_timezone' };
const timestamp = { type: 'string', format: 'date-time', airbyte_type: 'timestamp_without_timezone' };
const timestampWithZone = { type: 'string', format: 'date-time', airbyte_type: 'timestamp_with_timezone' };

/** Types that new rows can be told by, by their name in the database's own catalog. */
const cursorTypes: ReadonlyMap<string, JsonObject> = new Map<string, JsonObject>([
  ['int2', integer],
  ['int4', integer],
  ['int8', integer],
  ['oid', integer],
  ['float4', number],
  ['float8', number],
  ['numeric', number],
  ['money', number],
  ['date', date],
  ['time', time],
  ['timetz', timeWithZone],
  ['timestamp', timestamp],
  ['timestamptz', timestampWithZone],
  ['text', string],
  ['varchar', string],
  ['name', string],
  ['bytea', string],
]);

/** What the connector says of the items of arrays; of those of other types it says nothing. */
const itemTypes: ReadonlyMap<string, JsonObject> = new Map<string, JsonObject>([
  ...cursorTypes,
  ['bool', boolean],
  ['bit', boolean],
  ['bpchar', string],
  ['oid', number],
]);

/** How the connector describes a column; JSON, UUIDs, ranges, enums and shapes are text to it. */
export function columnType({ type: name, isArray, isWhole }: Column): ColumnType {
  if (isArray) return { jsonSchema: arrayOf(name), isCursor: false };
  const jsonSchema = isWhole ? integer : cursorTypes.get(name);
  if (jsonSchema !== undefined) return { jsonSchema, isCursor: true };
  return { jsonSchema: name === 'bool' ? boolean : string, isCursor: false };
}

function arrayOf(name: string): JsonObject {
  const items = itemTypes.get(name);
  return { type: 'array', ...(items === undefined ? {} : { items }) };
}
