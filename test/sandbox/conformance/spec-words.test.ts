import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../src/model/json.ts';
import { assertFulfills } from '../../../src/sandbox/spec-check.ts';

/** What a refusal says between its beginning and the specification. */
function errorsOf(specification: JsonObject, configuration: Json): string | undefined {
  try {
    assertFulfills(configuration, specification);
    return undefined;
  } catch (error) {
    return /Errors: (.*)\nSchema: \n/s.exec(String(error))?.[1];
  }
}

// The right column is what networknt's json-schema-validator 1.5.2 says of the same, in its legacy style of paths.
test.each<[string, JsonObject, Json, string]>([
  ['a type', { type: 'integer' }, 'x', 'string found, integer expected'],
  ['several types', { type: ['string', 'integer'] }, null, 'null found, [string, integer] expected'],
  ['a missing property', { required: ['b'] }, {}, "required property 'b' not found"],
  [
    'a property too many',
    { additionalProperties: false },
    { b: 1 },
    "property 'b' is not defined in the schema and the schema does not allow additional properties",
  ],
  ['an enumeration', { enum: ['x', 1, null] }, 7, 'does not have a value in the enumeration ["x", 1, null]'],
  ['a constant', { const: 'x' }, 'y', "must be the constant value 'x'"],
  ['a pattern', { pattern: '^x$' }, 'y', 'does not match the regex pattern ^x$'],
  ['a format', { format: 'date' }, 'y', 'does not match the date pattern must be a valid RFC 3339 full-date'],
  ['a minimum', { minimum: 1.5 }, 1, 'must have a minimum value of 1.5'],
  ['an exclusive maximum', { exclusiveMaximum: 90 }, 90, 'must have an exclusive maximum value of 90'],
  ['a length', { minLength: 3 }, 'x', 'must be at least 3 characters long'],
  ['a number of items', { maxItems: 1 }, [1, 2], 'must have at most 1 items but found 2'],
  ['a number of properties', { minProperties: 1 }, {}, 'must have at least 1 properties'],
  ['items that are the same', { uniqueItems: true }, [1, 1], 'must have only unique items in the array'],
  [
    'several branches that match',
    { oneOf: [{ type: 'string' }, {}, {}] },
    'x',
    "must be valid to one and only one schema, but 2 are valid with indexes '0, 1'",
  ],
])('§2.7 a refusal puts %s as the server does', (_what, schema, value, words) => {
  expect(errorsOf({ properties: { a: schema } }, { a: value })).toBe(`$.a: ${words}`);
});

test('§2.7 of a choice, a refusal tells what is wrong with each branch; of oneOf also that none is right', () => {
  const branches = [{ type: 'integer' }, { type: 'null' }];
  const inBranches = '$.a: string found, integer expected, $.a: string found, null expected';

  expect(errorsOf({ properties: { a: { anyOf: branches } } }, { a: 'x' })).toBe(inBranches);
  expect(errorsOf({ properties: { a: { oneOf: branches } } }, { a: 'x' })).toBe(
    `$.a: must be valid to one and only one schema, but 0 are valid, ${inBranches}`,
  );
});

test('§2.7 a refusal goes through the properties first, items one by one, and the rest as it is written', () => {
  const item = { type: 'object', required: ['u'], properties: { w: { type: 'string' }, 'a/b~c d': { const: 1 } } };
  const specification = { required: ['z'], properties: { list: { items: item }, port: { type: 'integer' } } };
  const configuration = { port: 'x', list: [{ w: 1 }, { 'a/b~c d': 2, w: 3, u: 4 }] };

  expect(errorsOf(specification, configuration)?.split(/, (?=\$)/)).toEqual([
    '$.list[0].w: integer found, string expected',
    "$.list[0]: required property 'u' not found",
    '$.list[1].w: integer found, string expected',
    "$.list[1].a/b~c d: must be the constant value '1'",
    '$.port: string found, integer expected',
    "$: required property 'z' not found",
  ]);
});

test('§2.7 a refusal goes through items one by one also below properties that have no name in the specification', () => {
  const named = { items: { required: ['u'], properties: { w: { type: 'string' } } } };
  const specification = { patternProperties: { '^x': named }, additionalProperties: named };
  const list = [{ w: 1 }, { w: 2 }];

  expect(errorsOf(specification, { x: list, y: list })?.split(/, (?=\$)/)).toEqual([
    '$.x[0].w: integer found, string expected',
    "$.x[0]: required property 'u' not found",
    '$.x[1].w: integer found, string expected',
    "$.x[1]: required property 'u' not found",
    '$.y[0].w: integer found, string expected',
    "$.y[0]: required property 'u' not found",
    '$.y[1].w: integer found, string expected',
    "$.y[1]: required property 'u' not found",
  ]);
});
