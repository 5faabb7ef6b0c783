import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { sourcePostgres } from '../../src/sandbox/registry/source-postgres.ts';
import { failureWords } from '../../src/sandbox/runs/postgres/failure-words.ts';
import { postgresRunner } from '../../src/sandbox/runs/postgres/postgres-runner.ts';
import { decodeSettings } from '../../src/sandbox/runs/postgres/settings.ts';
import { type Postgres, skipWithoutPostgres, startPostgres } from '../support/postgres.ts';

const settings = { host: '127.0.0.1', database: 'd', username: 'u', password: 'p' };

function check(configuration: JsonObject) {
  return postgresRunner.check({ connector: sourcePostgres, configuration: { ...settings, ...configuration } });
}

describe('without a database', () => {
  afterEach(() => void vi.useRealTimers());

  test.each([65_536, 70_000, -5])('a port that is none is said, and nothing breaks later: %i', async (port) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const result = await check({ port });
    // The driver gives up on connections that it never began as well.
    await vi.advanceTimersByTimeAsync(10_000);

    expect(result).toMatchObject({ type: 'failed', message: expect.stringContaining(`The port ${port} is none`) });
  });

  test.each(['disable', 'allow', 'prefer', 'require'])('who never answers is not waited for: %s', async (mode) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { server, port } = await startSilent();
    const connected = once(server, 'connection');
    const checked = check({ port, ssl_mode: { mode } });
    const [socket] = await connected;
    socket.resume();
    const closed = once(socket, 'close');
    await vi.advanceTimersByTimeAsync(3000);

    expect(await checked).toMatchObject({ message: expect.stringContaining('does not answer like PostgreSQL') });
    socket.end();
    await closed;
    server.close();
  });

  test('a question that takes too long is no matter of what listens there', () => {
    const words = failureWords(new Error('Query read timeout'), decodeSettings({ ...settings, port: 1 }));

    expect(words).toBe('State code: 57014; Message: The database on 127.0.0.1:1 takes too long to answer.');
  });
});

async function startSilent(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { server, port: typeof address === 'object' && address !== null ? address.port : 0 };
}

const schema = `
  create type mood as enum ('calm'); create type _state as enum ('on');
  create domain positive as int check (value > 0); create type pair as (a int, b text);
  create table odd (
    state _state, states _state[], moods mood[], size positive, sizes positive[], pair pair, matrix int[][],
    vector int2vector, bits bit(3), span int4range, spot point, place pg_lsn, hundreds numeric(5, -2),
    twice int generated always as (1) stored
  );
  create table parted (id int, day date, primary key (id, day)) partition by range (day);
  create table parted_2024 partition of parted for values from ('2024-01-01') to ('2025-01-01');
  create table parent (a int); create table child (b int) inherits (parent);
  create materialized view empty_view as select 1 as a with no data;
  create table "toString" ("constructor" int primary key);
  create schema "Über ""x"" y";
  create table "Über ""x"" y"."Tab ""le" ("Col A" int, "c""d" text, primary key ("c""d", "Col A"));
  create table "Über ""x"" y"."日本" ("列" text primary key);
  create table closed (a int); create table half_open (a int, b int);
  create role "Ünï ""c" login password 'pä ß';
  create role limited login password 'pw'; grant usage on schema public to limited;
  grant select on parted to limited; grant select (a) on half_open to limited;
  create role locked nologin password 'pw';
  create role full login password 'pw' connection limit 0`;

describe.skipIf(skipWithoutPostgres('odd databases'))('an odd database', () => {
  let postgres: Postgres;

  beforeAll(async () => {
    postgres = await startPostgres();
    await postgres.run(schema);
    await postgres.run('create database "Ma in ""x"');
  }, 60_000);
  afterAll(() => postgres?.stop());

  async function discover(changes: JsonObject = {}) {
    const run = { connector: sourcePostgres, configuration: postgres.configuration(changes) };
    const result = await postgresRunner.discover(run);
    return result.type === 'good' ? result.streams : [];
  }

  test('has columns of types that are its own', async () => {
    const odd = (await discover()).find(({ name }) => name === 'odd');
    const text = { type: 'string' };
    const whole = { type: 'number', airbyte_type: 'integer' };

    expect(odd?.jsonSchema.properties).toEqual({
      state: text,
      states: { type: 'array' },
      moods: { type: 'array' },
      size: text,
      sizes: { type: 'array' },
      pair: text,
      matrix: { type: 'array', items: whole },
      vector: text,
      bits: text,
      span: text,
      spot: text,
      place: text,
      hundreds: { type: 'number' },
      twice: whole,
    });
  });

  test('has partitions, heirs and views that were never filled', async () => {
    const names = (await discover()).map(({ name }) => name);

    expect(names).toEqual(
      expect.arrayContaining(['parted', 'parted_2024', 'parent', 'child', 'empty_view', 'toString']),
    );
  });

  test('has names that need quotes', async () => {
    const streams = await discover({ schemas: ['Über "x" y'] });

    expect(streams.map(({ name, sourceDefinedPrimaryKey }) => [name, sourceDefinedPrimaryKey])).toEqual([
      ['Tab "le', [['c"d'], ['Col A']]],
      ['日本', [['列']]],
    ]);
  });

  test('shows an account only what it may read as a whole', async () => {
    const names = (await discover({ username: 'limited', password: 'pw' })).map(({ name }) => name);

    expect(names).toEqual(['parted']);
  });

  test.each<[string, JsonObject, string]>([
    ['an account of odd letters', { username: 'Ünï "c', password: 'pä ß' }, ''],
    ['a database of odd letters', { database: 'Ma in "x' }, ''],
    ['an encryption that nobody knows', { ssl_mode: { mode: 'constructor' } }, ''],
    ['a replication that nobody knows', { replication_method: { method: 'toString' } }, ''],
    ['a schema in other capitals', { schemas: ['PUBLIC'] }, 'no schema "PUBLIC"'],
    ['an account that may not log in', { username: 'locked', password: 'pw' }, 'not permitted to log in'],
    ['an account without a free connection', { username: 'full', password: 'pw' }, 'too many connections'],
    ['a name with an end in it', { schemas: ['a\u0000b'] }, '0x00'],
    ['encryption where there is none', { ssl_mode: { mode: 'require' } }, 'does not support SSL'],
  ])('is checked with %s', async (_what, changes, says) => {
    const result = await check(postgres.configuration(changes));

    expect(result.type === 'good' ? '' : result.message).toContain(says);
    expect(result.type).toBe(says === '' ? 'good' : 'failed');
  });

  test('finds something with a replication that nobody knows', async () => {
    expect(await discover({ replication_method: { method: 'toString' } })).not.toEqual([]);
  });
});
