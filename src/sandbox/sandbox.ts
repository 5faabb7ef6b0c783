import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { messageOf } from '../errors.ts';
import { createCredentials, type SandboxAuth } from './auth.ts';
import { createClock, type SandboxClock } from './clock.ts';
import type { SandboxContext } from './context.ts';
import type { Control } from './control/control.ts';
import { applyDrift } from './drift/apply-drift.ts';
import { FaultBook } from './faults/fault-book.ts';
import type { FaultRule } from './faults/fault-rule.ts';
import { LateWork } from './faults/late-work.ts';
import type { Latency } from './faults/latency.ts';
import { StoreHistory } from './faults/store-history.ts';
import type { Intercept } from './faults.ts';
import type { JobOptions } from './jobs/job-rules.ts';
import { openStore } from './open-store.ts';
import { PortError } from './port-error.ts';
import { profileRules, type SandboxProfile } from './profile.ts';
import { loadRegistry } from './registry/load-registry.ts';
import { type AnsweredRequest, RequestLog, type SandboxRequest } from './requests.ts';
import type { ConnectorRunner } from './runs/runner.ts';
import { sandboxRunner } from './runs/sandbox-runner.ts';
import { createSandboxServer, type ServerParts } from './server.ts';
import { createShuffle } from './shuffle.ts';
import type { SandboxStore } from './store.ts';
import { seedWorld } from './world/seed-world.ts';

export interface SandboxOptions {
  /** Which server to be; `2.0` unless told. */
  readonly profile?: SandboxProfile;
  /** 0 or absent: any free port. Always on the loopback address. */
  readonly port?: number;
  /** Absent: nothing outlives the sandbox. */
  readonly storeFile?: string;
  /** Throws away what the file holds. */
  readonly resetsStore?: boolean;
  /** So many connections, with what belongs to them, are made up where the store has none of anything. */
  readonly worldSize?: number;
  /** Specification files that replace or add connectors. */
  readonly specsFolder?: string;
  /** Catalog files that sources discover. */
  readonly catalogsFolder?: string;
  readonly auth?: SandboxAuth;
  /** Some endpoints refuse members of requests that they do not know; otherwise these are ignored (API §1). */
  readonly isStrict?: boolean;
  /** Added to every answer. */
  readonly latency?: Latency;
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
  /** Gives a new UUID on each call. */
  readonly newId?: () => string;
  /** Shuffles lists whose order the server does not define; decides how jobs go, and everything that is drawn. */
  readonly seed?: number;
  readonly jobs?: JobOptions;
  /** Runs connectors; absent: as the sandbox does. */
  readonly runner?: ConnectorRunner;
  /** Makes requests go wrong, by rules. */
  readonly faults?: readonly FaultRule[];
  /** The same by a function, which goes before the rules. */
  readonly intercept?: Intercept;
  /** Hears of each request of the API once it is answered. */
  readonly onAnswer?: (request: AnsweredRequest) => void;
}

/** A running sandbox. */
export interface Sandbox {
  /** Scheme, host and port: `http://127.0.0.1:49152`. */
  readonly url: string;
  readonly store: SandboxStore;
  /** The last 10,000 requests, oldest first. */
  readonly requests: readonly SandboxRequest[];
  /** What `/control` does, for callers in code. */
  readonly control: Control;
  /** Breaks open connections and waits for the last write of the store. */
  close(): Promise<void>;
}

/**
 * Starts a server that speaks Airbyte's Config API on a loopback port. It moves no data.
 *
 * @throws {AirplanError} when the port is taken, or a store, specification or catalog file cannot be read
 * @throws {RefusedError} when another sandbox uses the store file
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { store, hold } = await openStore(options, options.newId ?? randomUUID);
  try {
    const sandbox = await startOn(store, options);
    hold.announce(sandbox.url);
    const close = (): Promise<void> => sandbox.close().finally(() => hold.release());
    return { ...sandbox, close };
  } catch (error) {
    await hold.release();
    throw error;
  }
}

async function startOn(store: SandboxStore, options: SandboxOptions): Promise<Sandbox> {
  const clock = createClock(options.clock ?? Date.now);
  const context = await createContext(options, store, clock);
  const { worldSize = 0 } = options;
  if (worldSize > 0 && isFresh(store)) await seedWorld(worldSize, context);
  await store.flush();
  const parts = createParts(options, context, clock);
  const { server, close } = createSandboxServer(parts);
  const port = await listen(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    store,
    requests: parts.log.requests,
    control: parts.control,
    close: async () => {
      await close();
      await store.flush();
    },
  };
}

function isFresh({ actors, connections }: SandboxStore): boolean {
  return actors.source.size + actors.destination.size + connections.size === 0;
}

function createParts(options: SandboxOptions, context: SandboxContext, clock: SandboxClock): ServerParts {
  const log = new RequestLog();
  const faults = new FaultBook({
    seed: options.seed ?? 0,
    latency: options.latency ?? { type: 'fixed', ms: 0 },
    rules: options.faults ?? [],
    intercept: options.intercept ?? (() => undefined),
  });
  const control: Control = {
    addFault: (rule) => faults.add(rule),
    listFaults: () => faults.list(),
    clearFaults: () => faults.clear(),
    drift: (edit) => applyDrift(edit, context),
    requests: log.requests,
    nowMs: clock.now,
    advanceClock: clock.advance,
  };
  const late = new LateWork(clock.now);
  const history = new StoreHistory(context.store);
  return { context, log, faults, late, history, control, onAnswer: options.onAnswer ?? (() => undefined) };
}

async function createContext(
  options: SandboxOptions,
  store: SandboxStore,
  { now: clock }: SandboxClock,
): Promise<SandboxContext> {
  const { profile = '2.0', auth = { mode: 'none' }, newId = randomUUID, seed = 0 } = options;
  return {
    store,
    registry: await loadRegistry(options),
    rules: profileRules[profile],
    isStrict: options.isStrict ?? false,
    credentials: createCredentials(auth, clock, randomBytes(32).toString('hex')),
    jobs: { ...options.jobs, seed },
    runner: options.runner ?? sandboxRunner,
    clock,
    newId,
    shuffle: createShuffle(seed),
  };
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new PortError(`the sandbox cannot listen on port ${port}: ${messageOf(cause)}`, {
      hint: 'choose another port, or 0 for any free one',
      cause,
    });
  }
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}
