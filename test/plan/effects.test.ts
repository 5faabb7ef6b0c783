import { expect, test } from 'vitest';
import { Secret, secretLabel } from '../../src/model/configuration.ts';
import type { Change, FieldChange, PlannedConnection, Update } from '../../src/model/plan.ts';
import type { StreamSelection } from '../../src/model/stream.ts';
import { type EffectRule, effectRows, effectTexts } from '../../src/plan/effects/table.ts';
import { withEffects } from '../../src/plan/effects/with-effects.ts';
import {
  aCreate,
  aDelete,
  aLive,
  aLiveConnection,
  aLiveSource,
  aLiveStream,
  anUpdate,
  aPlannedConnection,
  aPlannedDefinition,
  aPlannedDestination,
  aPlannedSource,
  aReplace,
  aStreamSelection,
} from '../builders.ts';

const incremental = aStreamSelection({ syncMode: 'incremental', destinationSyncMode: 'append' });

/** Streams `orders` as they are to be, and fields that make them so. */
function aStreamUpdate(stream: StreamSelection, ...fields: readonly FieldChange[]): Update {
  return anUpdate(connectionOf(stream), [], { fields });
}

function connectionOf(...selections: readonly StreamSelection[]): PlannedConnection {
  return aPlannedConnection({ streams: { state: 'known', selections } });
}

function aField(path: string, before: FieldChange['before'], after: FieldChange['after']): FieldChange {
  const sides = { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
  return { path: path.split('.'), ...sides };
}

/** The update of one setting of a connection with one incremental stream. */
function aSetting(path: string, before: FieldChange['before'], after: FieldChange['after']): Update {
  return aStreamUpdate(incremental, aField(path, before, after));
}

function aStreamField(
  member: string,
  before: FieldChange['before'],
  after: FieldChange['after'],
  stream = incremental,
) {
  return aStreamUpdate(stream, aField(`streams.orders.${member}`, before, after));
}

const hashed = [{ type: 'hashing', mapperConfiguration: { targetField: 'email', method: 'SHA-256' } }];
const renamed = [{ type: 'field-renaming', mapperConfiguration: { originalFieldName: 'a', newFieldName: 'b' } }];
const afterwards = { streams: [{ name: 'orders', namespace: 'public' }] };

/** A change for each row of the table, and what the row says of it. A row without a case does not compile. */
const cases: { readonly [Rule in EffectRule]: readonly [change: Change, text: string] } = {
  'definition-created': [aCreate(aPlannedDefinition()), 'nothing runs until a source or destination uses it'],
  'definition-deleted': [
    aDelete('definition', 'shop'),
    'the connector is gone for good, and with it whatever runs on it in other workspaces',
  ],
  'connector-version': [
    anUpdate(aPlannedDefinition(), ['dockerImageTag'], { id: 'id-of-connector' }),
    'its source uses it from its next sync on; settings and state stay',
  ],
  'definition-renamed': [anUpdate(aPlannedDefinition(), ['name']), 'nothing moves'],
  'actor-created': [aCreate(aPlannedSource()), 'nothing runs until a connection uses it'],
  'actor-replaced': [
    aReplace(aPlannedSource()),
    'deleted and created anew, and with it 1 connection and their state: "connection"',
  ],
  'actor-deleted': [
    aDelete('destination', 'lake', { id: 'id-of-destination' }),
    'its configuration and secrets are gone for good, and with it 1 connection and their state: "connection"',
  ],
  'secret-changed': [
    anUpdate(aPlannedSource(), [], {
      fields: [aField('configuration.password', new Secret('old', secretLabel), new Secret('new', secretLabel))],
    }),
    'used from the next sync on; sync state stays',
  ],
  'source-configuration-changed': [
    anUpdate(aPlannedSource(), ['configuration.host']),
    'the next sync of its connection reads with it; cursors stay, even if this is another database',
  ],
  'destination-configuration-changed': [
    anUpdate(aPlannedDestination(), ['configuration.bucket']),
    'the next sync of its connection writes with it; another place would get new rows only',
  ],
  'actor-renamed': [anUpdate(aPlannedSource(), ['name']), 'nothing moves'],
  'connection-created-paused': [
    aCreate(aPlannedConnection({ settings: { status: 'inactive' } })),
    'created paused: nothing runs until its status is active',
  ],
  'connection-created': [
    aCreate(connectionOf(incremental)),
    'its first sync reads its stream from the start, later ones only what is new',
  ],
  'connection-replaced': [
    aReplace(aPlannedConnection()),
    'deleted with its sync state and created anew: every stream is read again from the start; data in the destination stays',
  ],
  'connection-deleted': [
    aDelete('connection', 'orders'),
    'its syncs stop and its sync state is lost; what it wrote stays in the destination',
  ],
  'connection-cleared': [
    anUpdate(connectionOf(incremental), [], { afterwards: { action: 'clear', ...afterwards } }),
    'deletes what was written of these streams; the next sync reads them from the start',
  ],
  'connection-refreshed': [
    anUpdate(connectionOf(incremental), [], { afterwards: { action: 'refresh', ...afterwards } }),
    'reads these streams again from the start; rows that are there stay',
  ],
  'connection-renamed': [anUpdate(aPlannedConnection(), ['name']), 'nothing moves'],
  'schedule-started': [aSetting('schedule', 'manual', { units: 6, timeUnit: 'hours' }), 'runs by itself from now on'],
  'schedule-stopped': [
    aSetting('schedule', { units: 6, timeUnit: 'hours' }, 'manual'),
    'no longer runs by itself: somebody has to start each sync',
  ],
  'schedule-changed': [
    aSetting('schedule', { units: 6, timeUnit: 'hours' }, { units: 1, timeUnit: 'days' }),
    'nothing moves; the next sync comes at another time',
  ],
  'connection-paused': [
    aSetting('status', 'active', 'inactive'),
    'paused: nothing runs until it is active again; state and data stay',
  ],
  'connection-resumed': [
    anUpdate(aPlannedConnection({ settings: { schedule: { type: 'basic', units: 6, timeUnit: 'hours' } } }), [], {
      fields: [aField('status', 'inactive', 'active')],
    }),
    'runs again at the next time of its schedule, and goes on where it stopped',
  ],
  'tags-changed': [aSetting('tags', [], ['bronze']), 'nothing moves'],
  'notifications-changed': [aSetting('notifySchemaChanges', false, true), 'nothing moves'],
  'resources-changed': [
    aSetting('resourceRequirements', {}, { cpu_limit: '2' }),
    'nothing moves; the next sync runs with it',
  ],
  'tables-moved-midway': [
    aSetting('prefix', '', 'raw_'),
    'writes to other tables from the next sync on; the old ones stay, and the new ones get only new rows of 1 incremental stream',
  ],
  'tables-moved': [
    aStreamUpdate(aStreamSelection(), aField('prefix', '', 'raw_')),
    'writes to other tables from the next sync on; the old ones stay',
  ],
  'schema-preference-changed': [
    aSetting('nonBreakingChangesPreference', 'ignore', 'propagate_columns'),
    'the server adds new columns of the source by itself',
  ],
  'backfill-preference-changed': [
    aSetting('backfillPreference', 'disabled', 'enabled'),
    'a stream that gets a column by itself is read again from the start',
  ],
  'values-become-readable': [aStreamField('mappers', hashed, []), 'email is written in clear from the next sync on'],
  'table-rewritten': [
    aStreamField('fields', ['id'], ['id', 'total'], aStreamSelection()),
    'the next sync writes the whole table in this way',
  ],
  'values-stay-readable': [
    aStreamField('mappers', [], hashed),
    'values of email that were written before stay readable until they are cleared',
  ],
  'mappers-changed': [
    aStreamField('mappers', [], renamed),
    'only rows that are read from now on are mapped in this way',
  ],
  'fields-added': [
    aStreamField('fields', ['id', 'total'], ['city', 'id', 'name']),
    'rows that are there stay without city and name until a refresh; total stays with its old values',
  ],
  'fields-removed': [
    aStreamField('fields', ['id', 'total'], ['id']),
    'total: the column stays in the destination, with its old values',
  ],
  'files-changed': [
    aStreamField('includeFiles', false, true),
    'counts for files that are read from now on; earlier ones stay as they are until a refresh',
  ],
  'stream-added': [
    aStreamUpdate(incremental, aField('streams.orders', undefined, {})),
    'read from the start at the next sync; if it was synced before, it goes on where it stopped',
  ],
  'stream-removed': [
    aStreamUpdate(aStreamSelection({ name: 'others' }), aField('streams.orders', {}, undefined)),
    'no longer synced; what was written stays in the destination, the state on the server',
  ],
  'sync-mode-to-incremental': [
    aStreamField('syncMode', 'full_refresh', 'incremental'),
    'read once more from the start, then only what is new; servers before 1.8 go on from an old state, if any',
  ],
  'sync-mode-to-full-refresh': [
    aStreamField('syncMode', 'incremental', 'full_refresh', aStreamSelection()),
    'read whole at every sync from now on; servers from 1.8 on delete the state',
  ],
  'table-replaced': [
    aStreamField('destinationSyncMode', 'append', 'overwrite', aStreamSelection()),
    'the next sync replaces what is in the table',
  ],
  'table-deduplicated': [
    aStreamField('destinationSyncMode', 'append', 'append_dedup'),
    'one row for each key from now on; how old duplicates go depends on the destination, until a refresh',
  ],
  'table-appended': [
    aStreamField('destinationSyncMode', 'overwrite', 'append'),
    'what is in the table stays; the next sync adds to it',
  ],
  'table-written-otherwise': [
    aStreamField('destinationSyncMode', 'append', 'soft_delete'),
    'written in this way from the next sync on',
  ],
  'cursor-changed': [
    aStreamField('cursorField', 'created_at', 'updated_at'),
    'the old state stays: rows may be missed, or read again, until a refresh',
  ],
  'primary-key-changed': [
    aStreamField('primaryKey', 'id', ['id', 'shop'], { ...incremental, destinationSyncMode: 'append_dedup' }),
    'rows that are there were deduplicated by the old key; new ones meet them by the new key, until a refresh',
  ],
};

const live = aLive({
  sources: [aLiveSource({ id: 'id-of-runner', definitionId: 'id-of-connector' })],
  connections: [aLiveConnection({ streams: [aLiveStream(incremental)] })],
});

function effectsOf(change: Change) {
  return withEffects([change], live)[0]?.effects ?? [];
}

test.each(Object.entries(cases))('%s', (rule, [change, text]) => {
  const effects = effectsOf(change);

  expect(effects.map((effect) => [effect.rule, effect.text])).toEqual([[rule, text]]);
});

test('every row has its case, and its story for the reference', () => {
  expect(Object.keys(cases).sort()).toEqual(Object.keys(effectRows).sort());
  expect(Object.keys(effectTexts)).toEqual(Object.keys(effectRows));
});

test.each(Object.entries(effectRows))('%s speaks in the manner of a plan, and tells its story', (_rule, row) => {
  expect(row.sentence).toMatch(/^[a-z].*[^.]$/);
  expect(row.sentence.length).toBeLessThanOrEqual(125);
  expect(row.story).toMatch(/^[A-Z"].*\.$/);
  expect(row.story.length).toBeGreaterThan(row.sentence.length / 2);
  expect(row.reason).toMatch(/^API §\d\.\d+$/);
});

test('an effect belongs to the field that causes it', () => {
  expect(effectsOf(aSetting('status', 'active', 'inactive'))).toMatchObject([{ path: ['status'] }]);
});

test('fields that have the same effect share it', () => {
  const change = aStreamUpdate(
    incremental,
    aField('prefix', '', 'x'),
    aField('namespaceDefinition', 'source', 'destination'),
  );

  expect(effectsOf(change)).toMatchObject([{ rule: 'tables-moved-midway', path: [] }]);
});

test('streams that have the same effect share it, with the first names and a count', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const change = anUpdate(connectionOf(...names.map((name) => ({ ...incremental, name }))), [], {
    fields: names.map((name) => aField(`streams.${name}.cursorField`, 'id', 'updated_at')),
  });

  expect(effectsOf(change)).toEqual([
    {
      rule: 'cursor-changed',
      weight: 'loses',
      path: [],
      text: 'a, b, c and 2 more: the old state stays: rows may be missed, or read again, until a refresh',
    },
  ]);
});

test('where streams share a kind of effect and differ in the details, the details go', () => {
  const change = anUpdate(connectionOf({ ...incremental, name: 'a' }, { ...incremental, name: 'b' }), [], {
    fields: [aField('streams.a.fields', ['id'], ['id', 'x']), aField('streams.b.fields', ['id'], ['id', 'y'])],
  });

  expect(effectsOf(change).map(({ text }) => text)).toEqual([
    'a and b: rows that are there stay without the new fields until a refresh',
  ]);
});

test('the heaviest effect comes first', () => {
  const change = aStreamUpdate(
    incremental,
    aField('status', 'active', 'inactive'),
    aField('streams.orders.fields', ['id'], ['id', 'x']),
    aField('streams.orders.cursorField', 'id', 'x'),
  );

  expect(effectsOf(change).map(({ weight }) => weight)).toEqual(['loses', 'rereads', 'harmless']);
});

test('a new cursor is no matter of its own where the sync mode changes, nor a new key where deduplicating begins', () => {
  const stream: StreamSelection = { ...incremental, destinationSyncMode: 'append_dedup' };
  const change = aStreamUpdate(
    stream,
    aField('streams.orders.syncMode', 'full_refresh', 'incremental'),
    aField('streams.orders.destinationSyncMode', 'append', 'append_dedup'),
    aField('streams.orders.cursorField', undefined, 'updated_at'),
    aField('streams.orders.primaryKey', undefined, 'id'),
  );

  expect(effectsOf(change).map(({ rule }) => rule)).toEqual(['sync-mode-to-incremental', 'table-deduplicated']);
});

test('what a step behind the change makes good is not said of the streams that it is about', () => {
  const other = { ...incremental, name: 'others' };
  const change = anUpdate(connectionOf(incremental, other), [], {
    afterwards: { action: 'refresh', streams: [{ name: 'orders' }] },
    fields: ['orders', 'others'].map((name) => aField(`streams.${name}.cursorField`, 'id', 'updated_at')),
  });

  expect(effectsOf(change).map(({ rule, path }) => [rule, path.join('.')])).toEqual([
    ['cursor-changed', 'streams.others.cursorField'],
    ['connection-refreshed', 'afterwards'],
  ]);
});

test('a refresh does not hide what was readable before; a clear does', () => {
  const change = aStreamField('mappers', [], hashed);
  const streams = [{ name: 'orders' }];

  expect(effectsOf({ ...change, afterwards: { action: 'refresh', streams } }).map(({ rule }) => rule)).toEqual([
    'connection-refreshed',
    'values-stay-readable',
  ]);
  expect(effectsOf({ ...change, afterwards: { action: 'clear', streams } }).map(({ rule }) => rule)).toEqual([
    'connection-cleared',
  ]);
});

test('a creation says once what its streams do', () => {
  const streams = ['a', 'b', 'c'].map((name) => aStreamSelection({ name }));

  expect(effectsOf(aCreate(connectionOf(...streams))).map(({ text }) => text)).toEqual([
    'its first sync reads all 3 streams from the start, and so does every later one',
  ]);
  expect(effectsOf(aCreate(connectionOf(incremental, ...streams))).map(({ text }) => text)).toEqual([
    'its first sync reads all 4 streams from the start, later ones only what is new in 1 of them',
  ]);
});

test('a source that no connection reads from, and one whose connections go with the same plan, lose nothing more', () => {
  const lonely = withEffects([anUpdate(aPlannedSource(), ['configuration.host'])], aLive())[0]?.effects;
  const [, source] = withEffects([aDelete('connection', 'connection'), aDelete('source', 'source')], live);

  expect(lonely).toMatchObject([{ text: 'no connection reads from it yet' }]);
  expect(source?.effects).toMatchObject([{ text: 'its configuration and secrets are gone for good' }]);
});

test('five thousand streams are no trouble, and one line', () => {
  const names = Array.from({ length: 5000 }, (_, index) => `stream_${index}`);
  const change = anUpdate(connectionOf(...names.map((name) => ({ ...incremental, name }))), [], {
    fields: names.flatMap((name) => [
      aField(`streams.${name}.syncMode`, 'full_refresh', 'incremental'),
      aField(`streams.${name}.fields`, ['id'], ['id', 'x']),
    ]),
  });

  expect(effectsOf(change).map(({ text }) => text.split(':')[0])).toEqual([
    'stream_0, stream_1, stream_2 and 4997 more',
    'stream_0, stream_1, stream_2 and 4997 more',
  ]);
});

test('nothing is said of a schedule while the connection is paused, nor of one that a resumed connection lacks', () => {
  const started = aField('schedule', 'manual', { units: 6, timeUnit: 'hours' });
  const settings = { status: 'inactive' } as const;
  const paused = anUpdate(aPlannedConnection({ settings }), [], {
    fields: [started, aField('status', 'active', 'inactive')],
  });

  expect(effectsOf(paused).map(({ rule }) => rule)).toEqual(['schedule-changed', 'connection-paused']);
  expect(withEffects([aSetting('status', 'inactive', 'active')], live)[0]?.effects).toMatchObject([
    { text: 'may be synced again, and goes on where it stopped' },
  ]);
});

test('a stream that is read from the start anyway does not begin in the middle under another name', () => {
  const moves = aField('prefix', '', 'raw_');
  const refreshed = {
    ...aStreamUpdate(incremental, moves),
    afterwards: { action: 'refresh', streams: [{ name: 'orders' }] },
  } as const;

  expect(effectsOf(refreshed).map(({ rule }) => rule)).toEqual(['connection-refreshed', 'tables-moved']);
  expect(effectsOf(aStreamUpdate({ ...incremental, name: 'new' }, moves)).map(({ rule }) => rule)).toEqual([
    'tables-moved',
  ]);
});

test('a selection that is switched off adds fields, and takes none away', () => {
  expect(effectsOf(aStreamField('fields', ['id'], 'all'))).toMatchObject([
    { rule: 'fields-added', text: 'rows that are there stay without the new fields until a refresh' },
  ]);
});
