import { RefusedError } from '../errors.ts';
import { isOver, type Job } from '../model/job.ts';
import type { ResourceKey } from '../model/resource.ts';
import type { RunningJob, SyncOutcome, SyncReport, Unstarted } from '../model/sync.ts';
import { sortedBy } from '../util/sort.ts';
import {
  type ConnectionBase,
  type ConnectionRequest,
  type ConnectionTarget,
  findTargets,
  openConnections,
} from './connection-targets.ts';
import { withoutSecrets } from './hidden-job.ts';
import type { Ports } from './ports.ts';
import type { Session } from './session.ts';
import { type Started, type StartJob, startJobs, syncStarter, toName } from './start-jobs.ts';
import { type JobWatcher, waitForJobs } from './wait-for-jobs.ts';

/** Whether jobs are waited for. */
export interface Waiting {
  /** Milliseconds; absent: as long as it takes. */
  readonly timeoutMs?: number;
}

export interface SyncRequest extends ConnectionRequest {
  /** Absent: jobs are started and left alone. */
  readonly wait?: Waiting | undefined;
}

/** What somebody hears who watches syncs. */
export interface SyncWatcher {
  /** Before the first job is started. */
  readonly onTargets: (count: number) => void;
  readonly onStarted: (started: Started) => void;
  /** After each look at the server: all that runs or ran. */
  readonly onLook: (running: readonly RunningJob[]) => void;
  readonly onSilence: JobWatcher['onSilence'];
}

/**
 * Starts syncs of connections, and waits for them if asked to. What runs already is joined.
 *
 * @throws {RefusedError} for a connection that is named and paused, or when all are
 * @throws what `findTargets` throws
 */
export async function syncConnections(ports: Ports, request: SyncRequest, watcher: SyncWatcher): Promise<SyncReport> {
  const base = await openConnections(ports, request);
  const targets = findTargets(base, request);
  assertActive(targets);
  return syncTargets(targets, runOf(base, { ports, watcher, wait: request.wait }));
}

export interface AppliedRequest extends Pick<SyncRequest, 'environment' | 'parallelism' | 'wait'> {
  /** Connections that an apply has created or changed. */
  readonly keys: readonly ResourceKey[];
}

/** Syncs some connections; those that are not active are left out, be it all of them. */
export async function syncApplied(ports: Ports, request: AppliedRequest, watcher: SyncWatcher): Promise<SyncReport> {
  const base = await openConnections(ports, { ...request, select: [], exclude: [] });
  const targets = findTargets(base, { select: request.keys, exclude: [] });
  return syncTargets(targets, runOf(base, { ports, watcher, wait: request.wait }));
}

function runOf({ session, files }: ConnectionBase, rest: Pick<JobRun, 'ports' | 'watcher' | 'wait'>): JobRun {
  return { session, parallelism: files.environment.parallelism, ...rest };
}

export interface JobRun {
  readonly session: Session;
  readonly ports: Ports;
  readonly watcher: SyncWatcher;
  readonly parallelism: number;
  readonly wait: Waiting | undefined;
}

function assertActive(targets: readonly ConnectionTarget[]): void {
  const areAll = !targets.some(isActive);
  const refused = targets.find((target) => !isActive(target) && (target.isNamed || areAll));
  if (refused !== undefined) throw inactive(refused);
}

async function syncTargets(targets: readonly ConnectionTarget[], run: JobRun): Promise<SyncReport> {
  const active = targets.filter(isActive);
  const paused = targets.filter((target) => !isActive(target));
  const left = paused.map((target): SyncOutcome => ({ connection: toName(target), result: 'inactive' }));
  return runJobs(active, syncStarter(run.session.client, run.ports), run, left);
}

/**
 * Starts a job for each connection, and waits for them if asked to.
 *
 * @param others - outcomes of connections for which none is started
 */
export async function runJobs(
  targets: readonly ConnectionTarget[],
  start: StartJob,
  run: JobRun,
  others: readonly SyncOutcome[] = [],
): Promise<SyncReport> {
  const { session, ports, watcher, parallelism, wait } = run;
  const startMs = ports.nowMs();
  const report = (outcomes: readonly SyncOutcome[], end: SyncReport['end']): SyncReport => ({
    outcomes: sortedBy([...outcomes, ...others], ({ connection }) => connection.key),
    end,
    durationMs: ports.nowMs() - startMs,
  });
  watcher.onTargets(targets.length);
  const { onStarted } = watcher;
  const started = await startJobs(targets, start, { session, ports, parallelism, onStarted });
  if (wait === undefined) {
    return report(started.map(asStarted), ports.signal.aborted ? 'interrupted' : 'started');
  }
  const running = started.filter((one): one is RunningJob => 'job' in one);
  const current = jobsOf(running, targets);
  const { jobs, silent, end, error } = await waitForJobs(
    running.map(({ job }) => job),
    session,
    ports,
    {
      timeoutMs: wait.timeoutMs,
      watcher: { onLook: (seen) => watcher.onLook(current(seen)), onSilence: watcher.onSilence },
    },
  );
  const ended = current(jobs).map((one): SyncOutcome => {
    return { ...one, result: silent.has(one.job.id) ? 'unknown' : resultOf(one.job) };
  });
  const unstarted = started.filter((one): one is Unstarted => !('job' in one));
  return { ...report([...ended, ...unstarted], end), ...(error === undefined ? {} : { error }) };
}

function asStarted(one: Started): SyncOutcome {
  return 'job' in one ? { ...one, result: 'started' } : one;
}

/** Gives what runs with its jobs as they stand now; two connections never share a job. */
function jobsOf(running: readonly RunningJob[], targets: readonly ConnectionTarget[]) {
  const abouts = new Map(targets.map(({ key, about }) => [key, about]));
  return (jobs: ReadonlyMap<number, Job>): readonly RunningJob[] =>
    running.map((one) => {
      const job = jobs.get(one.job.id) ?? one.job;
      return { ...one, job: withoutSecrets(job, abouts.get(one.connection.key) ?? {}) };
    });
}

/** How a job has ended, or that it has not. */
export function resultOf(job: Job): 'succeeded' | 'failed' | 'cancelled' | 'running' {
  if (!isOver(job)) return 'running';
  return job.status === 'succeeded' || job.status === 'cancelled' ? job.status : 'failed';
}

function isActive({ live }: ConnectionTarget): boolean {
  return live.settings.status === 'active';
}

function inactive({ key, live }: ConnectionTarget): RefusedError {
  const { status } = live.settings;
  return new RefusedError(`${key} is ${status}, so the server would not sync it`, {
    hint: 'write "status: active" in its file and apply, or activate it in Airbyte',
  });
}
