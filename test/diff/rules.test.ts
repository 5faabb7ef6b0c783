import { expect, test } from 'vitest';
import { compareActor, compareConnection } from '../../src/diff/compare.ts';
import { explainActor, explainConnection } from '../../src/diff/explain.ts';
import { type ComparisonRuleId, comparisonRules } from '../../src/diff/rules.ts';
import { type Configuration, Secret, serverMask } from '../../src/model/configuration.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { LiveActor, LiveConnection, LiveStream } from '../../src/model/live.ts';
import type { Explanation, FieldChange, PlannedActor, PlannedConnection } from '../../src/model/plan.ts';
import type { ConnectionSettings } from '../../src/model/resource.ts';
import type { Mapper, StreamDescription, StreamSelection } from '../../src/model/stream.ts';
import {
  aLiveConnection,
  aLiveSource,
  aLiveStream,
  aPlannedConnection,
  aPlannedSource,
  aStreamDescription,
  aStreamSelection,
  someLiveSettings,
} from '../builders.ts';

/** A live and a desired resource, compared and explained. */
interface Compared {
  readonly changes: readonly FieldChange[];
  readonly explanations: readonly Explanation[];
}

/** Two resources that look different by one rule only, and two that are different in what the rule is about. */
interface RuleCase {
  readonly path: readonly string[];
  readonly same: () => Compared;
  readonly other: () => Compared;
}

function ofActor(live: Partial<LiveActor<'source'>>, desired: Partial<PlannedActor<'source'>>): Compared {
  const sides = [aPlannedSource(desired), aLiveSource(live)] as const;
  return { changes: compareActor(...sides), explanations: explainActor(...sides) };
}

const ofConfiguration = (live: JsonObject, desired: Configuration) =>
  ofActor({ configuration: live }, { configuration: desired });

function ofConnection(live: Partial<LiveConnection>, desired: Partial<PlannedConnection>): Compared {
  const sides = [aPlannedConnection(desired), aLiveConnection({ streams: [aLiveStream()], ...live })] as const;
  return { changes: compareConnection(...sides), explanations: explainConnection(...sides) };
}

/** By what the server said of settings; the rest of them is as usual. */
const ofSettings = (said: JsonObject, settings: ConnectionSettings) =>
  ofConnection({ settings: someLiveSettings(), said }, { settings });

function ofStream(
  live: Partial<LiveStream['selection']>,
  desired: Partial<StreamSelection>,
  description: Partial<StreamDescription> = {},
): Compared {
  return ofConnection(
    { streams: [aLiveStream(live, aStreamDescription(description))] },
    { streams: { state: 'known', selections: [aStreamSelection(desired)] } },
  );
}

function ofStreams(live: readonly string[], desired: readonly string[]): Compared {
  return ofConnection(
    { streams: live.toSorted().map((name) => aLiveStream({ name })), said: { streams: live } },
    { streams: { state: 'known', selections: desired.map((name) => aStreamSelection({ name })) } },
  );
}

const password = new Secret('hunter2-hunter2', '${env:PASSWORD}');
const daily = { units: 24, timeUnit: 'hours' } as const;
const cron = { cron: '0 0 3 * * ?', timeZone: 'UTC' };
const incremental = { syncMode: 'incremental', destinationSyncMode: 'append' } as const;
const deduplicated = { syncMode: 'full_refresh', destinationSyncMode: 'overwrite_dedup' } as const;
const ownCursor = { isCursorSourceDefined: true, defaultCursorField: ['lsn'] };
const hashing = (targetField: string): Mapper => ({ type: 'hashing', mapperConfiguration: { targetField } });
const orders = (member: string) => ['streams', 'orders', member];

const cases: Readonly<Record<ComparisonRuleId, RuleCase>> = {
  undeclared: {
    path: ['prefix'],
    same: () => ofSettings({ prefix: 'raw_' }, {}),
    other: () => ofSettings({ prefix: 'raw_' }, { prefix: '' }),
  },
  'default-value': {
    path: ['status'],
    same: () => ofSettings({ status: null }, { status: 'active' }),
    other: () => ofSettings({ status: null }, { status: 'inactive' }),
  },
  'server-additions': {
    path: ['resourceAllocation'],
    same: () => ofActor({ resourceAllocation: { default: { cpu_limit: '1' } } }, {}),
    other: () => ofConfiguration({ resourceAllocation: 'here it is a setting' }, {}),
  },
  'key-order': {
    path: ['configuration', 'hosts'],
    same: () => ofConfiguration({ hosts: [{ port: 1, host: 'a' }] }, { hosts: [{ host: 'a', port: 1 }] }),
    other: () => ofConfiguration({ hosts: ['b', 'a'] }, { hosts: ['a', 'b'] }),
  },
  'number-value': {
    path: ['configuration', 'offset'],
    same: () => ofConfiguration(JSON.parse('{"offset": -0.0}'), { offset: 0 }),
    other: () => ofConfiguration({ offset: 0 }, { offset: '0' }),
  },
  'masked-secret': {
    path: ['configuration', 'password'],
    same: () => ofConfiguration({ password: serverMask }, { password }),
    other: () => ofConfiguration({}, { password }),
  },
  'plain-secret': {
    path: ['configuration', 'password'],
    same: () => ofConfiguration({ password: 'hunter2-hunter2' }, { password }),
    other: () => ofConfiguration({ password: 'another one' }, { password }),
  },
  'legacy-schedule': {
    path: ['schedule'],
    same: () => ofSettings({ schedule: { schedule: daily } }, { schedule: { type: 'basic', ...daily } }),
    other: () => ofSettings({ schedule: { ...cron, schedule: daily } }, { schedule: { type: 'basic', ...daily } }),
  },
  'idle-schedule': {
    path: ['schedule'],
    same: () => ofSettings({ schedule: { scheduleType: 'manual', ...cron } }, { schedule: { type: 'manual' } }),
    other: () => ofSettings({ schedule: { scheduleType: 'manual', ...cron } }, { schedule: { type: 'cron', ...cron } }),
  },
  'utc-suffix': {
    path: ['schedule'],
    same: () => ofSettings({ schedule: { ...cron, cron: '0 0 3 * * ? UTC' } }, { schedule: { type: 'cron', ...cron } }),
    other: () =>
      ofSettings({ schedule: { ...cron, cron: '0 0 4 * * ? UTC' } }, { schedule: { type: 'cron', ...cron } }),
  },
  'empty-text': {
    path: ['prefix'],
    same: () => ofSettings({ prefix: null }, { prefix: '' }),
    other: () => ofSettings({ prefix: null }, { prefix: ' ' }),
  },
  'idle-namespace-format': {
    path: ['namespaceFormat'],
    same: () => ofSettings({ namespaceFormat: 'old' }, { namespaceDefinition: 'source', namespaceFormat: 'new' }),
    other: () =>
      ofSettings({ namespaceFormat: 'old' }, { namespaceDefinition: 'customformat', namespaceFormat: 'new' }),
  },
  'tag-names': {
    path: ['tags'],
    same: () => ofSettings({ tags: ['gold', 'bronze'] }, { tags: ['bronze', 'gold'] }),
    other: () => ofSettings({ tags: ['gold', 'bronze'] }, { tags: ['bronze'] }),
  },
  'dropped-requirements': {
    path: ['resourceRequirements'],
    same: () => ofSettings({}, { resourceRequirements: { ephemeral_storage_limit: '1Gi' } }),
    other: () => ofSettings({}, { resourceRequirements: { memory_limit: '1Gi' } }),
  },
  'stream-identity': {
    path: ['streams'],
    same: () => ofStreams(['b', 'a', 'c'], ['a', 'b', 'c']),
    other: () => ofStreams(['b', 'a', 'c'], ['a', 'b', 'd']),
  },
  'idle-cursor': {
    path: orders('cursorField'),
    same: () => ofStream({ cursorField: [] }, { cursorField: ['at'] }),
    other: () => ofStream({ ...incremental, cursorField: [] }, { ...incremental, cursorField: ['at'] }),
  },
  'source-cursor': {
    path: orders('cursorField'),
    same: () => ofStream({ ...incremental, cursorField: [] }, { ...incremental, cursorField: ['lsn'] }, ownCursor),
    other: () => ofStream({ ...incremental, cursorField: ['at'] }, { ...incremental, cursorField: ['lsn'] }, ownCursor),
  },
  'idle-key': {
    path: orders('primaryKey'),
    same: () => ofStream({ primaryKey: [] }, { primaryKey: [['id']] }),
    other: () => ofStream({ ...deduplicated, primaryKey: [] }, { ...deduplicated, primaryKey: [['id']] }),
  },
  'key-set': {
    path: orders('primaryKey'),
    same: () =>
      ofStream({ ...deduplicated, primaryKey: [['b'], ['a']] }, { ...deduplicated, primaryKey: [['a'], ['b']] }),
    other: () =>
      ofStream({ ...deduplicated, primaryKey: [['b'], ['a']] }, { ...deduplicated, primaryKey: [['a', 'b']] }),
  },
  'field-set': {
    path: orders('fields'),
    same: () => ofStream({ selectedFields: ['total', 'id'] }, { selectedFields: ['id', 'total'] }),
    other: () => ofStream({ selectedFields: ['total', 'id'] }, { selectedFields: ['id'] }),
  },
  'all-fields': {
    path: orders('fields'),
    same: () => ofStream({}, { selectedFields: ['id', 'total'] }),
    other: () => ofStream({}, { selectedFields: ['id'] }),
  },
  'mapper-ids': {
    path: orders('mappers'),
    same: () => ofStream({ mappers: [hashing('id')], mapperIds: ['7f'] }, { mappers: [hashing('id')] }),
    other: () => ofStream({ mappers: [hashing('id')], mapperIds: ['7f'] }, { mappers: [hashing('total')] }),
  },
};

test('every rule has a case', () => {
  expect(Object.keys(cases)).toEqual(Object.keys(comparisonRules));
});

const rows = Object.entries(cases).map(([rule, one]) => ({ rule, ...one }));

test.each(rows)('$rule: what it makes equal is no change, and is explained by it alone', ({ rule, path, same }) => {
  const { changes, explanations } = same();

  expect(changes).toEqual([]);
  expect(explanations.map((one) => [one.path, one.rule])).toEqual([[path, rule]]);
});

test.each(rows)('$rule: what it does not make equal is a change, and is not explained', ({ other }) => {
  const { changes, explanations } = other();

  expect(changes).not.toEqual([]);
  expect(explanations.filter(({ path }) => changes.some((one) => one.path.join() === path.join()))).toEqual([]);
});

test.each(Object.entries(comparisonRules))('%s tells what it is in a sentence that fits on a line', (_id, text) => {
  expect(text.sentence).toMatch(/^.{20,75}\.$/);
  expect(text.reason).toMatch(/\(API §[\d., §]+\)\.$/);
  expect(text.example).toMatch(/^live: .+\nfile: .+$/);
});

test.each<[what: string, compared: Compared, path: string, live: unknown]>([
  ['operations', ofConnection({ said: { operationIds: ['o'] } }, {}), 'operationIds', ['o']],
  [
    'what data activation keeps with a stream',
    ofStream({ unmanaged: { destinationObjectName: 'accounts' } }, {}),
    'streams.orders.destinationObjectName',
    'accounts',
  ],
])('%s are not compared, and said to be', (_what, { changes, explanations }, path, live) => {
  expect(changes).toEqual([]);
  expect(explanations).toEqual([{ path: path.split('.'), rule: 'server-additions', live }]);
});

test('a value that several rules would have made equal names none of them', () => {
  expect(ofStream({ cursorField: ['at'] }, {})).toEqual({ changes: [], explanations: [] });
});

test('a resource compared with itself needs no explanation', () => {
  const settings = { ...someLiveSettings(), status: 'active' } as const;

  expect(ofConnection({ settings }, { settings }).explanations).toEqual([]);
});

test('no secret is in an explanation', () => {
  const inClear = ofConfiguration({ password: 'hunter2-hunter2' }, { password });
  const masked = ofConfiguration({ keys: [{ key: serverMask }] }, { keys: [{ key: password }] });
  const text = JSON.stringify([inClear, masked]);

  expect(text).not.toContain('hunter2');
  expect(masked.explanations).toMatchObject([{ live: [{ key: serverMask }] }]);
});
