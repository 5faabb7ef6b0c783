import { expect, test } from 'vitest';
import type { Mapper, StreamRule } from '../../src/model/stream.ts';
import { checkStream } from '../../src/plan/check-streams.ts';
import type { StreamContext } from '../../src/plan/stream-facts.ts';
import { expandRules } from '../../src/plan/stream-rules.ts';
import { aLiveStream, anOrigin, aStreamDescription, aStreamRule } from '../builders.ts';

const hashing = (targetField: string): Mapper => ({
  type: 'hashing',
  mapperConfiguration: { targetField, method: 'MD5', fieldNameSuffix: '_hashed' },
});
const renaming = (originalFieldName: string, newFieldName: string): Mapper => ({
  type: 'field-renaming',
  mapperConfiguration: { originalFieldName, newFieldName },
});
const filtering = (targetField: string): Mapper => ({ type: 'field-filtering', mapperConfiguration: { targetField } });
const rows = (fieldName: string): Mapper => {
  const equal = { type: 'EQUAL', fieldName, comparisonValue: '1' };
  return { type: 'row-filtering', mapperConfiguration: { conditions: { type: 'NOT', conditions: [equal] } } };
};
const unknown: Mapper = { type: 'to-come', mapperConfiguration: { targetField: 'zzz' } };

function check(mappers: readonly Mapper[], rule: Partial<StreamRule> = {}, context: Partial<StreamContext> = {}) {
  const description = aStreamDescription({ fieldNames: ['email', 'id', 'name'] });
  const { found } = expandRules([aStreamRule({ mappers, ...rule })], [description]);
  const around = { destinationSyncModes: [], live: undefined, knowsAllFields: true, ...context };
  return found.flatMap((stream) => checkStream(stream, around));
}

test.each<[what: string, mappers: readonly Mapper[]]>([
  ['each of another field', [hashing('email'), renaming('name', 'full_name'), filtering('id')]],
  ['one after the other', [renaming('name', 'full_name'), hashing('full_name'), rows('full_name_hashed')]],
  ['the name of a field that was renamed before', [renaming('name', 'x'), renaming('email', 'name')]],
  ['a field to its own name', [renaming('name', 'name')]],
  ['what this version does not know', [unknown]],
])('no finding: %s', (_what, mappers) => {
  expect(check(mappers)).toEqual([]);
});

test('a mapper of a field that the stream does not have is a finding with the nearest one', () => {
  expect(check([hashing('id'), hashing('emal')])).toEqual([
    {
      rule: 'mapper-field-missing',
      message: 'mapper 2 (hashing) of stream "orders" needs field "emal", which the stream does not have',
      origin: anOrigin('streams', 0, 'mappers', 1),
      hint: 'did you mean "email"?',
    },
  ]);
});

test.each<[why: string, mappers: readonly Mapper[], rule: Partial<StreamRule>]>([
  ['is not synced', [hashing('email')], { fields: { exclude: ['email'] } }],
  ['a mapper before it takes away', [filtering('email'), hashing('email')], {}],
  ['a mapper before it takes away', [renaming('email', 'mail'), rows('email')], {}],
])('says that the field %s', (why, mappers, rule) => {
  expect(check(mappers, rule)).toMatchObject([
    { message: expect.stringMatching(new RegExp(`needs field "email", which ${why}$`)) },
  ]);
});

test.each<[mappers: readonly Mapper[]]>([
  [[renaming('name', 'email')]],
  [[renaming('id', 'x_hashed'), renaming('name', 'x'), hashing('x')]],
])('a mapper that makes a field which is there is a finding: %j', (mappers) => {
  expect(check(mappers)).toMatchObject([
    { rule: 'mapper-field-exists', message: expect.stringContaining('which is there already') },
  ]);
});

test('mappers that the file leaves alone have to find their fields as well', () => {
  const live = aLiveStream({ mappers: [hashing('email')] });
  const rule: StreamRule = aStreamRule({ fields: { exclude: ['email'] } });
  const { found } = expandRules([rule], [aStreamDescription({ fieldNames: ['email', 'id'] })]);
  const around = { destinationSyncModes: [], live, knowsAllFields: true };

  expect(found.flatMap((stream) => checkStream(stream, around))).toMatchObject([{ rule: 'mapper-field-missing' }]);
});

test('a schema that was cut down proves nothing', () => {
  expect(check([hashing('zzz')], {}, { knowsAllFields: false })).toEqual([]);
});
