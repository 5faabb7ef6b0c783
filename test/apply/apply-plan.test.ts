import { expect, test, vi } from 'vitest';
import type { Client } from '../../src/airbyte/client.ts';
import { InternalError } from '../../src/errors.ts';
import type { Change } from '../../src/model/plan.ts';
import type { Outcome } from '../../src/model/report.ts';
import { resourceKey } from '../../src/model/resource.ts';
import { aFakeServer, anAnswer, type FakeRoute } from '../airbyte/fake-server.ts';
import {
  aCatalog,
  aCreate,
  anUpdate,
  aPlan,
  aPlannedConnection,
  aPlannedDestination,
  aPlannedSource,
  aStreamDescription,
} from '../builders.ts';
import { acceptingRoutes, applied, wordsOf } from './apply-world.ts';

const source = (name: string) => aCreate(aPlannedSource({ name }));
const destination = (name: string) => aCreate(aPlannedDestination({ name }));

/** A new connection from a source to a destination, each created before. */
function connection(name: string, from: string, to: string): Change {
  const [sourceKey, destinationKey] = [resourceKey('source', from), resourceKey('destination', to)];
  const desired = aPlannedConnection({ name, source: sourceKey, destination: destinationKey });
  return aCreate(desired, { dependsOn: [sourceKey, destinationKey] });
}

const catalogs = (...changes: readonly Change[]) =>
  new Map(changes.map(({ key }) => [key, aCatalog(aStreamDescription())]));

/** Refuses to create what has one of these names. */
function refusing(...names: readonly string[]): Readonly<Record<string, FakeRoute>> {
  return Object.fromEntries(
    Object.entries(acceptingRoutes).map(([path, route]) => [
      path,
      (body, nth) => (names.includes(String(body.name)) ? anAnswer(422, { message: 'no' }) : route(body, nth)),
    ]),
  );
}

/** A client that remembers how many calls were under way at most, and in which order they ended. */
function aCountingClient(client: Client) {
  let now = 0;
  let most = 0;
  const call: Client['call'] = async (request) => {
    now += 1;
    most = Math.max(most, now);
    await new Promise(setImmediate);
    now -= 1;
    return client.call(request);
  };
  return { client: { call }, most: () => most };
}

test('a change waits for those it depends on, and gets the ids that they were given', async () => {
  const { client, requests } = aFakeServer(acceptingRoutes);
  const flow = connection('flow', 'shop', 'lake');

  const report = await applied(client, [source('shop'), destination('lake'), flow], { catalogs: catalogs(flow) });

  expect(wordsOf(report)).toEqual(['source/shop applied', 'destination/lake applied', 'connection/flow applied']);
  expect(requests.at(-1)).toMatchObject({
    path: 'connections/create',
    body: { sourceId: 'new-shop', destinationId: 'new-lake' },
  });
  expect(report.outcomes[2]).toMatchObject({ result: 'applied', id: 'new-flow', notes: [] });
});

test('an empty plan gives an empty report', async () => {
  expect(await applied(aFakeServer({}).client, [])).toEqual({ outcomes: [], durationMs: 0 });
});

test.each([1, 4])('independent changes run in parallel, at most %i at once', async (parallelism) => {
  const { client, most } = aCountingClient(aFakeServer(acceptingRoutes).client);

  await applied(
    client,
    Array.from({ length: 20 }, (_, index) => source(`s${index}`)),
    { parallelism },
  );

  expect(most()).toBe(parallelism);
});

test('one failed change skips what depends on it; other branches go on, outcomes stay in order', async () => {
  const changes = [
    source('bad'),
    source('good'),
    destination('lake'),
    connection('from-bad', 'bad', 'lake'),
    connection('from-good', 'good', 'lake'),
  ];
  const { client, requests } = aFakeServer(refusing('bad'));

  const report = await applied(client, changes, { catalogs: catalogs(...changes) });

  expect(wordsOf(report)).toEqual([
    'source/bad failed',
    'source/good applied',
    'destination/lake applied',
    'connection/from-bad skipped (dependency-failed: source/bad)',
    'connection/from-good applied',
  ]);
  expect(requests.filter(({ path }) => path === 'connections/create')).toHaveLength(1);
});

test('skipping goes on along the branch', async () => {
  const [a, b, c] = [source('a'), source('b'), source('c')];
  const chain = [a, { ...b, dependsOn: [a.key] }, { ...c, dependsOn: [b.key] }];
  const { client } = aFakeServer(refusing('a'));

  expect(wordsOf(await applied(client, chain))).toEqual([
    'source/a failed',
    'source/b skipped (dependency-failed: source/a)',
    'source/c skipped (dependency-failed: source/b)',
  ]);
});

test('a failure says which resource of which file, and why', async () => {
  const { client } = aFakeServer(refusing('shop'));
  const { outcomes } = await applied(client, [source('shop')]);

  expect(outcomes[0]).toMatchObject({
    error: {
      code: 'request-failed',
      message: 'source/shop: sources/create: no (422)',
      about: { place: { file: 'pipelines/shop.yaml', line: 1 } },
    },
  });
});

test('a mistake of ours is told as such, and fails one change only', async () => {
  const flow = aCreate(aPlannedConnection({ name: 'flow' }));
  const { client } = aFakeServer(acceptingRoutes);
  const report = await applied(client, [flow, source('shop')]);

  expect(wordsOf(report)).toEqual(['connection/flow failed', 'source/shop applied']);
  expect(report.outcomes[0]).toMatchObject({ error: expect.any(InternalError) });
});

test('an exception of any kind becomes an outcome', async () => {
  const call = () => Promise.reject(new TypeError('oops'));
  const { outcomes } = await applied({ call }, [source('shop')]);

  expect(outcomes[0]).toMatchObject({ result: 'failed', error: { code: 'internal', message: 'oops' } });
});

test('each change is told once when it starts and once when it ends', async () => {
  const onStart = vi.fn((_change: Change) => undefined);
  const onOutcome = vi.fn((_outcome: Outcome) => undefined);
  const changes = [source('bad'), source('good'), { ...source('late'), dependsOn: [source('bad').key] }];

  const { outcomes } = await applied(aFakeServer(refusing('bad')).client, changes, { onStart, onOutcome });

  expect(onStart.mock.calls.map(([{ key }]) => key).sort()).toEqual(['source/bad', 'source/good']);
  expect(new Set(onOutcome.mock.calls.map(([outcome]) => outcome))).toEqual(new Set(outcomes));
  expect(onOutcome).toHaveBeenCalledTimes(3);
});

test('an interrupt lets what runs end, and starts nothing new', async () => {
  const controller = new AbortController();
  const { client, requests } = aFakeServer(acceptingRoutes);
  const onStart = (change: Change) => (change.name === 's1' ? controller.abort() : undefined);
  const changes = [source('s0'), source('s1'), source('s2'), { ...source('s3'), dependsOn: [source('s0').key] }];

  const report = await applied(client, changes, { signal: controller.signal, onStart, parallelism: 2 });

  expect(wordsOf(report)).toEqual([
    'source/s0 applied',
    'source/s1 applied',
    'source/s2 skipped (interrupted)',
    'source/s3 skipped (interrupted)',
  ]);
  expect(requests).toHaveLength(2);
});

test('an interrupt before the start skips everything', async () => {
  const { client, requests } = aFakeServer(acceptingRoutes);
  const report = await applied(client, [source('a'), source('b')], { signal: AbortSignal.abort() });

  expect(wordsOf(report)).toEqual(['source/a skipped (interrupted)', 'source/b skipped (interrupted)']);
  expect(requests).toEqual([]);
});

/** Updates of connections that are each to have these tags. */
function tagged(count: number, ...tags: readonly string[]): readonly Change[] {
  return Array.from({ length: count }, (_, index) => {
    const desired = aPlannedConnection({ name: `c${index}`, settings: { tags } });
    return anUpdate(desired, ['tags'], { id: `id-${index}` });
  });
}

const planWith = (changes: readonly Change[], ...newTags: readonly string[]) => ({ plan: aPlan({ changes, newTags }) });

test('missing tags are created once, however many connections want them', async () => {
  const { client, requests } = aFakeServer(acceptingRoutes);
  const changes = tagged(30, 'bronze', 'silver');

  const report = await applied(client, changes, planWith(changes, 'bronze', 'silver'));

  expect(requests.filter(({ path }) => path === 'tags/create').map(({ body }) => body.name)).toEqual([
    'bronze',
    'silver',
  ]);
  expect(requests.at(-1)?.body.tags).toMatchObject([{ tagId: 'tag-bronze' }, { tagId: 'tag-silver' }]);
  expect(report.outcomes.every(({ result }) => result === 'applied')).toBe(true);
});

test('no tag is created that no change is about', async () => {
  const { client, requests } = aFakeServer({ ...acceptingRoutes, 'tags/create': () => anAnswer(403) });
  const desired = aPlannedConnection({ settings: { tags: ['bronze'], prefix: 'x' } });
  const changes = [anUpdate(desired, ['prefix'])];

  const report = await applied(client, changes, planWith(changes, 'bronze'));

  expect(wordsOf(report)).toEqual(['connection/connection applied']);
  expect(requests.map(({ path }) => path)).toEqual(['connections/update']);
});

test.each([409, 500, 502])('a tag that someone else created at the same time (%i) is used', async (status) => {
  const { client, requests } = aFakeServer({
    ...acceptingRoutes,
    'tags/create': () => anAnswer(status),
    'tags/list': () => [{ tagId: 'theirs', name: 'bronze' }],
  });
  const changes = tagged(2, 'bronze');

  await applied(client, changes, planWith(changes, 'bronze'));

  expect(requests.at(-1)?.body.tags).toMatchObject([{ tagId: 'theirs', name: 'bronze' }]);
});

test.each([
  ['is not there either', []],
  ['cannot be listed', anAnswer(500, 'busy')],
])('a tag that cannot be created and %s fails those that want it', async (_name, tags) => {
  const { client } = aFakeServer({
    ...acceptingRoutes,
    'tags/create': () => anAnswer(400, { title: 'tag-name-too-long' }),
    'tags/list': () => tags,
  });
  const changes = [...tagged(2, 'bronze'), source('shop')];

  const report = await applied(client, changes, planWith(changes, 'bronze'));

  expect(wordsOf(report)).toEqual(['connection/c0 failed', 'connection/c1 failed', 'source/shop applied']);
  expect(report.outcomes[1]).toMatchObject({
    error: { message: 'tag "bronze": tags/create: tag-name-too-long (400)' },
  });
});
