import { expect, test } from 'vitest';
import { compareConnection, newConnectionFields } from '../../src/diff/compare.ts';
import type { LiveConnectionSettings } from '../../src/model/live.ts';
import type { ConnectionSettings } from '../../src/model/resource.ts';
import { aLiveConnection, aLiveStream, aPlannedConnection, someLiveSettings } from '../builders.ts';

function changes(live: Partial<LiveConnectionSettings>, settings: ConnectionSettings) {
  const connection = aLiveConnection({ settings: someLiveSettings(live), streams: [aLiveStream()] });
  return compareConnection(aPlannedConnection({ settings }), connection);
}

test('what no file declares is not compared', () => {
  const byHand: Partial<LiveConnectionSettings> = {
    schedule: { type: 'basic', units: 1, timeUnit: 'hours' },
    status: 'inactive',
    prefix: 'by_hand_',
    tags: ['by hand'],
    notifySchemaChanges: true,
    resourceRequirements: { cpu_limit: '2' },
  };

  expect(changes(byHand, {})).toEqual([]);
});

test.each<[name: keyof ConnectionSettings, live: Partial<LiveConnectionSettings>, desired: ConnectionSettings]>([
  ['schedule', { schedule: { type: 'manual' } }, { schedule: { type: 'basic', units: 6, timeUnit: 'hours' } }],
  ['namespaceDefinition', { namespaceDefinition: 'source' }, { namespaceDefinition: 'destination' }],
  ['prefix', { prefix: 'a_' }, { prefix: '' }],
  ['status', { status: 'active' }, { status: 'inactive' }],
  ['tags', { tags: ['a', 'b'] }, { tags: ['a'] }],
  ['nonBreakingChangesPreference', {}, { nonBreakingChangesPreference: 'propagate_fully' }],
  ['backfillPreference', {}, { backfillPreference: 'enabled' }],
  ['notifySchemaChanges', {}, { notifySchemaChanges: true }],
  ['notifySchemaChangesByEmail', {}, { notifySchemaChangesByEmail: true }],
  ['resourceRequirements', {}, { resourceRequirements: { cpu_limit: '2' } }],
])('a declared %s that differs is one change', (name, live, desired) => {
  expect(changes(live, desired).map(({ path }) => path)).toEqual([[name]]);
});

test.each<[what: string, live: Partial<LiveConnectionSettings>, desired: ConnectionSettings]>([
  ['tags in another order', { tags: ['b', 'a'] }, { tags: ['a', 'b'] }],
  ['an empty prefix', { prefix: '' }, { prefix: '' }],
  ['no requirements and empty ones', {}, { resourceRequirements: {} }],
  [
    'requirements in another order',
    { resourceRequirements: { b: '1', a: '2' } },
    { resourceRequirements: { a: '2', b: '1' } },
  ],
  ['requirements that servers drop', {}, { resourceRequirements: { ephemeral_storage_limit: '1Gi' } }],
  ['an empty requirement', { resourceRequirements: { cpu_limit: '' } }, { resourceRequirements: {} }],
])('%s are the same', (_what, live, desired) => {
  expect(changes(live, desired)).toEqual([]);
});

test('a prefix or a format that the server does not mention is an empty one', () => {
  const { prefix: _, namespaceFormat: __, ...settings } = someLiveSettings({ namespaceDefinition: 'customformat' });
  const live = aLiveConnection({ settings, streams: [aLiveStream()] });

  expect(compareConnection(aPlannedConnection({ settings: { prefix: '', namespaceFormat: '' } }), live)).toEqual([]);
});

test('a namespace format counts only while namespaces are made by it', () => {
  const format = { namespaceFormat: 'raw_${SOURCE_NAMESPACE}' };

  expect(changes({ namespaceDefinition: 'source' }, format)).toEqual([]);
  expect(changes({}, { namespaceDefinition: 'source', ...format })).toEqual([]);
  expect(changes({ namespaceDefinition: 'customformat' }, format)).toHaveLength(1);
  expect(changes({}, { namespaceDefinition: 'customformat', ...format })).toHaveLength(2);
});

test('schedules are shown in the words of the files', () => {
  const schedule = { type: 'cron', cron: '0 0 3 * * ?', timeZone: 'UTC' } as const;

  expect(changes({ schedule }, { schedule: { type: 'manual' } })).toEqual([
    { path: ['schedule'], before: { cron: '0 0 3 * * ?', timeZone: 'UTC' }, after: 'manual' },
  ]);
});

test('a cron schedule in another time zone is another schedule', () => {
  const at = (timeZone: string) => ({ schedule: { type: 'cron', cron: '0 0 3 * * ?', timeZone } as const });

  expect(changes(at('UTC'), at('UTC'))).toEqual([]);
  expect(changes(at('UTC'), at('Europe/Berlin'))).toHaveLength(1);
});

test('a state of the server that airplan does not know is a difference like any other', () => {
  expect(changes({ status: 'locked' }, { status: 'active' })).toEqual([
    { path: ['status'], before: 'locked', after: 'active' },
  ]);
});

test('a renamed connection shows its name only', () => {
  const live = aLiveConnection({ name: 'A → B <> C', streams: [aLiveStream()] });

  expect(compareConnection(aPlannedConnection({ name: 'D' }), live)).toEqual([
    { path: ['name'], before: 'A → B <> C', after: 'D' },
  ]);
});

test('a new connection shows its ends, what is declared, and its streams', () => {
  const desired = aPlannedConnection({ settings: { status: 'active', tags: ['gold', 'bronze'] } });

  expect(newConnectionFields(desired)).toEqual([
    { path: ['source'], after: 'source/source' },
    { path: ['destination'], after: 'destination/destination' },
    { path: ['status'], after: 'active' },
    { path: ['tags'], after: ['bronze', 'gold'] },
    { path: ['streams', 'orders'], after: { syncMode: 'full_refresh', destinationSyncMode: 'overwrite' } },
  ]);
});
