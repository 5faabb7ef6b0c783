import { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { ClientConfig } from 'pg';
import { connectionAttempts } from './encryption.ts';
import { isAboutEncryption } from './failure-words.ts';
import type { PostgresSettings } from './settings.ts';

/** Asks the database; `Row` is what the text selects. */
export type Query = <Row extends object>(text: string, values: readonly unknown[]) => Promise<readonly Row[]>;

interface Connection {
  readonly query: Query;
  readonly end: () => Promise<void>;
}

/** What listens on this machine answers at once; more means that something else than a database took the port. */
const connectTimeoutMs = 3000;
const queryTimeoutMs = 10_000;
/** Whoever does not close a connection that has said goodbye is not waited for. */
const endTimeoutMs = 1000;

/**
 * Opens a connection, hands it out, closes it.
 *
 * @throws whatever the driver and the database say
 */
export async function withDatabase<Result>(
  settings: PostgresSettings,
  use: (query: Query) => Promise<Result>,
): Promise<Result> {
  const { query, end } = await connect(settings);
  try {
    return await use(query);
  } finally {
    await end();
  }
}

async function connect(settings: PostgresSettings): Promise<Connection> {
  const [first = false, ...others] = connectionAttempts(settings.encryption);
  let opened = open(settings, first);
  for (const ssl of others) {
    opened = opened.catch((error: unknown) => {
      if (!isAboutEncryption(error)) throw error;
      return open(settings, ssl);
    });
  }
  return opened;
}

/** The driver is loaded when it is first needed: most sandboxes never meet a database. */
async function open(settings: PostgresSettings, ssl: NonNullable<ClientConfig['ssl']>): Promise<Connection> {
  const { Client } = await import('pg');
  // Our own, so that it can be closed whatever the driver and the other side are waiting for.
  const socket = new Socket();
  const client = new Client({ ...clientConfig(settings), ssl, stream: () => socket });
  // Without listeners, a connection that breaks while nobody asks anything would end the whole sandbox.
  client.on('error', () => undefined);
  socket.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return {
    query: async <Row extends object>(text: string, values: readonly unknown[]) =>
      (await client.query<Row>(text, [...values])).rows,
    end: async () => {
      await Promise.race([client.end(), delay(endTimeoutMs, undefined, { ref: false })]);
      socket.destroy();
    },
  };
}

function clientConfig({ host, port, database, username, password }: PostgresSettings): ClientConfig {
  return {
    host: host.replace(/^\[|\]$/g, ''),
    port,
    database,
    user: username,
    // Not as a value: the driver would look for another one in the environment and in `~/.pgpass` if it were empty.
    password: () => password,
    application_name: 'airplan sandbox',
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: queryTimeoutMs,
  };
}
