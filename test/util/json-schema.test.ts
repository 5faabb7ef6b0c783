import { expect, test } from 'vitest';
import { compileSchema, compileTest } from '../../src/util/json-schema.ts';

test('every violation is found, each at its place', () => {
  const schema = {
    required: ['a'],
    properties: { list: { items: { type: 'integer' } }, names: { properties: { 0: { const: 1 } } } },
  };
  const violations = compileSchema(schema)({ list: [1, 'x'], names: { 0: 2 } });

  expect(violations).toMatchObject([
    { keyword: 'required', path: [], params: { missingProperty: 'a' } },
    { keyword: 'type', path: ['list', 1] },
    { keyword: 'const', path: ['names', '0'] },
  ]);
});

test('names with slashes and tildes are steps as they are', () => {
  const [violation] = compileSchema({ properties: { 'a/b~c': { type: 'string' } } })({ 'a/b~c': 1 });

  expect(violation?.path).toEqual(['a/b~c']);
});

test.each([
  ['unknown keywords and formats', { mininum: 1, format: 'colour', order: 0 }],
  ['enums that say a thing twice', { enum: ['a', 'a'] }],
  ['examples that are no list', { examples: 'a' }],
  ['escapes that the u flag refuses', { pattern: '^[\\-a]+$' }],
  ['another draft', { $schema: 'http://json-schema.org/draft-04/schema#' }],
])('a specification may hold %s', (_what, schema) => {
  expect(compileSchema(schema)('a')).toEqual([]);
});

test('two schemas may carry the same id', () => {
  const first = compileSchema({ $id: 'https://example.com/spec', type: 'string' });
  const second = compileSchema({ $id: 'https://example.com/spec', type: 'number' });

  expect([first('a'), second('a')]).toEqual([[], [expect.objectContaining({ keyword: 'type' })]]);
});

test('one object is compiled once', () => {
  const schema = { type: 'string' };

  expect(compileSchema(schema)).toBe(compileSchema(schema));
});

test('a test says yes or no, by schemas that others are referred to in as well', () => {
  const others = [{ $id: 'parts.json', definitions: { port: { type: 'integer', maximum: 65_535 } } }];
  const fits = compileTest(
    { $id: 'whole.json', properties: { port: { $ref: 'parts.json#/definitions/port' } } },
    others,
  );

  expect([{ port: 5432 }, { port: 70_000 }, { port: 'x' }, {}].map(fits)).toEqual([true, false, false, true]);
});
