import { expect, test } from 'vitest';
import { type ConnectionWrite, connectionHandler } from '../../src/airbyte/connections.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Schedule } from '../../src/model/schedule.ts';
import { someLiveSettings } from '../builders.ts';
import { aFakeServer, anAnswer, type FakeRoute } from './fake-server.ts';

const ends = { workspaceId: 'w', sourceId: 's', destinationId: 'd' };
const target = { id: 'c', workspaceId: 'w' };

function aWireConnection(changes: object = {}): object {
  return { connectionId: 'c', name: 'n', sourceId: 's', destinationId: 'd', syncCatalog: { streams: [] }, ...changes };
}

function list(...connections: readonly object[]) {
  const { client } = aFakeServer({ 'connections/list': () => ({ connections }) });
  return connectionHandler.list(client, 'w');
}

const settingsOf = async (changes: object) => (await list(aWireConnection(changes)))[0]?.settings;

/**
 * The server's rule for the e-mail notification: a create ignores it; an update sets it if it is the first `true`, or
 * while it differs from the notification by webhook (API §2.3, §2.4).
 */
function aNotifyingServer(stored: { notifySchemaChanges: boolean; notifySchemaChangesByEmail?: boolean }) {
  let row = stored;
  const update: FakeRoute = ({ notifySchemaChanges: webhook, notifySchemaChangesByEmail: email }) => {
    if (typeof webhook === 'boolean') row = { ...row, notifySchemaChanges: webhook };
    const isFirst = row.notifySchemaChangesByEmail === undefined && email === true;
    const mayChange = isFirst || (row.notifySchemaChangesByEmail ?? false) !== row.notifySchemaChanges;
    if (typeof email === 'boolean' && mayChange) row = { ...row, notifySchemaChangesByEmail: email };
    return aWireConnection(row);
  };
  const create: FakeRoute = ({ notifySchemaChanges = false }) => {
    row = { notifySchemaChanges: notifySchemaChanges === true };
    return aWireConnection(row);
  };
  const { client, requests } = aFakeServer({ 'connections/create': create, 'connections/update': update });
  return { client, requests, row: () => row };
}

async function sent(action: 'create' | 'update', write: ConnectionWrite): Promise<JsonObject | undefined> {
  const { client, requests } = aFakeServer({ [`connections/${action}`]: () => aWireConnection() });
  if (action === 'create') await connectionHandler.create(client, ends, write);
  else await connectionHandler.update(client, target, write);
  expect(requests).toHaveLength(1);
  return requests[0]?.body;
}

test('what a connection leaves out, or has as null, is what the server means by it', async () => {
  const nulls = {
    scheduleType: null,
    namespaceDefinition: null,
    namespaceFormat: null,
    prefix: null,
    status: null,
    tags: null,
    resourceRequirements: null,
    nonBreakingChangesPreference: null,
    backfillPreference: null,
    notifySchemaChanges: null,
    notifySchemaChangesByEmail: null,
  };

  expect(await settingsOf({})).toEqual(someLiveSettings());
  expect(await settingsOf(nulls)).toEqual(someLiveSettings());
});

test('every setting is read, values of tomorrow included', async () => {
  const settings = {
    status: 'locked',
    namespaceDefinition: 'customformat',
    namespaceFormat: '${SOURCE_NAMESPACE}',
    prefix: 'raw_',
    nonBreakingChangesPreference: 'propagate_twice',
    backfillPreference: 'sometimes',
    notifySchemaChanges: true,
    notifySchemaChangesByEmail: true,
    resourceRequirements: { cpu_limit: '1' },
  };
  const tags = [
    { tagId: '2', name: 'z', color: '0', workspaceId: 'w' },
    { tagId: '1', name: 'a' },
  ];

  expect(await settingsOf({ ...settings, tags, onDemandEnabled: true })).toEqual({
    ...settings,
    schedule: { type: 'manual' },
    tags: ['a', 'z'],
  });
});

const usual = {
  scheduleType: 'manual',
  namespaceDefinition: 'source',
  namespaceFormat: '',
  prefix: '',
  status: 'active',
  tags: [],
  nonBreakingChangesPreference: 'ignore',
  backfillPreference: 'disabled',
  notifySchemaChanges: false,
  notifySchemaChangesByEmail: false,
};
const cron = { cronExpression: '0 0 3 * * ?', cronTimeZone: 'UTC' };
const daily = { units: 24, timeUnit: 'hours' };

test.each<[what: string, changes: object, said: object | undefined]>([
  ['nothing but the usual', {}, undefined],
  ['settings that are not mentioned', { prefix: null, status: undefined }, { prefix: null, status: null }],
  [
    'tags in another order',
    {
      tags: [
        { tagId: '2', name: 'b' },
        { tagId: '1', name: 'a' },
      ],
    },
    { tags: ['b', 'a'] },
  ],
  ['operations', { operationIds: ['o'] }, { operationIds: ['o'] }],
  [
    'streams in another order',
    { syncCatalog: { streams: [aWireStream('b'), aWireStream('a')] } },
    { streams: ['b', 'a'] },
  ],
  ['streams in order', { syncCatalog: { streams: [aWireStream('a'), aWireStream('b')] } }, undefined],
  [
    'the mirror of a basic schedule',
    { scheduleType: 'basic', scheduleData: { basicSchedule: daily }, schedule: daily },
    undefined,
  ],
  [
    'a cron that is left over',
    { scheduleData: { cron } },
    { schedule: { scheduleType: 'manual', cron: '0 0 3 * * ?', timeZone: 'UTC' } },
  ],
])('what was said is remembered where something else is read from it: %s', async (_what, changes, said) => {
  expect((await list(aWireConnection({ ...usual, ...changes })))[0]?.said).toEqual(said);
});

function aWireStream(name: string): object {
  return { stream: { name }, config: { syncMode: 'full_refresh', destinationSyncMode: 'overwrite' } };
}

test.each<[what: string, changes: object, schedule: object]>([
  ['the legacy schedule alone', { schedule: daily }, { type: 'basic', ...daily }],
  [
    'a cron without its zone',
    { scheduleType: 'cron', scheduleData: { cron: { cronExpression: '0 0 3 * * ?' } } },
    { type: 'cron', cron: '0 0 3 * * ?', timeZone: 'UTC' },
  ],
  [
    'a cron with its zone twice',
    { scheduleType: 'cron', scheduleData: { cron: { ...cron, cronExpression: '0 0 3 * * ? UTC' } } },
    { type: 'cron', cron: '0 0 3 * * ?', timeZone: 'UTC' },
  ],
  [
    'a kind of tomorrow',
    { scheduleType: 'continuous', scheduleData: { lag: 5 } },
    { type: 'other', scheduleType: 'continuous', scheduleData: { lag: 5 } },
  ],
  [
    'data of another shape',
    { scheduleType: 'basic', scheduleData: {} },
    { type: 'other', scheduleType: 'basic', scheduleData: {} },
  ],
  ['no data at all', { scheduleType: 'cron', scheduleData: null }, { type: 'other', scheduleType: 'cron' }],
])('a schedule is read from %s', async (_what, changes, schedule) => {
  expect((await settingsOf(changes))?.schedule).toEqual(schedule);
});

test('a schedule of tomorrow goes back as it came', async () => {
  const schedule = { type: 'other', scheduleType: 'continuous', scheduleData: { lag: 5 } } as const;

  expect(await sent('update', { settings: { schedule } })).toEqual({
    connectionId: 'c',
    scheduleType: 'continuous',
    scheduleData: { lag: 5 },
  });
});

test('lists are sorted, and deleted connections left out', async () => {
  const listed = await list(
    aWireConnection({ connectionId: 'c2', name: 'b', created_at: 7 }),
    aWireConnection({ connectionId: 'c1', name: 'b' }),
    aWireConnection({ connectionId: 'c3', name: 'a', status: 'deprecated' }),
  );

  expect(listed.map(({ id, createdAt }) => [id, createdAt])).toEqual([
    ['c1', undefined],
    ['c2', 7],
  ]);
});

test.each<[string, FakeRoute, boolean]>([
  ['lives', () => aWireConnection(), true],
  ['is deleted', () => aWireConnection({ status: 'deprecated' }), false],
  ['never was', () => anAnswer(404, 'Object not found.'), false],
])('a connection that %s is found as such', async (_what, route, isThere) => {
  const { client, requests } = aFakeServer({ 'connections/get': route });

  expect((await connectionHandler.find(client, 'c')) !== undefined).toBe(isThere);
  expect(requests[0]?.body).toEqual({ connectionId: 'c' });
});

const schedules: readonly (readonly [Schedule, object])[] = [
  [{ type: 'manual' }, { scheduleType: 'manual' }],
  [
    { type: 'basic', units: 6, timeUnit: 'hours' },
    { scheduleType: 'basic', scheduleData: { basicSchedule: { units: 6, timeUnit: 'hours' } } },
  ],
  [
    { type: 'cron', cron: '0 0 3 * * ?', timeZone: 'UTC' },
    { scheduleType: 'cron', scheduleData: { cron: { cronExpression: '0 0 3 * * ?', cronTimeZone: 'UTC' } } },
  ],
];

test.each(schedules)('the schedule %j is read and written, the legacy one passed over', async (schedule, wire) => {
  const legacy = { schedule: { units: 99, timeUnit: 'months' } };

  expect(await settingsOf({ ...wire, ...legacy })).toMatchObject({ schedule });
  const body = await sent('update', { settings: { schedule } });
  expect(body).toEqual({ connectionId: 'c', ...wire });
});

test.each([
  [{ name: null }, 'connections/list.connections[0].name should be a string, but is null'],
  [{ notifySchemaChanges: 'yes' }, 'connections[0].notifySchemaChanges should be true or false, but is string'],
  [{ tags: ['a'] }, 'connections[0].tags[0] should be an object'],
])('a connection of another shape names the path: %j', async (changes, words) => {
  await expect(list(aWireConnection(changes))).rejects.toThrow(words);
});

test('a create sends ends, settings and streams, and fills in what the server needs', async () => {
  const write: ConnectionWrite = {
    name: 'n',
    settings: { prefix: 'raw_', backfillPreference: 'enabled', schedule: { type: 'manual' } },
    tags: [{ id: 't', name: 'bronze' }],
    streams: [],
    sourceCatalogId: 'k',
  };

  expect(await sent('create', write)).toEqual({
    sourceId: 's',
    destinationId: 'd',
    name: 'n',
    prefix: 'raw_',
    backfillPreference: 'enabled',
    scheduleType: 'manual',
    tags: [{ tagId: 't', workspaceId: 'w', name: 'bronze', color: '000000' }],
    syncCatalog: { streams: [] },
    sourceCatalogId: 'k',
    status: 'active',
    nonBreakingChangesPreference: 'ignore',
  });
});

test('a create keeps the status and preference of the files', async () => {
  const settings = { status: 'inactive', nonBreakingChangesPreference: 'disable' } as const;

  expect(await sent('create', { name: 'n', settings })).toMatchObject(settings);
});

test('an update sends what it is given and nothing else', async () => {
  expect(await sent('update', { settings: {} })).toEqual({ connectionId: 'c' });
  expect(await sent('update', { settings: { prefix: '' }, tags: [] })).toEqual({
    connectionId: 'c',
    prefix: '',
    tags: [],
  });
});

const flags = [true, false];
const notifications = flags.flatMap((webhook) => flags.map((email) => [webhook, email] as const));

test.each(notifications)(
  'a create ends with the notifications asked for: webhook %s, e-mail %s',
  async (webhook, email) => {
    const { client, row } = aNotifyingServer({ notifySchemaChanges: false });
    const settings = { notifySchemaChanges: webhook, notifySchemaChangesByEmail: email };

    await connectionHandler.create(client, ends, { name: 'n', settings });

    expect({ notifySchemaChangesByEmail: false, ...row() }).toEqual(settings);
  },
);

const transitions = notifications.flatMap(([webhook, email]) =>
  flags.map((wanted) => [webhook, email, wanted] as const),
);

test.each(transitions)('with webhook %s, e-mail goes from %s to %s', async (webhook, email, wanted) => {
  const { client, row } = aNotifyingServer({ notifySchemaChanges: webhook, notifySchemaChangesByEmail: email });

  const updated = await connectionHandler.update(client, target, { settings: { notifySchemaChangesByEmail: wanted } });

  expect(row()).toEqual({ notifySchemaChanges: webhook, notifySchemaChangesByEmail: wanted });
  expect(updated.settings).toMatchObject(row());
});

test('an update that does not name the e-mail notification leaves it alone', async () => {
  const { client, requests } = aNotifyingServer({ notifySchemaChanges: true, notifySchemaChangesByEmail: true });

  await connectionHandler.update(client, target, { settings: { prefix: 'x' } });

  expect(requests).toHaveLength(1);
});

test('a delete needs no answer', async () => {
  const { client, requests } = aFakeServer({ 'connections/delete': () => anAnswer(204) });

  await connectionHandler.delete(client, 'c');

  expect(requests).toEqual([{ path: 'connections/delete', body: { connectionId: 'c' } }]);
});
