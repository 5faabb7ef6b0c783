import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { type Postgres, skipWithoutPostgres, startPostgres } from '../support/postgres.ts';
import { type Body, createSource, definitions, type World, withSandbox } from './world.ts';

const tables = `
  create type mood as enum ('calm', 'cross');
  create table customers (
    id integer generated always as identity primary key,
    email text not null unique,
    name varchar(80),
    balance numeric(12, 2) not null default 0,
    visits numeric(9, 0),
    rating real,
    is_active boolean,
    born_on date,
    wakes_at time,
    seen_at timestamp,
    created_at timestamptz default now(),
    preferences jsonb,
    tags text[],
    scores int4[],
    keys uuid[],
    mood mood,
    token uuid
  );
  create table order_items (line smallint, product text, order_id bigint, primary key (order_id, line));
  create table settings (is_on boolean, body json);
  create table nothing ();
  create view active_customers as select id, email from customers where is_active;
  create materialized view totals as select count(*) as customers from customers;
  create table part (id bigint primary key, day date) partition by range (id);
  create schema sales;
  create table sales."Orders, 2024" (
    "Key" integer primary key, "größe in ""cm""" numeric, "a.b" text, "__proto__" text, "dropped" text
  );
  alter table sales."Orders, 2024" drop column "dropped";
  create table sales.customers (id uuid primary key);
  create schema empty;
  create role reader login password 'made-up-reader';
  grant usage on schema sales to reader;
  grant select on sales.customers to reader;`;

let database: Postgres;

async function check(world: World, changes: JsonObject): Promise<Body> {
  const { sourceId } = await createSource(world, { connectionConfiguration: database.configuration(changes) });
  return world.ok('sources/check_connection', { sourceId });
}

async function discover(world: World, changes: JsonObject = {}): Promise<readonly Body[]> {
  const { sourceId } = await createSource(world, { connectionConfiguration: database.configuration(changes) });
  const { catalog } = await world.ok('sources/discover_schema', { sourceId });
  return catalog.streams.map(({ stream }: Body) => stream);
}

const named = (streams: readonly Body[], name: string): Body => streams.find((stream) => stream.name === name);
const titles = (streams: readonly Body[]) => streams.map(({ namespace, name }) => `${namespace}.${name}`);

describe.skipIf(skipWithoutPostgres('the Postgres source on a real database'))('a Postgres source here', () => {
  beforeAll(async () => {
    database = await startPostgres(['-c', 'wal_level=logical']);
    await database.run(tables);
  });
  afterAll(() => database?.stop());

  test('is checked for real', () =>
    withSandbox({}, async (world) => {
      expect(await check(world, {})).toMatchObject({ status: 'succeeded', jobInfo: { succeeded: true } });
      expect(await check(world, { host: 'localhost' })).toMatchObject({ status: 'succeeded' });
    }));

  test.each<[string, JsonObject, string]>([
    ['a wrong password', { password: 'sesame' }, '28P01'],
    ['no password', { password: '' }, 'asks for the password of "owner"'],
    ['an unknown account', { username: 'nobody' }, '28P01'],
    ['an unknown database', { database: 'shop' }, 'State code: 3D000; Message: FATAL: database "shop" does not exist'],
    ['unknown schemas', { schemas: ['public', 'b', 'a'] }, 'The database "postgres" has no schema "a", "b".'],
    ['encryption that the server lacks', { ssl_mode: { mode: 'require' } }, 'does not support SSL'],
    [
      'a slot that is not there',
      { replication_method: { method: 'CDC', replication_slot: 'none', publication: 'p' } },
      'no replication slot "none"',
    ],
  ])('fails its check for %s, in words of the database', (_why, changes, words) =>
    withSandbox({}, async (world) => {
      const answer = await check(world, changes);

      expect(answer).toMatchObject({ status: 'failed', jobInfo: { succeeded: true } });
      expect(answer.message).toContain(words);
    }),
  );

  test.each(['disable', 'allow', 'prefer'])('is reached with ssl_mode %s where there is no encryption', (mode) =>
    withSandbox({}, async (world) => {
      expect(await check(world, { ssl_mode: { mode } })).toMatchObject({ status: 'succeeded' });
    }),
  );

  test('fails where nothing listens, and its discovery has no catalog', () =>
    withSandbox({}, async (world) => {
      const { sourceId } = await createSource(world, { connectionConfiguration: database.configuration({ port: 1 }) });
      const { status, message } = await world.ok('sources/check_connection', { sourceId });
      const discovery = await world.ok('sources/discover_schema', { sourceId });

      expect({ status, message }).toEqual({
        status: 'failed',
        message:
          'State code: 08001; Message: Could not connect to "127.0.0.1" on port 1: connection refused. Is a database listening?',
      });
      expect(discovery).not.toHaveProperty('catalog');
      expect(discovery.jobInfo).toMatchObject({ succeeded: false, failureReason: { externalMessage: message } });
    }));

  test('fails where something else listens', () =>
    withSandbox({}, async (world) => {
      const port = Number(new URL(world.sandbox.url).port);
      const { message } = await check(world, { port });

      expect(message).toBe(
        `State code: 08006; Message: What listens on 127.0.0.1:${port} does not answer like PostgreSQL.`,
      );
    }));

  test('has the tables and views of its schema, by name', () =>
    withSandbox({}, async (world) => {
      expect(titles(await discover(world))).toEqual([
        'public.active_customers',
        'public.customers',
        'public.order_items',
        'public.part',
        'public.settings',
        'public.totals',
      ]);
    }));

  test('describes columns by their types', () =>
    withSandbox({}, async (world) => {
      const integer = { type: 'number', airbyte_type: 'integer' };
      const text = { type: 'string' };

      expect(named(await discover(world), 'customers').jsonSchema).toEqual({
        type: 'object',
        properties: {
          id: integer,
          email: text,
          name: text,
          balance: { type: 'number' },
          visits: integer,
          rating: { type: 'number' },
          is_active: { type: 'boolean' },
          born_on: { type: 'string', format: 'date' },
          wakes_at: { type: 'string', format: 'time', airbyte_type: 'time_without_timezone' },
          seen_at: { type: 'string', format: 'date-time', airbyte_type: 'timestamp_without_timezone' },
          created_at: { type: 'string', format: 'date-time', airbyte_type: 'timestamp_with_timezone' },
          preferences: text,
          tags: { type: 'array', items: text },
          scores: { type: 'array', items: integer },
          keys: { type: 'array' },
          mood: text,
          token: text,
        },
      });
    }));

  test('names keys in their own order, and offers a cursor where there can be one', () =>
    withSandbox({}, async (world) => {
      const streams = await discover(world);

      expect(named(streams, 'order_items')).toMatchObject({
        namespace: 'public',
        sourceDefinedPrimaryKey: [['order_id'], ['line']],
        supportedSyncModes: ['full_refresh', 'incremental'],
        sourceDefinedCursor: false,
        defaultCursorField: [],
        isResumable: true,
      });
      expect(named(streams, 'active_customers')).toMatchObject({ sourceDefinedPrimaryKey: [] });
      expect(named(streams, 'active_customers')).not.toHaveProperty('isResumable');
      expect(named(streams, 'settings')).toMatchObject({ supportedSyncModes: ['full_refresh'] });
    }));

  test('takes names as they come, from several schemas', () =>
    withSandbox({}, async (world) => {
      const streams = await discover(world, { schemas: ['sales', 'public'] });
      const { jsonSchema, sourceDefinedPrimaryKey } = named(streams, 'Orders, 2024');

      expect(titles(streams)).toEqual(expect.arrayContaining(['public.customers', 'sales.customers']));
      expect(Object.keys(jsonSchema.properties).sort()).toEqual(['Key', '__proto__', 'a.b', 'größe in "cm"']);
      expect(sourceDefinedPrimaryKey).toEqual([['Key']]);
    }));

  test('has nothing in an empty schema, and only what its account may read', () =>
    withSandbox({}, async (world) => {
      const reader = { username: 'reader', password: 'made-up-reader', schemas: ['sales'] };

      expect(await discover(world, { schemas: ['empty'] })).toEqual([]);
      expect(titles(await discover(world, reader))).toEqual(['sales.customers']);
    }));

  test('under change data capture goes by the log, for published tables that have a key', () =>
    withSandbox({}, async (world) => {
      await database.run('create publication captured for table customers, settings');
      await database.run("select pg_create_logical_replication_slot('captured', 'pgoutput')");
      const replication_method = { method: 'CDC', replication_slot: 'captured', publication: 'captured' };
      const streams = await discover(world, { replication_method });

      expect(named(streams, 'customers')).toMatchObject({
        supportedSyncModes: ['full_refresh', 'incremental'],
        sourceDefinedCursor: true,
        defaultCursorField: ['_ab_cdc_lsn'],
        jsonSchema: { properties: { _ab_cdc_lsn: { type: 'number' } } },
      });
      expect(named(streams, 'settings')).toMatchObject({ supportedSyncModes: ['full_refresh'] });
      expect(named(streams, 'order_items')).toMatchObject({
        supportedSyncModes: ['full_refresh'],
        sourceDefinedPrimaryKey: [],
      });
    }));

  test('is found again in the cache, and anew when that is not wanted or the configuration changed', () =>
    withSandbox({}, async (world) => {
      const connectionConfiguration = database.configuration();
      const { sourceId } = await createSource(world, { connectionConfiguration });
      const ask = async (more: JsonObject = {}) => {
        const { catalog, catalogId } = await world.ok('sources/discover_schema', { sourceId, ...more });
        return { catalogId, hasNew: catalog.streams.some(({ stream }: Body) => stream.name === 'newcomer') };
      };
      const first = await ask();
      await database.run('create table newcomer (id integer primary key)');
      const cached = await ask();
      const fresh = await ask({ disable_cache: true });
      await database.run('drop table newcomer');
      await world.ok('sources/update', {
        sourceId,
        name: 'shop',
        connectionConfiguration: { ...connectionConfiguration, host: 'localhost' },
      });

      expect(cached).toEqual(first);
      expect(fresh).toMatchObject({ hasNew: true });
      expect(fresh.catalogId).not.toBe(first.catalogId);
      expect(await ask()).toEqual(first);
    }));

  test('is played where its host is elsewhere and where a tunnel leads away', () =>
    withSandbox({}, async (world) => {
      const tunnel_method = {
        tunnel_method: 'SSH_PASSWORD_AUTH',
        tunnel_host: 'bastion.example.com',
        tunnel_port: 22,
        tunnel_user: 'me',
        tunnel_user_password: 'p',
      };

      expect(titles(await discover(world, { host: 'db.example.com' }))).toContain('public.products');
      expect(titles(await discover(world, { tunnel_method }))).toContain('public.products');
      expect(await check(world, { host: 'db.example.com', port: 1 })).toMatchObject({ status: 'succeeded' });
    }));

  test('answers others while it waits for the database', () =>
    withSandbox({}, async (world) => {
      const { sourceId } = await createSource(world, { connectionConfiguration: database.configuration() });
      const discoveries = Array.from({ length: 5 }, () =>
        world.ok('sources/discover_schema', { sourceId, disable_cache: true }),
      );
      await world.ok('sources/delete', { sourceId });
      const answers = await Promise.all(discoveries.map((answer) => answer.catch((error: Error) => error.message)));

      expect(new Set(answers.map(({ catalogId }) => catalogId)).size).toBe(1);
      expect(world.sandbox.store.actors.source.find(sourceId)?.configuration).toBeNull();
    }));

  test('other sources on this machine stay played', () =>
    withSandbox({}, async (world) => {
      const { sourceId } = await createSource(world, {
        sourceDefinitionId: definitions.restApi,
        connectionConfiguration: { url: 'http://127.0.0.1:1' },
      });

      expect(await world.ok('sources/check_connection', { sourceId })).toMatchObject({ status: 'succeeded' });
    }));
});
