import { expect, test } from 'vitest';
import { decodeSyncCatalog, toWireStream } from '../../src/airbyte/streams.ts';
import { Secret } from '../../src/model/configuration.ts';
import type { LiveStream } from '../../src/model/live.ts';
import type { StreamDescription, StreamSelection } from '../../src/model/stream.ts';
import { aLiveStream, aStreamDescription, aStreamSelection } from '../builders.ts';

const config = { syncMode: 'full_refresh', destinationSyncMode: 'overwrite', selected: true };

function decodeStream(settings: object, stream: object = { name: 'orders' }): LiveStream | undefined {
  return decodeSyncCatalog({ streams: [{ stream, config: { ...config, ...settings } }] }, 'catalog')[0];
}

test('streams come sorted by namespace and name', () => {
  const names = [{ name: 'b', namespace: 'x' }, { name: 'z' }, { name: 'a', namespace: 'x' }];
  const streams = names.map((stream) => ({ stream, config }));

  expect(decodeSyncCatalog({ streams }, '').map(({ description }) => description.name)).toEqual(['a', 'b', 'z']);
});

test('what a stream leaves out, or has as null, is filled in', () => {
  const filled = {
    name: 'orders',
    syncMode: 'full_refresh',
    destinationSyncMode: 'overwrite',
    cursorField: [],
    primaryKey: [],
    mappers: [],
    mapperIds: [],
  };
  const nulls = { cursorField: null, primaryKey: null, mappers: null, includeFiles: null, selectedFields: null };

  expect(decodeStream({})?.selection).toEqual(filled);
  expect(decodeStream(nulls)?.selection).toEqual(filled);
});

test('keys are kept as they came, and so are sync modes of tomorrow', () => {
  const settings = { syncMode: 'replay', destinationSyncMode: 'merge', primaryKey: [['b'], ['a', 'c'], ['a']] };

  expect(decodeStream(settings)?.selection).toMatchObject({
    syncMode: 'replay',
    destinationSyncMode: 'merge',
    primaryKey: [['b'], ['a', 'c'], ['a']],
  });
});

test.each([
  [true, ['b', 'a']],
  [false, undefined],
  [undefined, undefined],
])('field selection %s: selected fields are %j', (fieldSelectionEnabled, selectedFields) => {
  const fields = [{ fieldPath: ['b'] }, { fieldPath: ['a'] }];

  expect(decodeStream({ fieldSelectionEnabled, selectedFields: fields })?.selection.selectedFields).toEqual(
    selectedFields,
  );
});

test('mappers are told apart from their ids', () => {
  const hashing = { type: 'hashing', mapperConfiguration: { targetField: 'email' } };
  const selection = decodeStream({ mappers: [{ id: 'm-1', ...hashing }, hashing] })?.selection;

  expect(selection).toMatchObject({ mappers: [hashing, hashing], mapperIds: ['m-1', ''] });
});

test.each([
  [{ streams: 1 }, 'catalog.streams should be a list'],
  [{ streams: [{ stream: { name: 'a' } }] }, 'catalog.streams[0].config should be an object, but is nothing'],
  [
    { streams: [{ stream: { name: 'a' }, config: { ...config, cursorField: 'id' } }] },
    'catalog.streams[0].config.cursorField should be a list',
  ],
  [
    { streams: [{ stream: { name: 'a' }, config: { ...config, primaryKey: [['id'], 'no'] } }] },
    'catalog.streams[0].config.primaryKey[1] should be a list',
  ],
])('another shape names the path: %j', (catalog, words) => {
  expect(() => decodeSyncCatalog(catalog, 'catalog')).toThrow(words);
});

/** The `config` that is sent for a stream. */
function sentConfig(
  selection: Partial<StreamSelection> = {},
  { live, ...description }: { live?: LiveStream['selection'] } & Partial<StreamDescription> = {},
) {
  return toWireStream(aStreamSelection(selection), aStreamDescription(description), live).config;
}

const liveSelection = (changes: Partial<LiveStream['selection']>) => aLiveStream(changes).selection;

test('a stream goes back word for word, and always as selected', () => {
  const verbatim = { name: 'orders', jsonSchema: {}, unknown: ['to', 'us'] };
  const sent = toWireStream(aStreamSelection(), aStreamDescription({ verbatim }), undefined);

  expect(sent.stream).toBe(verbatim);
  expect(sent.config).toEqual({
    syncMode: 'full_refresh',
    destinationSyncMode: 'overwrite',
    cursorField: [],
    primaryKey: [],
    selected: true,
    fieldSelectionEnabled: false,
  });
});

test('what the files say is sent', () => {
  const mappers = [{ type: 'hashing', mapperConfiguration: { targetField: 'email' } }];
  const selection = {
    syncMode: 'incremental',
    destinationSyncMode: 'append_dedup',
    cursorField: ['updated_at'],
    primaryKey: [['id']],
    selectedFields: ['id', 'total'],
    mappers,
    includeFiles: false,
  } as const;

  expect(sentConfig(selection)).toEqual({
    ...selection,
    selected: true,
    fieldSelectionEnabled: true,
    selectedFields: [{ fieldPath: ['id'] }, { fieldPath: ['total'] }],
  });
});

test('where the files say nothing, what is live is carried along', () => {
  const live = liveSelection({
    cursorField: ['seq'],
    primaryKey: [['key']],
    selectedFields: ['id'],
    mappers: [{ type: 'hashing', mapperConfiguration: {} }],
    mapperIds: ['m-1'],
    includeFiles: true,
  });

  expect(sentConfig({}, { live })).toMatchObject({
    cursorField: ['seq'],
    primaryKey: [['key']],
    fieldSelectionEnabled: true,
    selectedFields: [{ fieldPath: ['id'] }],
    mappers: [{ id: 'm-1', type: 'hashing', mapperConfiguration: {} }],
    includeFiles: true,
  });
});

test('what the files say wins over what is live', () => {
  const live = liveSelection({
    cursorField: ['seq'],
    primaryKey: [['key']],
    selectedFields: ['id'],
    includeFiles: true,
  });
  const selection = { cursorField: [], primaryKey: [], selectedFields: ['total'], includeFiles: false };

  expect(sentConfig(selection, { live })).toMatchObject({ ...selection, selectedFields: [{ fieldPath: ['total'] }] });
});

test.each([
  ['incremental', ['seq']],
  ['full_refresh', []],
] as const)('with nothing declared or live, %s starts from what the source proposes', (syncMode, cursorField) => {
  const description = { defaultCursorField: ['seq'], sourceDefinedPrimaryKey: [['id']] };

  expect(sentConfig({ syncMode }, description)).toMatchObject({ cursorField, primaryKey: [['id']] });
});

test('fields that are all selected are still a selection, none selected is one of nothing', () => {
  expect(sentConfig({ selectedFields: [] })).toMatchObject({ fieldSelectionEnabled: true, selectedFields: [] });
});

const hashing = (targetField: string) => ({ type: 'hashing', mapperConfiguration: { targetField, method: 'MD5' } });

test('mappers that stay keep their ids, whatever their order and that of their members', () => {
  const live = liveSelection({ mappers: [hashing('a'), hashing('b')], mapperIds: ['id-a', 'id-b'] });
  const reordered = { type: 'hashing', mapperConfiguration: { method: 'MD5', targetField: 'a' } };

  expect(sentConfig({ mappers: [hashing('b'), reordered, hashing('c')] }, { live }).mappers).toEqual([
    { id: 'id-b', ...hashing('b') },
    { id: 'id-a', ...hashing('a') },
    hashing('c'),
  ]);
});

test('two equal mappers keep one id each', () => {
  const live = liveSelection({ mappers: [hashing('a'), hashing('a')], mapperIds: ['one', 'two'] });
  const ids = sentConfig({ mappers: [hashing('a'), hashing('a'), hashing('a')] }, { live }).mappers?.map(
    ({ id }) => id,
  );

  expect(ids).toEqual(['one', 'two', undefined]);
});

test('the mask of an encryption key goes back with its id', () => {
  const encryption = { type: 'encryption', mapperConfiguration: { algorithm: 'AES', key: '**********' } };
  const live = liveSelection({ mappers: [encryption], mapperIds: ['m-1'] });

  expect(sentConfig({}, { live }).mappers).toEqual([{ id: 'm-1', ...encryption }]);
});

test('an encryption that stays is sent with its id and the mask; one that changes with its true key and no id', () => {
  const mapper = (key: string | Secret) => ({ type: 'encryption', mapperConfiguration: { algorithm: 'AES', key } });
  const live = liveSelection({ mappers: [mapper('**********')], mapperIds: ['m-1'] });

  const stays = mapper(new Secret('c0ffee', '(secret)'));
  const changes = { ...stays, mapperConfiguration: { ...stays.mapperConfiguration, mode: 'CBC' } };

  expect(sentConfig({ mappers: [stays] }, { live }).mappers).toEqual([{ id: 'm-1', ...mapper('**********') }]);
  expect(sentConfig({ mappers: [changes] }, { live }).mappers).toEqual([
    { type: 'encryption', mapperConfiguration: { algorithm: 'AES', key: 'c0ffee', mode: 'CBC' } },
  ]);
});

test('mappers are cleared when the files ask for it, and not mentioned to servers that have none', () => {
  const live = liveSelection({ mappers: [hashing('a')], mapperIds: ['id-a'] });

  expect(sentConfig({ mappers: [] }, { live }).mappers).toEqual([]);
  expect(sentConfig({ mappers: [] }, { live: liveSelection({}) })).not.toHaveProperty('mappers');
  expect(sentConfig({}, { live: liveSelection({}) })).not.toHaveProperty('mappers');
});

const hashedFields = [{ fieldPath: ['email'] }];

test.each([
  ['an old server hashes fields', { hashedFields }, { hashedFields }],
  [
    'a newer server derives them from mappers',
    { hashedFields, mappers: [{ type: 'hashing', mapperConfiguration: {} }] },
    {},
  ],
  [
    'a stream has an object in the destination',
    { destinationObjectName: 'Contact' },
    { destinationObjectName: 'Contact' },
  ],
])('what files cannot say goes back as it came: %s', (_what, settings, kept) => {
  const live = decodeStream(settings)?.selection;

  const { hashedFields: hashed, destinationObjectName } = toWireStream(
    aStreamSelection(),
    aStreamDescription(),
    live,
  ).config;
  expect(JSON.parse(JSON.stringify({ hashedFields: hashed, destinationObjectName }))).toEqual(kept);
});

test('a file that names mappers says all there is to hash', () => {
  const live = decodeStream({ hashedFields })?.selection;

  const { config: sent } = toWireStream(aStreamSelection({ mappers: [] }), aStreamDescription(), live);
  expect(sent.hashedFields).toBeUndefined();
});
