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

  test('is connected from what discover prints, and tells what has changed there', () =>
    withProjectAndSandbox(async ({ run, write, remove }) => {
      remove('pipelines');
      write('pipelines/shop.yaml', source());
      write('pipelines/lake.yaml', destination);
      const check = await run(['check', '--files']);
      const { exitCode, stdout } = await run(['discover', 'shop', '--files', '--format', 'yaml']);
      write('pipelines/streams.yaml', `kind: catalog\n${stdout}`);
      const ends = 'kind: connection\nsource: shop\ndestination: lake\nnamespaceDefinition: source\n';
      write('pipelines/shop-to-lake.yaml', `${ends}catalog: streams\n`);

      expect(check).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Checked: 2 succeeded') });
      expect({ exitCode, stdout }).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Orders, 2024') });
      expect(await run(['apply', '--yes'])).toMatchObject({ exitCode: 0 });
      expect(await run(['plan', '--detailed-exitcode'])).toMatchObject({ exitCode: 0 });

      await database.run(
        'create table refunds (id integer); alter table customers alter column email type integer using 0',
      );
      const kept = await run(['discover', 'shop', '--diff']);
      const fresh = await run(['discover', 'shop', '--diff', '--refresh']);
      await database.run('drop table refunds; alter table customers alter column email type text');

      expect(kept.stdout).toContain('source/shop: no stream is new, gone or changed');
      expect(fresh.stdout).toContain('source/shop: 1 new, 0 gone, 1 changed');
      expect(fresh.stdout).toContain('+ public.refunds');
      expect(fresh.stdout).toContain('email  string → integer');
    }));

  test('says in the words of the database why it cannot be read', () =>
    withProjectAndSandbox(async ({ run, write, remove }) => {
      remove('pipelines');
      write('pipelines/shop.yaml', source().replace(/"password":"[^"]*"/, '"password":"wrong-one"'));
      const check = await run(['check', '--files']);
      const discover = await run(['discover', 'shop', '--files', '--format', 'yaml']);

      expect(check.exitCode).toBe(8);
      expect(check.stdout.replaceAll(/\s+/g, ' ')).toContain('password authentication failed');
      expect(discover).toMatchObject({ exitCode: 8, stdout: '' });
      expect(discover.stderr).toContain('password authentication failed');
      expect(check.stdout + discover.stderr).not.toContain('wrong-one');
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
