import { expect, test } from 'vitest';
import { isUnclear } from '../../src/airbyte/api-error.ts';
import { discoverCatalog, readCachedCatalog } from '../../src/airbyte/discovery.ts';
import { aFakeServer, type FakeRoute } from './fake-server.ts';

const stream = {
  name: 'orders',
  namespace: 'public',
  jsonSchema: { type: 'object', properties: { total: {}, id: {} } },
  supportedSyncModes: ['full_refresh', 'a mode of tomorrow'],
  sourceDefinedCursor: true,
  defaultCursorField: ['updated_at'],
  sourceDefinedPrimaryKey: [['id']],
  isResumable: true,
};

function discovering(route: FakeRoute) {
  const { client, requests } = aFakeServer({ 'sources/discover_schema': route });
  return { found: discoverCatalog(client, 's', { key: 'connection/c' }), requests };
}

test('discovers streams, kept verbatim beside what is read of them', async () => {
  const { found, requests } = discovering(() => ({
    catalogId: 'c-1',
    catalog: { streams: [{ stream, config: { selected: false } }] },
    jobInfo: { succeeded: true },
  }));

  expect(await found).toEqual({
    catalogId: 'c-1',
    streams: [
      {
        name: 'orders',
        namespace: 'public',
        supportedSyncModes: ['full_refresh', 'a mode of tomorrow'],
        isCursorSourceDefined: true,
        defaultCursorField: ['updated_at'],
        sourceDefinedPrimaryKey: [['id']],
        fieldNames: ['id', 'total'],
        verbatim: stream,
      },
    ],
  });
  expect(requests[0]?.body).toEqual({ sourceId: 's' });
});

test('a stream may say next to nothing', async () => {
  const bare = { name: 'orders', namespace: null, sourceDefinedCursor: null };
  const { found } = discovering(() => ({ catalog: { streams: [{ stream: bare, config: {} }] } }));

  expect(await found).toEqual({
    streams: [
      {
        name: 'orders',
        supportedSyncModes: [],
        isCursorSourceDefined: false,
        defaultCursorField: [],
        sourceDefinedPrimaryKey: [],
        fieldNames: [],
        verbatim: bare,
      },
    ],
  });
});

const failure = (reason: object) => ({ jobInfo: { succeeded: false, failureReason: reason } });

test.each([
  ['words', failure({ externalMessage: 'no route to db' }), 'could not list its streams: no route to db'],
  ['internal words only', failure({ internalMessage: 'java.lang…' }), 'could not list its streams'],
  ['a failed job', { jobInfo: { succeeded: false } }, 'could not list its streams'],
  ['nothing', {}, 'could not list its streams'],
  ['an empty catalog', { catalog: null, jobInfo: null }, 'could not list its streams'],
])('a failed discovery is a success with %s', async (_name, answer, words) => {
  const { found } = discovering(() => answer);

  await expect(found).rejects.toMatchObject({
    code: 'request-failed',
    message: `connection/c: sources/discover_schema: the connector ${words}`,
    hint: expect.stringContaining('configuration of the source'),
  });
  await expect(found.catch(isUnclear)).resolves.toBe(false);
});

test("hides secrets in the connector's words", async () => {
  const answer = failure({ externalMessage: 'FATAL: password hunter2 is wrong' });
  const { client } = aFakeServer({ 'sources/discover_schema': () => answer });
  const hideSecrets = (words: string) => words.replaceAll('hunter2', '(secret)');

  await expect(discoverCatalog(client, 's', { key: 'connection/c', hideSecrets })).rejects.toThrow(
    'FATAL: password (secret) is wrong',
  );
});

test('a catalog of another shape names the path', async () => {
  const { found } = discovering(() => ({ catalog: { streams: [{ stream: { name: 'a' } }, { stream: {} }] } }));

  await expect(found).rejects.toThrow('sources/discover_schema.catalog.streams[1].stream.name should be a string');
});

test("reads the kept catalog from the connector protocol's snake case", async () => {
  const snake = {
    name: 'orders',
    json_schema: { properties: { id: {} } },
    supported_sync_modes: ['incremental'],
    source_defined_cursor: true,
    default_cursor_field: ['seq'],
    source_defined_primary_key: [['id']],
    is_resumable: false,
    is_file_based: false,
  };
  const { client } = aFakeServer({
    'sources/most_recent_source_actor_catalog': () => ({ updatedAt: 1, catalog: { streams: [snake] } }),
  });

  const catalog = await readCachedCatalog(client, 's');

  expect(catalog?.catalogId).toBeUndefined();
  expect(catalog?.streams[0]).toMatchObject({
    isCursorSourceDefined: true,
    defaultCursorField: ['seq'],
    sourceDefinedPrimaryKey: [['id']],
    supportedSyncModes: ['incremental'],
    fieldNames: ['id'],
  });
  expect(catalog?.streams[0]?.verbatim).toEqual({
    name: 'orders',
    jsonSchema: { properties: { id: {} } },
    supportedSyncModes: ['incremental'],
    sourceDefinedCursor: true,
    defaultCursorField: ['seq'],
    sourceDefinedPrimaryKey: [['id']],
    isResumable: false,
    isFileBased: false,
  });
});

test.each([{}, { catalog: null }])('a source that was never discovered has no kept catalog: %j', async (answer) => {
  const { client } = aFakeServer({ 'sources/most_recent_source_actor_catalog': () => answer });

  expect(await readCachedCatalog(client, 's')).toBeUndefined();
});
