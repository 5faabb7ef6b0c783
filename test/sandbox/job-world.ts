import { expect } from 'vitest';
import type { SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { type Exchange, hasShared, loadContract } from '../support/contract.ts';
import {
  type Answer,
  aStream,
  type Body,
  createConnection,
  createDestination,
  createSource,
  definitions,
  postgresConfiguration,
  type World,
  withSandbox,
} from './world.ts';

/** A world whose time passes only when a test says so. */
export interface JobWorld extends World {
  /** Lets so many seconds pass. */
  pass(seconds: number): void;
  /** Seconds since the epoch. */
  now(): number;
}

/** When these worlds begin, in seconds. */
export const start = 1_700_000_000;

/** Each job waits for 1 s, each whole attempt takes 10 s and each broken one 5 s, and the next comes 4 s later. */
export const pace = { pendingMs: 1000, attemptMs: 10_000, retryMs: 4000 };

/** What jobs have to do with; other tests hold the rest against the contract. */
const jobPaths = /^(jobs|state|connections\/(sync|reset|clear|refresh|status)|web_backend|sources\/list)\b/;

/** Starts such a world, stops it, and holds its answers about jobs against the published contract. */
export async function withJobs(options: SandboxOptions, use: (world: JobWorld) => Promise<void>): Promise<void> {
  let nowMs = start * 1000;
  await withSandbox({ clock: () => nowMs, jobs: pace, ...options }, async (world) => {
    const exchanges: Exchange[] = [];
    await use({
      ...recorded(world, exchanges),
      now: () => nowMs / 1000,
      pass: (seconds) => {
        nowMs += seconds * 1000;
      },
    });
    expect(await findBreaks(exchanges)).toEqual([]);
  });
}

function recorded(world: World, exchanges: Exchange[]): World {
  const post: World['post'] = async (path, body = {}, headers = {}) => {
    const answer = await world.post(path, body, headers);
    if (jobPaths.test(path)) exchanges.push(toExchange(path, body, answer));
    return answer;
  };
  return {
    ...world,
    post,
    async ok(path, body) {
      const answer = await post(path, body);
      if (answer.status >= 300) throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
      return answer.body;
    },
  };
}

function toExchange(path: string, requestBody: unknown, { status, body }: Answer): Exchange {
  return { path: `/api/v1/${path}`, requestBody, status, responseBody: body };
}

/** What breaks the contract, but for statuses: those of refusals are mostly not declared (API §2.7). */
async function findBreaks(exchanges: readonly Exchange[]): Promise<readonly string[]> {
  if (!hasShared) return [];
  const contract = await loadContract();
  const lines = exchanges.map((exchange) => contract.checkExchange(exchange));
  const breaks = lines.flatMap(({ path, responseViolations, undeclared, unknownEndpoint }) =>
    [
      ...responseViolations,
      ...undeclared.filter((one) => one.startsWith('response')),
      ...(unknownEndpoint ? ['?'] : []),
    ]
      .filter((violation) => !/status \d+ is not declared/.test(violation))
      .map((violation) => `${path} ${violation}`),
  );
  return [...new Set(breaks)];
}

/** Gives the id of a new active connection with one stream, from a source on `host`. */
export async function connect(world: World, { host = 'db.internal', ...changes }: Body = {}): Promise<string> {
  const { sourceId } = await createSource(world, { connectionConfiguration: postgresConfiguration({ host }) });
  return (await createConnection(world, { sourceId, ...changes })).connectionId;
}

/** A connection to a destination that can deduplicate and refresh. */
export async function connectToPostgres(world: World, changes: Body = {}): Promise<string> {
  const { destinationId } = await createDestination(world, {
    destinationDefinitionId: definitions.toPostgres,
    connectionConfiguration: { host: 'db.internal', port: 5432, username: 'x', database: 'x', schema: 'public' },
  });
  return (await createConnection(world, { destinationId, ...changes })).connectionId;
}

/** Settings of `orders` and `customers`, both of them read by what is new. */
export function twoStreams(): Body {
  return {
    streams: ['orders', 'customers'].map((name) =>
      aStream({
        stream: { name },
        config: { syncMode: 'incremental', destinationSyncMode: 'append', cursorField: ['updated_at'] },
      }),
    ),
  };
}

export async function sync(world: World, connectionId: string): Promise<Body> {
  return (await world.ok('connections/sync', { connectionId })).job;
}

/** Syncs, and waits until that is over. */
export async function syncWhole(world: JobWorld, connectionId: string): Promise<Body> {
  const { id } = await sync(world, connectionId);
  world.pass(60);
  return (await world.ok('jobs/get_light', { id })).job;
}

export function poll(world: World, id: number): Promise<Body> {
  return world.ok('jobs/get_without_logs', { id });
}

/** The statuses that somebody sees who looks once a second. */
export async function watch(world: JobWorld, id: number, seconds: number): Promise<readonly string[]> {
  const seen: string[] = [];
  for (let second = 0; second <= seconds; second += 1) {
    const { status } = (await poll(world, id)).job;
    if (seen.at(-1) !== status) seen.push(status);
    world.pass(1);
  }
  return seen;
}
