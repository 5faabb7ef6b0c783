import { expect, test, vi } from 'vitest';
import { assertConnectionsCanFollow } from '../../src/apply/apply-connection.ts';
import type { ApplyContext } from '../../src/apply/context.ts';
import { Secret } from '../../src/model/configuration.ts';
import { InvalidFilesError } from '../../src/model/invalid-files.ts';
import type { Change, PlannedConnection, PlannedStreams } from '../../src/model/plan.ts';
import { aFakeServer, anAnswer, type FakeRoute } from '../airbyte/fake-server.ts';
import {
  aCatalog,
  aCreate,
  aLive,
  aLiveConnection,
  aLiveStream,
  anUpdate,
  aPlan,
  aPlannedConnection,
  aPlannedSource,
  aReplace,
  aStreamDescription,
  aStreamSelection,
} from '../builders.ts';
import { aContext, acceptingRoutes, applied, wordsOf } from './apply-world.ts';

const settings = {
  schedule: { type: 'basic', units: 6, timeUnit: 'hours' },
  prefix: 'raw_',
  status: 'inactive',
} as const;

/** Applies one change of a connection whose source offers `orders` in the catalog `id-of-catalog`. */
function run(change: Change, routes: Readonly<Record<string, FakeRoute>> = {}, more: Partial<ApplyContext> = {}) {
  const { client, requests } = aFakeServer({ ...acceptingRoutes, ...routes });
  const catalogs = new Map([[change.key, aCatalog(aStreamDescription())]]);
  return { report: applied(client, [change], { catalogs, ...more }), requests };
}

async function sent(change: Change, more: Partial<ApplyContext> = {}) {
  const { report, requests } = run(change, {}, more);
  expect(wordsOf(await report)).toEqual(['connection/connection applied']);
  return requests.at(-1)?.body;
}

test('a create sends all that the files say, and the catalog that the streams come from', async () => {
  expect(await sent(aCreate(aPlannedConnection({ settings })))).toMatchObject({
    name: 'connection',
    sourceId: 'id-of-source',
    destinationId: 'id-of-destination',
    prefix: 'raw_',
    status: 'inactive',
    scheduleType: 'basic',
    sourceCatalogId: 'id-of-catalog',
    syncCatalog: { streams: [{ stream: aStreamDescription().verbatim, config: { selected: true } }] },
  });
});

test.each([
  ['prefix', { prefix: 'raw_' }],
  ['status', { status: 'inactive' }],
  ['name', { name: 'connection' }],
  ['schedule.units', { scheduleType: 'basic', scheduleData: { basicSchedule: { units: 6, timeUnit: 'hours' } } }],
])('an update of %s sends that and nothing else', async (path, body) => {
  const change = anUpdate(aPlannedConnection({ settings }), [path]);

  expect(await sent(change)).toEqual({ connectionId: 'id-of-connection', ...body });
});

test('tags are cleared when the files have an empty list', async () => {
  const change = anUpdate(aPlannedConnection({ settings: { tags: [] } }), ['tags']);

  expect(await sent(change)).toEqual({ connectionId: 'id-of-connection', tags: [] });
});

/** An update of the streams of a live connection that hashes `orders` on behalf of nobody's file. */
function streamUpdate(selections: readonly ReturnType<typeof aStreamSelection>[]): {
  readonly change: Change;
  readonly live: ApplyContext['live'];
} {
  const mappers = [{ type: 'hashing', mapperConfiguration: { targetField: 'id' } }];
  const stored = aStreamDescription({ fieldNames: ['id'] });
  const streams = [aLiveStream({ mappers, mapperIds: ['m-1'], cursorField: ['seq'] }, stored)];
  const desired = aPlannedConnection({ streams: { state: 'known', selections } });
  return {
    change: anUpdate(desired, ['streams.orders.syncMode']),
    live: aLive({ connections: [aLiveConnection({ streams })] }),
  };
}

test('an update of streams sends the whole catalog, what is live included', async () => {
  const { change, live } = streamUpdate([aStreamSelection({ syncMode: 'incremental' })]);

  expect(await sent(change, { live })).toMatchObject({
    sourceCatalogId: 'id-of-catalog',
    syncCatalog: {
      streams: [
        {
          stream: aStreamDescription().verbatim,
          config: { syncMode: 'incremental', cursorField: ['seq'], mappers: [{ id: 'm-1', type: 'hashing' }] },
        },
      ],
    },
  });
});

test('a stream that was not discovered now goes back as the connection has it', async () => {
  const { change, live } = streamUpdate([aStreamSelection()]);
  const catalogs = new Map([[change.key, { streams: [aStreamDescription()] }]]);
  const body = await sent(change, { live, catalogs });

  expect(body).not.toHaveProperty('sourceCatalogId');
  expect(body).toMatchObject({
    syncCatalog: { streams: [{ stream: aStreamDescription({ fieldNames: ['id'] }).verbatim }] },
  });
});

test('streams whose names and namespaces read alike are told apart', async () => {
  const alike = [
    { namespace: 'a', name: 'b.c' },
    { namespace: 'a.b', name: 'c' },
  ];
  const selections = alike.map((stream) => aStreamSelection(stream));
  const change = aCreate(aPlannedConnection({ streams: { state: 'known', selections } }));
  const catalogs = new Map([[change.key, aCatalog(...alike.map((stream) => aStreamDescription(stream)))]]);

  expect(await sent(change, { catalogs })).toMatchObject({
    syncCatalog: { streams: alike.map((stream) => ({ stream })) },
  });
});

/** A connection whose streams can be found only once its source is there. */
const unchecked = (changes: Partial<PlannedConnection> = {}) =>
  aPlannedConnection({ streams: { state: 'checked-when-applied', rules: [] }, ...changes });

const discovered = {
  catalogId: 'fresh',
  catalog: { streams: [{ stream: { name: 'orders', jsonSchema: {} }, config: {} }] },
};

test('streams that could not be checked before are discovered and checked now', async () => {
  const checkStreams = vi.fn(() => [aStreamSelection()]);
  const { report, requests } = run(
    aCreate(unchecked()),
    { 'sources/discover_schema': () => discovered },
    { checkStreams },
  );
  await report;

  expect(checkStreams).toHaveBeenCalledWith(unchecked(), expect.objectContaining({ catalogId: 'fresh' }));
  expect(requests.map(({ path }) => path)).toEqual(['sources/discover_schema', 'connections/create']);
  expect(requests[0]?.body).toEqual({ sourceId: 'id-of-source' });
  expect(requests[1]?.body).toMatchObject({ sourceCatalogId: 'fresh' });
});

const notOffered: ApplyContext['checkStreams'] = () => {
  throw new InvalidFilesError([{ rule: 'unknown-stream', severity: 'error', message: 'no such stream' }]);
};

test('streams that are wrong stop the connection before anything is written', async () => {
  const { report, requests } = run(
    aCreate(unchecked()),
    { 'sources/discover_schema': () => discovered },
    { checkStreams: notOffered },
  );

  expect((await report).outcomes[0]).toMatchObject({ result: 'failed', error: { code: 'invalid-files' } });
  expect(requests.map(({ path }) => path)).toEqual(['sources/discover_schema']);
});

test('a replacement deletes and creates, in that order', async () => {
  const { report, requests } = run(aReplace(aPlannedConnection()));

  expect((await report).outcomes[0]).toMatchObject({ result: 'applied', id: 'new-connection' });
  expect(requests.map(({ path }) => path)).toEqual(['connections/delete', 'connections/create']);
  expect(requests[0]?.body).toEqual({ connectionId: 'id-of-connection' });
});

const tagged = aPlannedConnection({ settings: { tags: ['bronze'] } });
const noTags = { 'tags/create': () => anAnswer(403), 'tags/list': () => [] };
const failedDiscovery = { 'sources/discover_schema': () => ({ jobInfo: { succeeded: false } }) };

const untouched: readonly (readonly [string, PlannedConnection, Readonly<Record<string, FakeRoute>>])[] = [
  ['tags cannot be created', tagged, noTags],
  ['streams cannot be discovered', unchecked(), failedDiscovery],
  [
    'a stream has no schema',
    aPlannedConnection({ streams: { state: 'known', selections: [aStreamSelection({ name: 'no' })] } }),
    {},
  ],
];

test.each(untouched)('a replacement deletes nothing when %s', async (_name, desired, routes) => {
  const change = aReplace(desired);
  const { report, requests } = run(change, routes, {
    plan: aPlan({ changes: [change], newTags: ['bronze'], ids: someIds }),
  });

  expect((await report).outcomes[0]?.result).toBe('failed');
  expect(requests.map(({ path }) => path)).not.toContain('connections/delete');
});

const someIds = { 'source/source': 'id-of-source', 'destination/destination': 'id-of-destination' };

test.each(Object.keys(someIds))('a replacement deletes nothing when it does not know %s', async (missing) => {
  const ids = Object.fromEntries(Object.entries(someIds).filter(([key]) => key !== missing));
  const change = aReplace(aPlannedConnection());
  const { report, requests } = run(change, {}, { plan: aPlan({ changes: [change], ids }) });

  expect((await report).outcomes[0]).toMatchObject({ error: { code: 'internal' } });
  expect(requests).toEqual([]);
});

test('a deletion that fails creates nothing', async () => {
  const { report, requests } = run(aReplace(aPlannedConnection()), {
    'connections/delete': () => anAnswer(409),
    'connections/list': () => ({ connections: [wire('id-of-connection')] }),
  });

  expect((await report).outcomes[0]).toMatchObject({ error: { status: 409 } });
  expect(requests.map(({ path }) => path)).toEqual(['connections/delete', 'connections/list']);
});

const wire = (connectionId: string, changes: object = {}) => ({
  connectionId,
  name: 'connection',
  sourceId: 'id-of-source',
  destinationId: 'id-of-destination',
  ...changes,
});

test('after a lost create, the new one between the same ends is adopted and brought to the desired state', async () => {
  const live = aLive({ connections: [aLiveConnection({ id: 'before' })] });
  const connections = [
    wire('before'),
    wire('from another source', { sourceId: 'x' }),
    wire('to another destination', { destinationId: 'x' }),
    wire('of another name', { name: 'x' }),
    wire('mine'),
  ];
  const routes = { 'connections/create': () => anAnswer(502), 'connections/list': () => ({ connections }) };
  const { report, requests } = run(aCreate(aPlannedConnection({ settings })), routes, { live });

  expect((await report).outcomes[0]).toMatchObject({ result: 'applied', id: 'mine' });
  expect(requests.map(({ path }) => path)).toEqual(['connections/create', 'connections/list', 'connections/update']);
  expect(requests.at(-1)?.body).toMatchObject({ connectionId: 'mine', prefix: 'raw_', scheduleType: 'basic' });
  expect(requests.at(-1)?.body).not.toHaveProperty('schedule');
});

test("what the source's connector says of a new source gives none of its secrets away", async () => {
  const shop = aPlannedSource({ configuration: { password: new Secret('hunter2', '${env:P}') } });
  const reason = { externalMessage: 'login with hunter2 failed' };
  const routes = {
    ...acceptingRoutes,
    'sources/discover_schema': () => ({ jobInfo: { succeeded: false, failureReason: reason } }),
  };
  const changes = [aCreate(shop), aCreate(unchecked(), { dependsOn: [shop.key] })];

  const { outcomes } = await applied(aFakeServer(routes).client, changes);

  expect(outcomes[1]).toMatchObject({
    error: { message: expect.stringContaining('could not list its streams: login with (secret) failed') },
  });
});

test('a replacement keeps what the old connection had and no file declares, mapper ids aside', async () => {
  const mappers = [{ type: 'hashing', mapperConfiguration: { targetField: 'id' } }];
  const live = aLiveConnection({
    settings: {
      ...aLiveConnection().settings,
      prefix: 'old_',
      schedule: { type: 'cron', cron: '0 0 3 * * ?', timeZone: 'UTC' },
    },
    streams: [aLiveStream({ mappers, mapperIds: ['m-1'], cursorField: ['seq'] })],
  });
  const change = aReplace(aPlannedConnection({ settings: { status: 'inactive' } }));

  const body = await sent(change, { live: aLive({ connections: [{ ...live, id: change.id }] }) });

  expect(body).toMatchObject({ prefix: 'old_', scheduleType: 'cron', status: 'inactive' });
  expect(body).toMatchObject({ syncCatalog: { streams: [{ config: { mappers, cursorField: ['seq'] } }] } });
  expect(JSON.stringify(body)).not.toContain('m-1');
});

test('what files cannot say of a stream goes back as it was', async () => {
  const live = aLiveConnection({ streams: [aLiveStream({ unmanaged: { destinationObjectName: 'Contact' } })] });
  const change = anUpdate(aPlannedConnection(), ['streams']);

  const body = await sent(change, { live: aLive({ connections: [{ ...live, id: change.id }] }) });

  expect(body).toMatchObject({ syncCatalog: { streams: [{ config: { destinationObjectName: 'Contact' } }] } });
});

test('a replacement that would lose an encryption key is refused before anything is deleted', async () => {
  const mappers = [{ type: 'encryption', mapperConfiguration: { algorithm: 'AES', key: '**********' } }];
  const live = aLiveConnection({ streams: [aLiveStream({ mappers, mapperIds: ['m-1'] })] });
  const change = aReplace(aPlannedConnection());

  const { report, requests } = run(change, {}, { live: aLive({ connections: [{ ...live, id: change.id }] }) });

  expect((await report).outcomes).toMatchObject([
    { result: 'failed', error: { message: expect.stringContaining('encrypted with a key that would be lost') } },
  ]);
  expect(requests).toEqual([]);
});

test.each([
  ['looked up when applied', { state: 'checked-when-applied', rules: [aStreamSelection()] }],
  ['known', { state: 'known', selections: [aStreamSelection({ namespace: 'public' })] }],
] as const)('connections can follow if their files declare the encryption: streams %s', (_state, streams) => {
  const mappers = [{ type: 'encryption', mapperConfiguration: { algorithm: 'AES', key: '**********' } }];
  const withMappers = <Item extends object>(items: readonly Item[]) => items.map((item) => ({ ...item, mappers }));
  const declared: PlannedStreams =
    streams.state === 'known'
      ? { ...streams, selections: withMappers(streams.selections) }
      : { ...streams, rules: withMappers(streams.rules) };
  const liveStreams = [
    aLiveStream({ mappers, namespace: 'public' }),
    aLiveStream({ mappers, name: 'no longer synced' }),
  ];
  const follow = (planned: PlannedStreams) => {
    const change = aReplace(aPlannedConnection({ streams: planned }));
    const live = aLive({ connections: [{ ...aLiveConnection({ streams: liveStreams }), id: change.id }] });
    assertConnectionsCanFollow('id-of-source', aContext(aFakeServer({}).client, [change], { live }));
  };

  expect(() => follow(declared)).not.toThrow();
  expect(() => follow(streams)).toThrow('stream "public.orders" is encrypted with a key');
});
