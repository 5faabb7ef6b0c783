import { expect, test } from 'vitest';
import { actorHandler } from '../../src/airbyte/actors.ts';
import { ApiError, UnreadableAnswerError } from '../../src/airbyte/api-error.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { actorKinds } from '../../src/model/resource.ts';
import { aFakeServer, anAnswer, type FakeRoute } from './fake-server.ts';

const sources = actorHandler('source');

function aWireSource(id: string, changes: object = {}): object {
  return { sourceId: id, name: `name of ${id}`, sourceDefinitionId: 'd', connectionConfiguration: {}, ...changes };
}

const someIds = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `s${from + index}`);

/** A server that gives pages, as those from 1.8 on do. */
function paged(ids: readonly string[]): FakeRoute {
  return ({ cursor, pageSize }: JsonObject) => {
    const start = typeof cursor === 'string' ? ids.indexOf(cursor) + 1 : 0;
    return { sources: ids.slice(start, start + Number(pageSize ?? 20)).map((id) => aWireSource(id)) };
  };
}

function listing(route: FakeRoute) {
  const { client, requests } = aFakeServer({ 'sources/list': route });
  return { listed: sources.list(client, 'w'), requests };
}

test.each([
  [0, 1],
  [1, 1],
  [999, 1],
  [1000, 2],
  [1001, 2],
  [2500, 3],
])('lists %i sources with %i requests', async (count, calls) => {
  const { listed, requests } = listing(paged(someIds(count)));

  expect(new Set((await listed).map(({ id }) => id))).toEqual(new Set(someIds(count)));
  expect(requests).toHaveLength(calls);
  expect(requests[0]?.body).toEqual({ workspaceId: 'w', pageSize: 1000 });
});

test('the next page starts behind the last id', async () => {
  const { listed, requests } = listing(paged(someIds(1001)));
  await listed;

  expect(requests[1]?.body).toEqual({ workspaceId: 'w', pageSize: 1000, cursor: 's999' });
});

test.each([999, 1000, 1001, 5000])('an old server that gives all %i at once is not asked for ever', async (count) => {
  const { listed, requests } = listing(() => ({ sources: someIds(count).map((id) => aWireSource(id)) }));

  expect(await listed).toHaveLength(count);
  expect(requests.length).toBeLessThanOrEqual(2);
});

test('one that moved to the next page meanwhile is listed once', async () => {
  const pages = [someIds(1000), ['s998', 's999', 's1000']];
  const { listed } = listing((_body, nth) => ({ sources: (pages[nth - 1] ?? []).map((id) => aWireSource(id)) }));

  expect((await listed).map(({ id }) => id).filter((id) => id === 's998')).toHaveLength(1);
  expect(await listed).toHaveLength(1001);
});

test('starts again when the place to go on from was deleted', async () => {
  const { listed, requests } = listing((body, nth) => (nth === 2 ? anAnswer(404) : paged(someIds(1500))(body, nth)));

  expect(await listed).toHaveLength(1500);
  expect(requests.map(({ body }) => body.cursor)).toEqual([undefined, 's999', undefined, 's999']);
});

test.each([
  [404, 2],
  [500, 1],
])('gives up on a list that answers %i', async (status, calls) => {
  const { listed, requests } = listing(() => anAnswer(status));

  await expect(listed).rejects.toThrow(ApiError);
  expect(requests).toHaveLength(calls);
});

test('lists are sorted by name, then id, whatever the server does', async () => {
  const all = [aWireSource('c', { name: 'B' }), aWireSource('b', { name: 'a' }), aWireSource('a', { name: 'a' })];
  const { listed } = listing(() => ({ sources: all }));

  expect((await listed).map(({ id }) => id)).toEqual(['c', 'a', 'b']);
});

test('unknown members are passed over, null and missing ones are absent', async () => {
  const all = [
    aWireSource('s1', { createdAt: 7, resourceAllocation: { default: { cpu_limit: '1' } }, isEntitled: true }),
    aWireSource('s2', { createdAt: null, resourceAllocation: null, connectionConfiguration: null }),
  ];
  const { listed } = listing(() => ({ sources: all, num_connections: 2 }));

  const common = { kind: 'source', definitionId: 'd', configuration: {} };
  expect(await listed).toEqual([
    { ...common, id: 's1', name: 'name of s1', createdAt: 7, resourceAllocation: { default: { cpu_limit: '1' } } },
    { ...common, id: 's2', name: 'name of s2' },
  ]);
});

test.each([
  [{}, 'sources/list.sources should be a list, but is nothing'],
  [{ sources: 'none' }, 'sources/list.sources should be a list, but is string'],
  [{ sources: [null] }, 'sources/list.sources[0] should be an object, but is null'],
  [{ sources: [aWireSource('s', { name: 5 })] }, 'sources/list.sources[0].name should be a string, but is number'],
  [
    { sources: [aWireSource('s'), aWireSource('t', { connectionConfiguration: [] })] },
    'sources/list.sources[1].connectionConfiguration should be an object, but is a list',
  ],
])('a list of another shape names the path: %j', async (answer, words) => {
  const { listed } = listing(() => answer);

  await expect(listed).rejects.toThrow(UnreadableAnswerError);
  await expect(listed).rejects.toThrow(words);
});

test.each(actorKinds)('writes a %s in the words of its kind', async (kind) => {
  const answer = { [`${kind}Id`]: 'new', name: 'n', [`${kind}DefinitionId`]: 'd' };
  const done = anAnswer(204);
  const { client, requests } = aFakeServer({
    [`${kind}s/create`]: () => answer,
    [`${kind}s/update`]: () => answer,
    [`${kind}s/delete`]: () => done,
  });
  const handler = actorHandler(kind);
  const configuration = { a: 1 };

  const created = await handler.create(client, { workspaceId: 'w', definitionId: 'd', name: 'n', configuration });
  await handler.update(client, { id: 'new', name: 'n', configuration, resourceAllocation: { r: 1 } });
  await handler.delete(client, 'new');

  const write = { name: 'n', connectionConfiguration: configuration };
  expect(created).toEqual({ kind, id: 'new', name: 'n', definitionId: 'd', configuration: {} });
  expect(requests).toEqual([
    { path: `${kind}s/create`, body: { [`${kind}DefinitionId`]: 'd', workspaceId: 'w', ...write } },
    { path: `${kind}s/update`, body: { [`${kind}Id`]: 'new', ...write, resourceAllocation: { r: 1 } } },
    { path: `${kind}s/delete`, body: { [`${kind}Id`]: 'new' } },
  ]);
});

test.each<[string, FakeRoute, object | undefined]>([
  ['lives', () => aWireSource('s1'), { id: 's1', kind: 'source', configuration: {} }],
  ['is deleted', () => aWireSource('s1', { connectionConfiguration: null }), undefined],
  ['never was', () => anAnswer(404, 'Object not found.'), undefined],
])('a source that %s is found as such', async (_what, route, found) => {
  const { client, requests } = aFakeServer({ 'sources/get': route });
  const source = await sources.find(client, 's1');

  if (found === undefined) expect(source).toBeUndefined();
  else expect(source).toMatchObject(found);
  expect(requests[0]?.body).toEqual({ sourceId: 's1' });
});

test('a source that cannot be read is no source that is gone', async () => {
  const { client } = aFakeServer({ 'sources/get': () => anAnswer(500) });

  await expect(sources.find(client, 's1')).rejects.toThrow(ApiError);
});
