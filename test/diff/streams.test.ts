import { expect, test } from 'vitest';
import { compareConnection, newConnectionFields } from '../../src/diff/compare.ts';
import { Secret, secretLabel, serverMask } from '../../src/model/configuration.ts';
import type { LiveStream } from '../../src/model/live.ts';
import type { Mapper, StreamSelection } from '../../src/model/stream.ts';
import { aLiveConnection, aLiveStream, aPlannedConnection, aStreamDescription, aStreamSelection } from '../builders.ts';

function changes(live: readonly LiveStream[], selections: readonly StreamSelection[]) {
  const desired = aPlannedConnection({ streams: { state: 'known', selections } });
  return compareConnection(desired, aLiveConnection({ streams: live }));
}

const paths = (...sides: Parameters<typeof changes>) => changes(...sides).map(({ path }) => path);

const byCursor = { syncMode: 'incremental', destinationSyncMode: 'append', cursorField: ['updated_at'] } as const;
const byKey = { syncMode: 'full_refresh', destinationSyncMode: 'overwrite_dedup' } as const;

test('the order of streams says nothing', () => {
  const names = ['a', 'b', 'c'];
  const live = names.map((name) => aLiveStream({ name }));
  const desired = names.toReversed().map((name) => aStreamSelection({ name }));

  expect(changes(live, desired)).toEqual([]);
});

test('a stream that is new, one that goes and one that changes are one path each', () => {
  const live = [aLiveStream({ name: 'goes' }), aLiveStream({ name: 'changes' }), aLiveStream({ name: 'stays' })];
  const desired = ['stays', 'is new'].map((name) => aStreamSelection({ name }));

  expect(changes(live, [...desired, aStreamSelection({ name: 'changes', destinationSyncMode: 'append' })])).toEqual([
    { path: ['streams', 'is new'], after: { syncMode: 'full_refresh', destinationSyncMode: 'overwrite' } },
    { path: ['streams', 'changes', 'destinationSyncMode'], before: 'overwrite', after: 'append' },
    { path: ['streams', 'goes'], before: { syncMode: 'full_refresh', destinationSyncMode: 'overwrite' } },
  ]);
});

test('streams of one name in two namespaces are two streams', () => {
  const live = [aLiveStream({ name: 'orders', namespace: 'a' }), aLiveStream({ name: 'orders', namespace: 'b' })];

  expect(paths(live, [aStreamSelection({ name: 'orders', namespace: 'a' })])).toEqual([['streams', 'b.orders']]);
});

test('a stream named like the namespace and the name of another one is another one', () => {
  const live = [
    aLiveStream({ name: 'b.c', namespace: 'a' }),
    aLiveStream({ name: 'c', namespace: 'a.b', destinationSyncMode: 'append' }),
    aLiveStream({ name: 'a.b.c' }),
  ];
  const same = live.map(({ selection: { mapperIds: _, ...selection } }) => selection);
  const [first, ...others] = same;

  expect(changes(live, same)).toEqual([]);
  expect(changes(live, others)).toHaveLength(1);
  expect(changes(live.slice(1), first === undefined ? [] : [first])).toHaveLength(3);
});

test.each(['a.b', '[0]', 'a[b].c', '{}', '__proto__', 'constructor', '', 'größe 😀', 'a\nb'])(
  'a stream may be named %j',
  (name) => {
    expect(changes([aLiveStream({ name })], [aStreamSelection({ name })])).toEqual([]);
    expect(paths([], [aStreamSelection({ name })])).toEqual([['streams', name]]);
    expect(paths([aLiveStream({ name })], [])).toEqual([['streams', name]]);
  },
);

test('an empty namespace is not the same as none', () => {
  expect(changes([aLiveStream({ namespace: '' })], [aStreamSelection()])).toHaveLength(2);
});

test.each<[what: string, live: Partial<LiveStream['selection']>, desired: Partial<StreamSelection>]>([
  ['a cursor of a full refresh', {}, { cursorField: ['updated_at'] }],
  ['a key without deduplication', {}, { primaryKey: [['id']] }],
  ['an undeclared cursor', byCursor, { ...byCursor, cursorField: ['updated_at'] }],
  [
    'parts of a key in another order',
    { ...byKey, primaryKey: [['b'], ['a']] },
    { ...byKey, primaryKey: [['a'], ['b']] },
  ],
  ['a part of a key given twice', { ...byKey, primaryKey: [['a']] }, { ...byKey, primaryKey: [['a'], ['a']] }],
  ['fields in another order', { selectedFields: ['total', 'id'] }, { selectedFields: ['id', 'total'] }],
  ['all fields and no selection', {}, { selectedFields: ['total', 'id'] }],
  ['files that are not included', {}, { includeFiles: false }],
  ['no mappers', {}, { mappers: [] }],
])('no difference: %s', (_what, live, desired) => {
  expect(changes([aLiveStream(live)], [aStreamSelection(desired)])).toEqual([]);
});

test('a live selection is a change where all fields are wanted, whatever it holds', () => {
  const all = aStreamSelection({ selectsAllFields: true });

  expect(changes([aLiveStream()], [all])).toEqual([]);
  expect(changes([aLiveStream({ selectedFields: ['id', 'total'] })], [all])).toEqual([
    { path: ['streams', 'orders', 'fields'], before: ['id', 'total'], after: 'all' },
  ]);
});

test('sorts keys alike on both sides, whatever the names', () => {
  const primaryKey = [['order'], ['order id'], ['order', 'id'], ['order!'], ['a"b'], ['Ä']];
  const live = aLiveStream({ ...byKey, primaryKey: primaryKey.toReversed() });

  expect(changes([live], [aStreamSelection({ ...byKey, primaryKey })])).toEqual([]);
});

test('what no file declares of a stream is not compared', () => {
  const live = aLiveStream({
    ...byCursor,
    primaryKey: [['id']],
    selectedFields: ['id'],
    mappers: [{ type: 'hashing', mapperConfiguration: {} }],
    includeFiles: true,
  });

  expect(changes([live], [aStreamSelection({ syncMode: 'incremental', destinationSyncMode: 'append' })])).toEqual([]);
});

test.each<
  [
    name: string,
    live: Partial<LiveStream['selection']>,
    desired: Partial<StreamSelection>,
    before: unknown,
    after: unknown,
  ]
>([
  ['syncMode', byCursor, { ...byCursor, syncMode: 'full_refresh' }, 'incremental', 'full_refresh'],
  ['cursorField', byCursor, { ...byCursor, cursorField: ['meta', 'at'] }, 'updated_at', ['meta', 'at']],
  ['cursorField', { ...byCursor, cursorField: [] }, byCursor, undefined, 'updated_at'],
  ['primaryKey', { ...byKey, primaryKey: [] }, { ...byKey, primaryKey: [['id']] }, undefined, 'id'],
  ['primaryKey', { ...byKey, primaryKey: [['id']] }, { ...byKey, primaryKey: [['a'], ['b']] }, 'id', ['a', 'b']],
  ['primaryKey', { ...byKey, primaryKey: [['id']] }, { ...byKey, primaryKey: [['a', 'b']] }, 'id', [['a', 'b']]],
  ['fields', {}, { selectedFields: ['id'] }, ['id', 'total'], ['id']],
  ['fields', { selectedFields: ['id'] }, { selectedFields: ['id', 'total'] }, ['id'], ['id', 'total']],
  ['includeFiles', {}, { includeFiles: true }, false, true],
])('a %s that differs is one change, in the words of the files', (name, live, desired, before, after) => {
  const [change, ...others] = changes([aLiveStream(live)], [aStreamSelection(desired)]);

  expect(change).toMatchObject({ path: ['streams', 'orders', name], after });
  expect(change?.before).toEqual(before);
  expect(others).toEqual([]);
});

const hashing: Mapper = { type: 'hashing', mapperConfiguration: { targetField: 'id', method: 'SHA-256' } };
const encryption = (key: string | Secret): Mapper => ({
  type: 'encryption',
  mapperConfiguration: { algorithm: 'AES', targetField: 'total', key },
});

test('mappers are the same without their ids, whatever the order of their keys, and with a masked key', () => {
  const reordered = { type: 'hashing', mapperConfiguration: { method: 'SHA-256', targetField: 'id' } };
  const live = aLiveStream({ mappers: [reordered, encryption(serverMask)], mapperIds: ['1', '2'] });

  expect(changes([live], [aStreamSelection({ mappers: [hashing, encryption('00ff00ff')] })])).toEqual([]);
});

test('mappers in another order are a change: each works on what the one before it made', () => {
  const other: Mapper = { ...hashing, mapperConfiguration: { targetField: 'total' } };

  expect(
    paths([aLiveStream({ mappers: [hashing, other] })], [aStreamSelection({ mappers: [other, hashing] })]),
  ).toEqual([['streams', 'orders', 'mappers']]);
});

test('the key of an encryption never shows', () => {
  const mappers = [encryption(new Secret('00ff', secretLabel))];
  const created = newConnectionFields(
    aPlannedConnection({ streams: { state: 'known', selections: [aStreamSelection({ mappers })] } }),
  );
  const updated = changes([aLiveStream()], [aStreamSelection({ mappers })]);
  const removed = changes([aLiveStream({ mappers: [encryption(serverMask)] })], [aStreamSelection({ mappers: [] })]);

  expect(JSON.stringify([created, updated])).not.toContain('00ff');
  expect(removed).toMatchObject([{ before: [{ mapperConfiguration: { key: expect.any(Secret) } }], after: [] }]);
});

test('a stream that goes does not tell of what it never had', () => {
  const [change] = changes([aLiveStream({ cursorField: [], primaryKey: [], mappers: [], includeFiles: false })], []);

  expect(change?.before).toEqual({ syncMode: 'full_refresh', destinationSyncMode: 'overwrite' });
});

test('a schema without fields does not hide a selection', () => {
  const live = aLiveStream({}, aStreamDescription({ fieldNames: [] }));

  expect(paths([live], [aStreamSelection({ selectedFields: ['id'] })])).toEqual([['streams', 'orders', 'fields']]);
});

test('a new connection whose source is to come shows its rules as they stand', () => {
  const rule = { ...byCursor, name: '*', namespace: 'public', fields: { exclude: ['ip'] } };
  const plain = { ...aStreamSelection({ name: 'a' }), fields: { include: ['id'] } };
  const fields = newConnectionFields(
    aPlannedConnection({ streams: { state: 'checked-when-applied', rules: [rule, plain] } }),
  );

  expect(fields.slice(2)).toMatchObject([
    { path: ['streams', 'a'], after: { fields: ['id'] } },
    { path: ['streams', 'public.*'], after: { cursorField: 'updated_at', fields: { exclude: ['ip'] } } },
  ]);
});

test('streams that are checked when applied are compared by their names', () => {
  const desired = aPlannedConnection({
    streams: {
      state: 'checked-when-applied',
      rules: [aStreamSelection({ name: 'b' }), aStreamSelection({ name: 'a' })],
    },
  });
  const live = aLiveConnection({ streams: [aLiveStream({ name: 'a' }), aLiveStream({ name: 'b' })] });

  const other = aLiveConnection({ streams: [aLiveStream({ name: 'a', namespace: 'public' })] });

  expect(compareConnection(desired, live)).toEqual([]);
  expect(compareConnection(desired, other)).toEqual([
    { path: ['streams'], before: ['public.a'], after: ['b', 'public.a'] },
  ]);
});
