import { expect, test } from 'vitest';
import type { LiveConnectionSettings, LiveStream } from '../../src/model/live.ts';
import type { ConnectionSettings } from '../../src/model/resource.ts';
import { type StreamRule, streamName } from '../../src/model/stream.ts';
import { plannedStreams } from '../../src/plan/find-streams.ts';
import {
  aCatalog,
  aDesiredConnection,
  aLiveConnection,
  aLiveStream,
  aStreamDescription,
  aStreamRule,
  someLiveSettings,
} from '../builders.ts';

interface World {
  readonly preference?: NonNullable<LiveConnectionSettings['nonBreakingChangesPreference']>;
  readonly settings?: ConnectionSettings;
  readonly rules?: readonly Partial<StreamRule>[];
  readonly streams: readonly LiveStream[];
}

function answer({ preference = 'propagate_fully', settings = {}, rules = [{}], streams }: World) {
  const live = aLiveConnection({ streams, settings: someLiveSettings({ nonBreakingChangesPreference: preference }) });
  const desired = aDesiredConnection({ streams: rules.map(aStreamRule), settings });
  const fieldNames = ['added', 'id', 'secret', 'total'];
  const catalog = aCatalog(aStreamDescription({ fieldNames }));
  const { streams: planned, additions } = plannedStreams({ desired, live, catalog, destinationSyncModes: [] });
  return { selections: planned.state === 'known' ? planned.selections : [], additions };
}

const names = (world: World) => answer(world).selections.map(streamName);
const selected = (world: World) => answer(world).selections[0]?.selectedFields;
const orders = aLiveStream({ name: 'orders' });
const added = aLiveStream({ name: 'added' });

test('a stream that the server has added stays, and is told', () => {
  const { selections, additions } = answer({ streams: [orders, added] });

  expect(selections.map(streamName)).toEqual(['added', 'orders']);
  expect(additions).toEqual([
    'stream added stays: the server adds streams by itself unless "except" names them (propagate_fully)',
  ]);
});

test.each<[why: string, world: Partial<World>]>([
  ['its preference adds columns only', { preference: 'propagate_columns' }],
  ['it ignores what is new', { preference: 'ignore' }],
  ['the file tells it to stop', { settings: { nonBreakingChangesPreference: 'ignore' } }],
  ['the file excepts the stream', { rules: [{ name: 'o*', except: [{ name: 'add*' }] }] }],
  [
    'someone has set it up by hand',
    { streams: [orders, aLiveStream({ name: 'added', destinationSyncMode: 'append' })] },
  ],
  ['someone has chosen its fields', { streams: [orders, aLiveStream({ name: 'added', selectedFields: ['id'] })] }],
])('a stream that no entry names goes where %s', (_why, world) => {
  expect(names({ streams: [orders, added], ...world })).toEqual(['orders']);
});

test('a stream that is added with a cursor and a key of its own is read incrementally', () => {
  const own = { isCursorSourceDefined: true, sourceDefinedPrimaryKey: [['id']], defaultCursorField: ['at'] };
  const description = aStreamDescription({ name: 'added', ...own });
  const modes = { syncMode: 'incremental', destinationSyncMode: 'append_dedup' } as const;
  const stream = aLiveStream({ name: 'added', ...modes, cursorField: ['at'], primaryKey: [['id']] }, description);

  expect(names({ streams: [orders, stream] })).toEqual(['added', 'orders']);
  expect(names({ streams: [orders, aLiveStream({ name: 'added' }, description)] })).toEqual(['orders']);
});

test.each<[fields: StreamRule['fields'], live: readonly string[], after: readonly string[] | undefined]>([
  [{ include: ['id'] }, ['added', 'id'], ['added', 'id']],
  [{ include: ['id'] }, ['id'], ['id']],
  [{ exclude: ['secret'] }, ['added', 'gone', 'id', 'secret'], ['added', 'gone', 'id', 'total']],
  ['all', ['id'], undefined],
])('of a selection %j the live fields %j become %j', (fields, live, after) => {
  const streams = [aLiveStream({ selectedFields: live }, aStreamDescription({ fieldNames: live }))];
  const rules = [fields === undefined ? {} : { fields }];

  expect(selected({ rules, streams, preference: 'propagate_columns' })).toEqual(after);
});

test('fields are taken back where the server does not add any', () => {
  const streams = [aLiveStream({ selectedFields: ['added', 'id'] })];

  expect(selected({ rules: [{ fields: { include: ['id'] } }], streams, preference: 'ignore' })).toEqual(['id']);
});

test('a field that the server has added is told', () => {
  const streams = [aLiveStream({ selectedFields: ['added', 'id'] })];
  const { additions } = answer({ rules: [{ fields: { include: ['id'] } }], streams });

  expect(additions).toEqual([
    'stream orders keeps field added, which the server adds by itself unless "fields" excludes it (propagate_fully)',
  ]);
});
