import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { Client } from 'pg';
import type { JsonObject } from '../../src/model/json.ts';

/** A database server that lives for one test file. */
export interface Postgres {
  readonly port: number;
  /** Runs statements as the owner of everything. */
  run(statements: string, database?: string): Promise<void>;
  /** What a Postgres source needs to read it. */
  configuration(changes?: JsonObject): JsonObject;
  stop(): Promise<void>;
}

interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

const versionsFolder = '/usr/lib/postgresql';
const owner = { user: 'owner', password: 'made-up-owner' };
const startMs = 30_000;
const stopMs = 10_000;

/** For `describe.skipIf(skipWithoutPostgres('…'))`: true, with a printed reason, where no server can be started. */
export function skipWithoutPostgres(what: string): boolean {
  const reason = missingPart();
  // biome-ignore lint/suspicious/noConsole: a skipped test must say why
  if (reason !== undefined) console.log(`skipped: ${what} (${reason})`);
  return reason !== undefined;
}

function missingPart(): string | undefined {
  if (findBinaries() === undefined) return `there is no PostgreSQL in ${versionsFolder}`;
  return findAccount() === undefined
    ? 'PostgreSQL does not run as root, and there is no account "postgres"'
    : undefined;
}

/** The newest version that is installed. */
function findBinaries(): string | undefined {
  const versions = existsSync(versionsFolder) ? readdirSync(versionsFolder) : [];
  const newestFirst = versions.sort((left, right) => Number(right) - Number(left));
  return newestFirst.map((name) => join(versionsFolder, name, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
}

/** The server refuses to run as root. */
function findAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return {};
  const line = readFileSync('/etc/passwd', 'utf8').match(/^postgres:[^:]*:(\d+):(\d+):/m);
  return line === null ? undefined : { uid: Number(line[1]), gid: Number(line[2]) };
}

/** Makes a server of its own in a new folder and starts it on a free loopback port; passwords are asked of everybody. */
export async function startPostgres(settings: readonly string[] = []): Promise<Postgres> {
  const account = findAccount() ?? {};
  const folder = await mkdtemp(join(tmpdir(), 'airplan-postgres-'));
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, owner.password);
  for (const path of [folder, passwordFile]) await chown(path, account.uid ?? -1, account.gid ?? -1);
  const data = join(folder, 'data');
  const access = ['-A', 'scram-sha-256', '-U', owner.user, '--pwfile', passwordFile];
  const initdb = join(findBinaries() ?? '', 'initdb');
  const options = { ...account, cwd: folder, timeout: startMs };
  await promisify(execFile)(initdb, ['-D', data, ...access, '-E', 'UTF8', '--locale', 'C', '--no-sync'], options);
  const port = await freePort();
  const server = await startServer(['-D', data, '-p', String(port), '-k', folder, '-F', ...settings], account, folder);
  return {
    port,
    run: (statements, database = 'postgres') => runStatements(statements, port, database),
    configuration: (changes = {}) => ({ ...sourceConfiguration(port), ...changes }),
    stop: async () => {
      await stopServer(server);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function startServer(argv: readonly string[], account: Account, cwd: string): Promise<ChildProcess> {
  const program = join(findBinaries() ?? '', 'postgres');
  const server = spawn(program, ['-h', '127.0.0.1', ...argv], { ...account, cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  // A test run that ends early takes the server with it.
  process.once('exit', () => server.kill('SIGQUIT'));
  const timeout = setTimeout(() => server.kill('SIGQUIT'), startMs);
  const said: string[] = [];
  // The rest of what it says has to be read as well, or the server would wait for a reader.
  const lines = createInterface(server.stderr);
  const isReady = new Promise<boolean>((resolve) => {
    lines.on('line', (line) => {
      said.push(line);
      if (line.includes('ready to accept connections')) resolve(true);
    });
    server.once('exit', () => resolve(false));
  });
  const isUp = await isReady;
  clearTimeout(timeout);
  if (!isUp) throw new Error(`PostgreSQL did not start:\n${said.join('\n')}`);
  return server;
}

async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  // Breaks open connections and writes everything down; `SIGQUIT` does not wait for that.
  server.kill('SIGINT');
  const timeout = setTimeout(() => server.kill('SIGQUIT'), stopMs);
  await ended;
  clearTimeout(timeout);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function runStatements(statements: string, port: number, database: string): Promise<void> {
  const client = new Client({ host: '127.0.0.1', port, database, ...owner });
  await client.connect();
  try {
    await client.query(statements);
  } finally {
    await client.end();
  }
}

function sourceConfiguration(port: number): JsonObject {
  return {
    host: '127.0.0.1',
    port,
    database: 'postgres',
    username: owner.user,
    password: owner.password,
    replication_method: { method: 'Standard' },
  };
}
