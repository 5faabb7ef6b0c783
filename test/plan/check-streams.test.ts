import { expect, test } from 'vitest';
import type { LiveStream } from '../../src/model/live.ts';
import type { StreamDescription, StreamRule } from '../../src/model/stream.ts';
import { checkStream } from '../../src/plan/check-streams.ts';
import type { StreamContext } from '../../src/plan/stream-facts.ts';
import { expandRules } from '../../src/plan/stream-rules.ts';
import { aLiveStream, anOrigin, aStreamDescription, aStreamRule } from '../builders.ts';

const origin = (...path: readonly string[]) => anOrigin('streams', 0, ...path);

function check(
  rule: Partial<StreamRule>,
  description: Partial<StreamDescription> = {},
  context: Partial<StreamContext> = {},
) {
  const { found } = expandRules([aStreamRule(rule)], [aStreamDescription(description)]);
  const around = { destinationSyncModes: [], live: undefined, knowsAllFields: true, ...context };
  return found.flatMap((stream) => checkStream(stream, around));
}

const rules = (...input: Parameters<typeof check>) => check(...input).map(({ rule }) => rule);

const incremental = { syncMode: 'incremental', destinationSyncMode: 'append' } as const;
const deduplicated = { syncMode: 'full_refresh', destinationSyncMode: 'overwrite_dedup' } as const;

test('a stream that source and destination can do is no finding', () => {
  expect(check({ ...incremental, cursorField: ['id'] }, {}, { destinationSyncModes: ['append'] })).toEqual([]);
});

test('a sync mode that the source does not support is a finding with those that it does', () => {
  expect(check({ ...incremental, cursorField: ['id'] }, { supportedSyncModes: ['full_refresh'] })).toEqual([
    {
      rule: 'unsupported-sync-mode',
      message: 'stream "orders" cannot be read with syncMode incremental',
      origin: origin('syncMode'),
      hint: 'the source supports full_refresh',
    },
  ]);
});

test('a destination sync mode that the destination does not support is a finding with those that it does', () => {
  expect(check({}, { namespace: 'public' }, { destinationSyncModes: ['append', 'append_dedup'] })).toEqual([
    {
      rule: 'unsupported-destination-sync-mode',
      message: 'the destination cannot write stream "public.orders" with destinationSyncMode overwrite',
      origin: origin('destinationSyncMode'),
      hint: 'it supports append, append_dedup',
    },
  ]);
});

test('source and destination that do not say what they support are believed to do all', () => {
  expect(check({ ...incremental, cursorField: ['id'] }, { supportedSyncModes: [] })).toEqual([]);
});

test('reading incrementally without any cursor is a finding', () => {
  expect(check(incremental)).toEqual([
    {
      rule: 'missing-cursor',
      message: 'stream "orders" is read incrementally, but nothing says by which cursorField',
      origin: origin(),
      hint: 'set "cursorField"; there are id, total',
    },
  ]);
});

test.each<
  [
    where: string,
    rule: Partial<StreamRule>,
    description: Partial<StreamDescription>,
    live: Partial<LiveStream['selection']>,
  ]
>([
  ['in the file', { cursorField: ['id'] }, {}, {}],
  ['of the live stream', {}, {}, { cursorField: ['id'] }],
  ['that the source proposes', {}, { defaultCursorField: ['id'] }, {}],
  ['that the source defines', {}, { isCursorSourceDefined: true }, {}],
])('a cursor %s is enough', (_where, rule, description, live) => {
  expect(check({ ...incremental, ...rule }, description, { live: aLiveStream(live) })).toEqual([]);
});

test.each<
  [
    where: string,
    rule: Partial<StreamRule>,
    description: Partial<StreamDescription>,
    live: Partial<LiveStream['selection']>,
  ]
>([
  ['in the file', { primaryKey: [['id']] }, {}, {}],
  ['of the live stream', {}, {}, { primaryKey: [['id']] }],
  ['that the source defines', {}, { sourceDefinedPrimaryKey: [['id']] }, {}],
])('a key %s is enough', (_where, rule, description, live) => {
  expect(check({ ...deduplicated, ...rule }, description, { live: aLiveStream(live) })).toEqual([]);
});

test('deduplicating without any key is a finding', () => {
  expect(check(deduplicated, { fieldNames: [] })).toMatchObject([
    { rule: 'missing-primary-key', origin: origin(), hint: 'set "primaryKey"' },
  ]);
});

test('empty lists of a live stream are no cursor and no key', () => {
  const live = aLiveStream({ cursorField: [], primaryKey: [] });

  expect(rules({ syncMode: 'incremental', destinationSyncMode: 'append_dedup' }, {}, { live })).toEqual([
    'missing-cursor',
    'missing-primary-key',
  ]);
});

test.each<[property: string, rule: Partial<StreamRule>]>([
  ['cursorField', { ...incremental, cursorField: ['idd', 'inner'] }],
  ['primaryKey', { ...deduplicated, primaryKey: [['id'], ['idd']] }],
  ['fields', { fields: { include: ['id', 'idd'] } }],
  ['fields', { fields: { exclude: ['idd'] } }],
])('a %s that the stream does not have is a finding there: %j', (property, rule) => {
  expect(check(rule)).toEqual([
    {
      rule: 'unknown-field',
      message: 'stream "orders" has no field "idd"',
      origin: origin(property),
      hint: expect.any(String),
    },
  ]);
});

test('an unknown field is answered with the nearest one, or with all', () => {
  expect(check({ fields: { include: ['totl'] } })[0]?.hint).toBe('did you mean "total"?');
  expect(check({ fields: { include: ['zzz'] } })[0]?.hint).toBe('use another; there are id, total');
});

test('a long list of fields is cut', () => {
  const fieldNames = Array.from({ length: 40 }, (_, index) => `f${index + 10}`);

  expect(check(incremental, { fieldNames })[0]?.hint).toMatch(/f21 …$/);
});

test.each<
  [what: string, rule: Partial<StreamRule>, description?: Partial<StreamDescription>, context?: Partial<StreamContext>]
>([
  ['a key that does not count', { primaryKey: [['nowhere']] }],
  ['a cursor that the source defines', { ...incremental, cursorField: ['_lsn'] }, { isCursorSourceDefined: true }],
  ['any field of a stream without a schema', { fields: { include: ['a'] } }, { fieldNames: [] }],
  ['any field of a schema that was cut down', { fields: { include: ['a'] } }, {}, { knowsAllFields: false }],
])('not an unknown field: %s', (_what, rule, description, context) => {
  expect(check(rule, description, context)).toEqual([]);
});

test.each<[property: string, rule: Partial<StreamRule>, live?: Partial<LiveStream['selection']>]>([
  ['cursorField', { ...incremental, cursorField: ['id'], fields: { include: ['total'] } }],
  ['cursorField', { ...incremental, fields: { exclude: ['id'] } }, { cursorField: ['id'] }],
  ['cursorField', { ...incremental, cursorField: ['id'] }, { selectedFields: ['total'] }],
  ['primaryKey', { ...deduplicated, primaryKey: [['id']], fields: { exclude: ['id'] } }],
])('a %s that is not synced is a finding, because the server refuses it: %j', (property, rule, live) => {
  expect(check(rule, {}, { live: live && aLiveStream(live) })).toEqual([
    {
      rule: 'unselected-field',
      message: `stream "orders" needs field "id" as its ${property}, but does not sync it`,
      origin: origin('fields'),
      hint: 'sync this field too: the server refuses the stream without it',
    },
  ]);
});

test.each<[key: readonly (readonly string[])[], own: readonly (readonly string[])[]]>([
  [[['id']], [['id']]],
  [
    [['b'], ['a']],
    [['a'], ['b']],
  ],
  [[['a.b']], [['a.b']]],
])('the key %j may be written where the source defines %j', (primaryKey, sourceDefinedPrimaryKey) => {
  const fieldNames = ['a', 'a.b', 'b', 'id'];

  expect(check({ ...deduplicated, primaryKey }, { sourceDefinedPrimaryKey, fieldNames })).toEqual([]);
});

test.each<[key: readonly (readonly string[])[], own: readonly (readonly string[])[], text: string]>([
  [[['total']], [['id']], 'id; the file says total'],
  [[['id']], [['id'], ['total']], '[id, total]; the file says id'],
  [[['id', 'total']], [['id'], ['total']], '[id, total]; the file says [[id, total]]'],
])('another key than the source defines is a finding: %j for %j', (primaryKey, sourceDefinedPrimaryKey, text) => {
  const [finding] = check({ ...deduplicated, primaryKey }, { sourceDefinedPrimaryKey });

  expect(finding).toMatchObject({ rule: 'source-defined-primary-key', origin: origin('primaryKey') });
  expect(finding?.message).toBe(`stream "orders" has a primary key that its source defines, ${text}`);
});

test('a key that does not count is not held against that of the source', () => {
  expect(check({ primaryKey: [['total']] }, { sourceDefinedPrimaryKey: [['id']] })).toEqual([]);
});

test('files of a stream that has none are a finding', () => {
  const verbatim = { ...aStreamDescription().verbatim, isFileBased: true };

  expect(rules({ includeFiles: true })).toEqual(['files-not-supported']);
  expect(rules({ includeFiles: true }, { verbatim })).toEqual([]);
  expect(rules({ includeFiles: false })).toEqual([]);
});

test('a selection that leaves no field, or of a schema without fields, is a finding', () => {
  expect(rules({ fields: { exclude: ['id', 'total'] } })).toEqual(['impossible-selection']);
  expect(
    rules({ fields: { include: ['id'] } }, { fieldNames: [], verbatim: { jsonSchema: { type: 'object' } } }),
  ).toEqual(['impossible-selection']);
});

test('whoever selects a field inside of another one is told to select the outer one', () => {
  expect(check({ fields: { include: ['id', 'total.net'] } })[0]?.hint).toBe(
    'only top-level fields can be selected: write "total"',
  );
});

test('a cursor has to be synced by the file, not by the selection that the file switches off', () => {
  const live = aLiveStream({ selectedFields: ['total'] });

  expect(rules({ ...incremental, cursorField: ['id'], fields: 'all' }, {}, { live })).toEqual([]);
});
