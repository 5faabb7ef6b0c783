import { randomUUID } from 'node:crypto';
import type { RunningJob, SyncOutcome, SyncReport } from '../../src/model/sync.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import type { Sandbox, SandboxOptions } from '../../src/sandbox/sandbox.ts';
import type { SandboxStore } from '../../src/sandbox/store.ts';
import type { Ports } from '../../src/workflows/ports.ts';
import { type SyncRequest, type SyncWatcher, syncConnections } from '../../src/workflows/sync.ts';
import { copyStore } from '../support/copy-store.ts';
import { apply, type ProjectInMemory, portsFor, withSandbox } from '../support/workflow.ts';
import { aShop } from './synced-world.ts';

/** When these worlds begin. */
const startMs = 1_700_000_000_000;

/** Each job waits for 1 s, a whole attempt takes 10 s and a broken one 5 s, and the next comes 4 s later. */
const pace = { pendingMs: 1000, attemptMs: 10_000, retryMs: 4000 };

/** A shop on a server whose time passes only while somebody sleeps. */
export interface JobWorld {
  readonly sandbox: Sandbox;
  readonly project: ProjectInMemory;
  readonly ports: Ports;
  /** Seconds since the world began. */
  readonly seconds: () => number;
  /** Does something once so many seconds have passed. */
  readonly at: (seconds: number, event: () => void | Promise<void>) => void;
  readonly post: (path: string, body: object) => Promise<Response>;
  readonly connectionId: string;
  /** Has all requests of these paths go wrong, until told otherwise. */
  readonly break: (path: RegExp, fault: Fault | undefined) => void;
}

export interface JobWorldOptions extends SandboxOptions {
  readonly project?: ProjectInMemory;
}

/** Applies a shop and hands it out. */
export async function withJobWorld(
  use: (world: JobWorld) => Promise<void>,
  { project = aShop(), ...options }: JobWorldOptions = {},
): Promise<void> {
  let nowMs = startMs;
  const events: { readonly atMs: number; readonly event: () => void | Promise<void> }[] = [];
  let broken: { readonly path: RegExp; readonly fault: Fault } | undefined;
  const intercept: SandboxOptions['intercept'] = ({ path }) => (broken?.path.test(path) ? broken.fault : undefined);
  await withSandbox({ clock: () => nowMs, jobs: pace, intercept, ...options }, async (sandbox) => {
    copyStore(await applied(project, options), sandbox.store, (rows) => rows);
    const sleep: Ports['sleep'] = async (ms) => {
      nowMs += ms;
      for (const due of events.filter(({ atMs }) => atMs <= nowMs)) {
        events.splice(events.indexOf(due), 1);
        await due.event();
      }
    };
    await use({
      sandbox,
      project,
      ports: { ...portsFor(project, sandbox.url), nowMs: () => nowMs, sleep },
      seconds: () => (nowMs - startMs) / 1000,
      at: (seconds, event) => void events.push({ atMs: startMs + seconds * 1000, event }),
      post: (path, body) =>
        fetch(`${sandbox.url}/api/v1/${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      connectionId: sandbox.store.connections.list()[0]?.id ?? '',
      break: (path, fault) => {
        broken = fault === undefined ? undefined : { path, fault };
      },
    });
  });
}

const stores = new Map<string, Promise<SandboxStore>>();

/** What a server holds once a project is applied; worked out once. */
function applied(project: ProjectInMemory, { profile, auth }: SandboxOptions): Promise<SandboxStore> {
  const key = JSON.stringify([project, profile]);
  const known = stores.get(key);
  if (known !== undefined) return known;
  const options = { clock: () => startMs, ...(profile && { profile }), ...(auth && { auth }) };
  const store = withSandbox(options, async (sandbox) => {
    await apply(project, sandbox.url);
    return sandbox.store;
  });
  stores.set(key, store);
  return store;
}

/** What somebody heard who watched. */
export interface Heard {
  /** Of the first job, each once. */
  readonly statuses: string[];
  readonly looks: (readonly RunningJob[])[];
  readonly silences: (string | undefined)[];
}

export function aWatcher(): SyncWatcher & { readonly heard: Heard } {
  const heard: Heard = { statuses: [], looks: [], silences: [] };
  const note = (running: RunningJob | undefined): void => {
    if (running !== undefined && heard.statuses.at(-1) !== running.job.status) heard.statuses.push(running.job.status);
  };
  return {
    heard,
    onTargets: () => undefined,
    onStarted: (started) => note('job' in started ? started : undefined),
    onLook: (running) => {
      note(running[0]);
      heard.looks.push(running);
    },
    onSilence: (error) => void heard.silences.push(error?.code),
  };
}

/** Syncs everything and waits, unless told otherwise. */
export function sync(
  { ports }: Pick<JobWorld, 'ports'>,
  request: Partial<SyncRequest> = {},
  watcher: SyncWatcher = aWatcher(),
): Promise<SyncReport> {
  return syncConnections(ports, { select: [], exclude: [], wait: {}, ...request }, watcher);
}

/** Result, status of the job and number of its attempts. */
export function resultsOf({ outcomes }: SyncReport) {
  return outcomes.map((outcome: SyncOutcome) =>
    'job' in outcome
      ? { result: outcome.result, status: outcome.job.status, attempts: outcome.job.attempts.length }
      : { result: outcome.result },
  );
}

/** The words of each failure, with the attempt that they are of. */
export function failuresOf({ outcomes }: SyncReport): readonly string[] {
  return outcomes.flatMap((outcome) =>
    'job' in outcome
      ? outcome.job.attempts.flatMap(({ number, failures }) => failures.map(({ message }) => `${number}: ${message}`))
      : [],
  );
}

/** So many more connections like the first, with files and without requests. */
export function withMoreConnections({ sandbox, project }: JobWorld, count: number): ProjectInMemory {
  const [first] = sandbox.store.connections.list();
  if (first === undefined) throw new Error('there is no connection');
  const names = Array.from({ length: count }, (_value, index) => `copy-${index}`);
  for (const name of names) sandbox.store.connections.put({ ...first, id: randomUUID(), name });
  const file = String(project.contents['pipelines/shop-to-warehouse.yaml']);
  const files = names.map((name) => [`pipelines/${name}.yaml`, file]);
  return { ...project, contents: { ...project.contents, ...Object.fromEntries(files) } };
}
