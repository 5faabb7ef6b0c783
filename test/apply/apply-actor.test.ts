import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import type { ApplyContext } from '../../src/apply/context.ts';
import { Secret } from '../../src/model/configuration.ts';
import type { Change } from '../../src/model/plan.ts';
import { aFakeServer, anAnswer, type FakeRoute } from '../airbyte/fake-server.ts';
import {
  aCreate,
  aDelete,
  aLive,
  aLiveConnection,
  aLiveSource,
  aLiveStream,
  anUpdate,
  aPlannedConnection,
  aPlannedSource,
  aReplace,
} from '../builders.ts';
import { acceptingRoutes, applied, wordsOf } from './apply-world.ts';

const mask = '**********';
const connectionSpecification = {
  properties: {
    host: { type: 'string' },
    password: { type: 'string', airbyte_secret: true },
    keys: { type: 'array', items: { type: 'string', airbyte_secret: true } },
    pin: { type: 'integer', airbyte_secret: true },
  },
};
const specifications = new Map([
  [
    'source-definition',
    { definitionId: 'source-definition', connectionSpecification, supportedDestinationSyncModes: [] },
  ],
]);
const configuration = {
  host: 'db',
  password: new Secret('hunter2', '${env:PASSWORD}'),
  keys: [new Secret('sesame', '${env:KEY}')],
  pin: new Secret('4711', '${env:PIN}'),
};
const revealed = { host: 'db', password: 'hunter2', keys: ['sesame'], pin: 4711 };
const desired = aPlannedSource({ configuration });

function run(change: Change, routes: Readonly<Record<string, FakeRoute>> = {}, more: Partial<ApplyContext> = {}) {
  const { client, requests } = aFakeServer({ ...acceptingRoutes, ...routes });
  return { report: applied(client, [change], { specifications, ...more }), requests };
}

/** The body of the only request that a change leads to. */
async function sent(change: Change, more: Partial<ApplyContext> = {}) {
  const { report, requests } = run(change, {}, more);
  await report;
  expect(requests).toHaveLength(1);
  return requests[0]?.body;
}

test('a create sends true secrets, in the types that the connector asks for', async () => {
  expect(await sent(aCreate(desired))).toEqual({
    workspaceId: aLive().workspace.id,
    sourceDefinitionId: 'source-definition',
    name: 'source',
    connectionConfiguration: revealed,
  });
});

test('a rename leaves secrets as they are stored, where the server would do so', async () => {
  expect(await sent(anUpdate(desired, ['name']))).toEqual({
    sourceId: 'id-of-source',
    name: 'source',
    connectionConfiguration: { ...revealed, password: mask },
  });
});

test.each([['configuration.host'], ['configuration.password'], ['name', 'configuration.host']])(
  'a change of %s sends true secrets',
  async (...paths) => {
    expect(await sent(anUpdate(desired, paths))).toMatchObject({ connectionConfiguration: revealed });
  },
);

test('without a specification every secret is sent: none is known to be kept', async () => {
  const body = await sent(anUpdate(desired, ['name']), { specifications: new Map() });

  expect(body?.connectionConfiguration).toEqual({ ...revealed, pin: '4711' });
});

test('an update sends the resource allocation back, which it would clear otherwise', async () => {
  const resourceAllocation = { default: { cpu_limit: '1' } };
  const others = aLiveSource({ id: 'another', resourceAllocation: { default: {} } });
  const live = aLive({ sources: [others, aLiveSource({ resourceAllocation })] });

  expect(await sent(anUpdate(desired, ['name']), { live })).toMatchObject({ resourceAllocation });
  expect(await sent(anUpdate(desired, ['name'], { id: 'gone' }), { live })).not.toHaveProperty('resourceAllocation');
});

const deletions = { 'sources/delete': () => anAnswer(204) };

test('a replacement deletes the old source, then creates the new one under the same name', async () => {
  const { report, requests } = run(aReplace(desired), deletions);

  expect((await report).outcomes).toMatchObject([{ result: 'applied', id: 'new-source', notes: [] }]);
  expect(requests).toMatchObject([
    { path: 'sources/delete', body: { sourceId: 'id-of-source' } },
    { path: 'sources/create', body: { name: 'source', connectionConfiguration: revealed } },
  ]);
});

test('a replacement that could not rebuild a connection deletes nothing', async () => {
  const mappers = [{ type: 'encryption', mapperConfiguration: { algorithm: 'AES', key: mask } }];
  const connections = [aLiveConnection({ streams: [aLiveStream({ mappers, mapperIds: ['m-1'] })] })];
  const change = aReplace(desired);
  const changes = [change, aReplace(aPlannedConnection(), { dependsOn: [change.key] })];
  const { client, requests } = aFakeServer({ ...acceptingRoutes, ...deletions });

  const report = await applied(client, changes, { specifications, live: aLive({ connections }) });

  expect(wordsOf(report)).toEqual([
    'source/source failed',
    'connection/connection skipped (dependency-failed: source/source)',
  ]);
  expect(report.outcomes[0]).toMatchObject({ error: { message: expect.stringContaining('encrypted with a key') } });
  expect(requests).toEqual([]);
});

test.each([404, 500])('a deletion that is answered with %i is one, if the object is gone', async (status) => {
  const { report } = run(aDelete('source', 'source'), { 'sources/delete': () => anAnswer(status) });

  expect((await report).outcomes).toMatchObject([
    { result: 'applied', notes: ['its deletion was answered with an error, but it is gone'] },
  ]);
});

test('a deletion that is refused has failed, and so has one of which nothing is known', async () => {
  const refused = { 'sources/delete': () => anAnswer(500) };
  const source = { sourceId: 'id-of-source', name: 'source', sourceDefinitionId: 'd', connectionConfiguration: {} };
  const listed = { 'sources/list': () => ({ sources: [source] }) };
  const unlisted = { 'sources/list': () => anAnswer(500) };

  for (const list of [listed, unlisted]) {
    const { report } = run(aDelete('source', 'source'), { ...refused, ...list });
    expect((await report).outcomes).toMatchObject([{ result: 'failed', error: { status: 500 } }]);
  }
});

const wire = (sourceId: string, changes: object = {}) => ({
  sourceId,
  name: 'source',
  sourceDefinitionId: 'source-definition',
  ...changes,
});

/** What the server lists after a create whose answer was lost. */
function afterALostCreate(...sources: readonly object[]) {
  const live = aLive({ sources: [aLiveSource({ id: 'before' })] });
  const routes = { 'sources/create': () => anAnswer(500), 'sources/list': () => ({ sources }) };
  return run(aCreate(desired), routes, { live });
}

test('after a lost create, the new one of that name and connector is adopted and given its configuration', async () => {
  const { report, requests } = afterALostCreate(
    wire('before'),
    wire('renamed', { name: 'another' }),
    wire('of another kind', { sourceDefinitionId: 'another' }),
    wire('mine'),
  );

  expect((await report).outcomes[0]).toMatchObject({ result: 'applied', id: 'mine', notes: [expect.any(String)] });
  expect(requests.map(({ path }) => path)).toEqual(['sources/create', 'sources/list', 'sources/update']);
  expect(requests.at(-1)?.body).toEqual({ sourceId: 'mine', name: 'source', connectionConfiguration: revealed });
});

test('two that appeared are refused', async () => {
  const { report, requests } = afterALostCreate(wire('a'), wire('b'));

  expect((await report).outcomes[0]).toMatchObject({ result: 'failed', error: { code: 'refused' } });
  expect(requests.filter(({ path }) => path !== 'sources/list')).toHaveLength(1);
});

test('no secret gets into an error that quotes what was sent', async () => {
  const echo: FakeRoute = (body) => anAnswer(422, { message: `invalid: ${JSON.stringify(body)}` });
  const { outcomes } = await run(aCreate(desired), { 'sources/create': echo }).report;
  const text = inspect(outcomes, { depth: 20 });

  expect(text).toContain('"password":"(secret)"');
  expect(text).not.toMatch(/hunter2|sesame|4711/);
});
