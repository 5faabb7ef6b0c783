import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Postgres, skipWithoutPostgres, startPostgres } from '../support/postgres.ts';
import { withProjectAndSandbox } from '../support/run-cli.ts';

let database: Postgres;

const source = () => `
kind: source
definition: airbyte/source-postgres
# airplan-ignore literal-secret: the database is made up as well
configuration: ${JSON.stringify(database.configuration({ schemas: ['public', 'sales'] }))}
`;

const destination = `
kind: destination
definition: airbyte/destination-local-json
configuration: { destination_path: /lake }
`;

const connection = (names: readonly string[]) => `
kind: connection
source: shop
destination: lake
namespaceDefinition: source
streams:
${names.map((name) => `  - ${name}`).join('\n')}
`;

const reads = [
  '{ name: customers, namespace: public, syncMode: incremental, destinationSyncMode: append, cursorField: changed_at }',
  '{ name: "Orders, 2024", namespace: sales, syncMode: full_refresh, destinationSyncMode: overwrite, fields: { include: [Key] } }',
];

describe.skipIf(skipWithoutPostgres('a project on a real database'))('a project on a real database', () => {
  beforeAll(async () => {
    database = await startPostgres();
    await database.run(`create schema sales;
      create table customers (id integer primary key, email text, changed_at timestamptz);
      create table sales."Orders, 2024" ("Key" integer primary key, note text)`);
  });
  afterAll(() => database?.stop());

  test('is applied, and plans empty afterwards', () =>
    withProjectAndSandbox(async ({ run, write, remove }, { store }) => {
      remove('pipelines');
      write('pipelines/shop.yaml', source());
      write('pipelines/lake.yaml', destination);
      write('pipelines/shop-to-lake.yaml', connection(reads));

      expect(await run(['apply', '--yes'])).toMatchObject({ exitCode: 0 });
      expect(await run(['plan', '--detailed-exitcode'])).toMatchObject({ exitCode: 0 });
      expect(store.connections.list()[0]?.catalog.streams.map(({ cursorField }) => cursorField)).toEqual([
        ['changed_at'],
        [],
      ]);
    }));

  test('is refused where it names what the database does not have', () =>
    withProjectAndSandbox(async ({ run, write, remove }, { store }) => {
      remove('pipelines');
      write('pipelines/shop.yaml', source());
      write('pipelines/lake.yaml', destination);
      write('pipelines/shop-to-lake.yaml', connection([...reads, '{ name: refunds, namespace: public }']));
      const { exitCode, stdout, stderr } = await run(['apply', '--yes']);

      expect(exitCode).not.toBe(0);
      expect(stdout + stderr).toContain('refunds');
      expect(store.connections.list()).toEqual([]);
    }));
});
