import { expect, test } from 'vitest';
import type { Json } from '../../src/model/json.ts';
import { columnType } from '../../src/plan/column-types.ts';

test.each<[Json | undefined, string]>([
  [{ type: 'integer' }, 'integer'],
  [{ type: ['null', 'string'] }, 'string'],
  [{ type: ['string', 'integer'] }, 'string or integer'],
  [{ type: 'number', airbyte_type: 'integer' }, 'integer'],
  [{ type: 'string', format: 'date-time', airbyte_type: 'timestamp_with_timezone' }, 'timestamp_with_timezone'],
  [{ type: ['null', 'string'], format: 'date-time' }, 'date-time'],
  [{ type: 'string', format: 'uuid' }, 'string'],
  [{ type: 'array', items: { type: 'string' } }, 'list of string'],
  [{ type: ['null', 'array'] }, 'list'],
  [{ oneOf: [{ type: 'string' }, { type: 'null' }, { type: 'boolean' }] }, 'string or boolean'],
  [{ $ref: 'WellKnownTypes.json#/definitions/TimestampWithTimezone' }, 'timestamp_with_timezone'],
  [{}, 'any'],
  [{ type: 'null' }, 'any'],
  [true, 'any'],
  [undefined, 'any'],
])('%j is %s', (schema, type) => {
  expect(columnType(schema)).toBe(type);
});
