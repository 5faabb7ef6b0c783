import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import type { StoredConnection } from '../../src/sandbox/stored.ts';
import { type Contents, findingsOf } from '../desired/project-in-memory.ts';
import { apply, plan, withSandbox } from '../support/workflow.ts';

const ends: Contents = {
  'airplan.yaml': 'version: 1\nenvironments: {test: {server: sandbox, workspace: default}}\n',
  'pipelines/shop.yaml': `kind: source
definition: airbyte/source-postgres
configuration: {host: db.example.com, port: 5432, database: shop, username: reader}
`,
  'pipelines/lake.yaml': `kind: destination
definition: airbyte/destination-postgres
configuration: {host: db.example.com, port: 5432, database: lake, username: writer, schema: public}
`,
};

function projectOf(streams: string) {
  const file = `kind: connection\nsource: shop\ndestination: lake\n${streams}\n`;
  return { contents: { ...ends, 'pipelines/s2l.yaml': file }, variables: {} };
}

interface Table {
  readonly name: string;
  readonly namespace: string;
}

/** What the source `shop` is to offer, as a folder for the sandbox. */
async function withTables(tables: readonly Table[], use: (catalogsFolder: string) => Promise<void>): Promise<void> {
  const catalogsFolder = mkdtempSync(path.join(tmpdir(), 'airplan-catalogs-'));
  try {
    writeFileSync(path.join(catalogsFolder, 'shop.json'), JSON.stringify({ streams: tables.map(describe) }));
    await use(catalogsFolder);
  } finally {
    rmSync(catalogsFolder, { recursive: true });
  }
}

function describe(table: Table): object {
  const fields = ['id', 'customer_id', 'total_amount', 'updated_at'].map((name) => [name, { type: 'string' }]);
  return {
    ...table,
    jsonSchema: { type: 'object', properties: Object.fromEntries(fields) },
    supportedSyncModes: ['full_refresh', 'incremental'],
    sourceDefinedPrimaryKey: [['id']],
  };
}

const twoOrders: readonly Table[] = ['public', 'archive'].map((namespace) => ({ name: 'orders', namespace }));

/** Applies files one after the other, and plans with the last of them. */
async function afterwards(...lists: readonly string[]): Promise<{ plan: Plan; connection: StoredConnection }> {
  const seen: { plan: Plan; connection: StoredConnection }[] = [];
  await withTables(twoOrders, (catalogsFolder) =>
    withSandbox({ catalogsFolder }, async ({ url, store }) => {
      for (const list of lists) {
        const result = await apply(projectOf(list), url);
        if ('issues' in result) throw new Error(result.issues.map(({ message }) => message).join());
      }
      const after = await plan(projectOf(lists.at(-1) ?? ''), url);
      seen.push(...store.connections.list().map((connection) => ({ plan: after, connection })));
    }),
  );
  const [only] = seen;
  if (only === undefined) throw new Error('there is no connection');
  return only;
}

test.each([
  'kind: catalog\nstream:\n  - name: orders\n',
  'kind: connection\nsource: shop\ndestination: lake\nstream:\n  - name: orders\n',
])('complaint: `stream:` written for `streams:` swallowed: %j', async (file) => {
  const text = await findingsOf(file);

  expect(text).toMatch(/error: (catalog|connection) has no key "stream"/);
  expect(text).toContain('hint: did you mean "streams"?');
});

test('complaint: source-defined primary key "already pre-defined": the same key may be written', async () => {
  const stream = 'name: orders, namespace: public, destinationSyncMode: append_dedup';
  const spellings = ['', ', primaryKey: id', ', primaryKey: [id]', ', primaryKey: [[id]]'];
  const { plan: after, connection } = await afterwards(...spellings.map((key) => `streams: [{${stream}${key}}]`));

  expect(after.changes).toEqual([]);
  expect(connection.catalog.streams[0]?.primaryKey).toEqual([['id']]);
});

test('complaint: source-defined primary key "already pre-defined": another key is said to be wrong, and why', async () => {
  const stream = 'name: orders, namespace: public, destinationSyncMode: append_dedup, primaryKey: customer_id';

  await expect(afterwards(`streams: [{${stream}}]`)).rejects.toThrow(
    'stream "public.orders" has a primary key that its source defines, id; the file says customer_id',
  );
});

test('complaint: stream of the same name in two namespaces: each is itself', async () => {
  const two = `streams:
  - {name: orders, namespace: public, syncMode: incremental, destinationSyncMode: append, cursorField: updated_at}
  - {name: orders, namespace: archive}`;
  const { plan: after, connection } = await afterwards(two);

  expect(after.changes).toEqual([]);
  expect(connection.catalog.streams.map(({ stream, syncMode }) => [stream.namespace, syncMode])).toEqual([
    ['archive', 'full_refresh'],
    ['public', 'incremental'],
  ]);
});

test('complaint: stream of the same name in two namespaces: a name alone is a finding that lists them', async () => {
  await expect(afterwards('streams: [{name: orders}]')).rejects.toThrow('2 streams are named "orders"');
});

test('complaint: field selection that cannot be turned off again', async () => {
  const some = 'streams: [{name: orders, namespace: public, fields: {include: [id, updated_at]}}]';
  const all = 'streams: [{name: orders, namespace: public, fields: all}]';
  const { plan: after, connection } = await afterwards(some, all);
  const [stored] = connection.catalog.streams;

  expect(after.changes).toEqual([]);
  expect(stored?.isFieldSelectionEnabled).toBe(false);
  expect(Object.keys(stored?.jsonSchema.properties ?? {}).length).toBeGreaterThan(2);
});

test('complaint: field selection that cannot be turned off again: taking the words away leaves it as it is', async () => {
  const some = 'streams: [{name: orders, namespace: public, fields: {exclude: [total_amount]}}]';
  const { plan: after, connection } = await afterwards(some, 'streams: [{name: orders, namespace: public}]');

  expect(after.changes).toEqual([]);
  expect(connection.catalog.streams[0]?.isFieldSelectionEnabled).toBe(true);
});

test('complaint: catalogs of hundreds of kilobytes in git: three lines stand for 400 streams', async () => {
  const catalog = `defaults: {namespace: public, syncMode: incremental, destinationSyncMode: append, cursorField: updated_at}
streams:
  - {name: "*", except: [table_0]}`;
  const tables = Array.from({ length: 401 }, (_value, index) => ({ name: `table_${index}`, namespace: 'public' }));
  const project = projectOf(catalog);

  await withTables(tables, (catalogsFolder) =>
    withSandbox({ catalogsFolder }, async ({ url, store }) => {
      const { result } = await apply(project, url);

      expect(result).toBe('applied');
      expect(store.connections.list()[0]?.catalog.streams).toHaveLength(400);
      expect((await plan(project, url)).changes).toEqual([]);
    }),
  );
  expect(Buffer.byteLength(catalog)).toBeLessThan(200);
  expect(Buffer.byteLength(JSON.stringify(tables.map(describe)))).toBeGreaterThan(100_000);
});
