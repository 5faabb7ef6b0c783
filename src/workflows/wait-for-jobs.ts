import { ApiError, CredentialsError, isUnclear } from '../airbyte/api-error.ts';
import { readJobStates } from '../airbyte/job-list.ts';
import { AirplanError } from '../errors.ts';
import { isOver, type Job } from '../model/job.ts';
import type { SyncEnd } from '../model/sync.ts';
import type { Ports } from './ports.ts';
import type { Session } from './session.ts';

/** What somebody hears who watches jobs. */
export interface JobWatcher {
  /** After each look: every awaited job as it stands now. */
  readonly onLook: (jobs: ReadonlyMap<number, Job>) => void;
  /** The server does not answer, or does so again. */
  readonly onSilence: (error: AirplanError | undefined) => void;
}

export interface WaitRequest {
  /** Absent: as long as it takes. */
  readonly timeoutMs?: number | undefined;
  readonly watcher: JobWatcher;
}

export interface WaitResult {
  /** All jobs, as they stood when last heard of. */
  readonly jobs: ReadonlyMap<number, Job>;
  readonly end: Exclude<SyncEnd, 'started'>;
  /** Ids of those that the server has not told of for minutes. */
  readonly silent: ReadonlySet<number>;
  readonly error?: AirplanError;
}

/** Looks come often at first, so that short jobs end at once, and rarely later. */
const firstPauseMs = 1000;
const longestPauseMs = 10_000;
/** How long Ctrl-C may go unnoticed. */
const longestNapMs = 250;
/** A server that is being upgraded is away for minutes; its jobs go on. */
const patienceMs = 5 * 60_000;

/**
 * Waits for jobs, all of them asked about at once, until they are over, time runs out, or Ctrl-C. A server that is
 * away for less than five minutes is waited for as well.
 */
export async function waitForJobs(
  started: readonly Job[],
  session: Session,
  ports: Ports,
  { timeoutMs = Number.POSITIVE_INFINITY, watcher }: WaitRequest,
): Promise<WaitResult> {
  const startMs = ports.nowMs();
  const watch = createWatch(started, { session, ports, watcher });
  for (let round = 0; ; round += 1) {
    const leftMs = startMs + timeoutMs - ports.nowMs();
    const end = watch.ended() ?? (ports.signal.aborted ? 'interrupted' : leftMs <= 0 ? 'timeout' : undefined);
    if (end !== undefined) return watch.result(end);
    await nap(Math.min(pauseMs(round), leftMs), ports);
    if (!ports.signal.aborted) await watch.look();
  }
}

interface WatchPlace {
  readonly session: Session;
  readonly ports: Ports;
  readonly watcher: JobWatcher;
}

/** What is known of some jobs, and when each was heard of last. */
function createWatch(started: readonly Job[], { session, ports, watcher }: WatchPlace) {
  const { client, workspace } = session;
  const jobs = new Map(started.map((job) => [job.id, job]));
  const heardMs = new Map(started.map(({ id }) => [id, ports.nowMs()]));
  let error: AirplanError | undefined;
  let isHopeless = false;
  const open = () => [...jobs.values()].filter((job) => !isOver(job));
  const isSilent = ({ id }: Job) => isHopeless || ports.nowMs() - (heardMs.get(id) ?? 0) > patienceMs;

  const hear = (seen: ReadonlyMap<number, Job>) => {
    for (const [id, job] of seen) {
      jobs.set(id, job);
      heardMs.set(id, ports.nowMs());
    }
    if (error !== undefined) watcher.onSilence(undefined);
    error = undefined;
    watcher.onLook(jobs);
  };
  const endure = (caught: unknown) => {
    if (!(caught instanceof AirplanError)) throw caught;
    if (error === undefined) watcher.onSilence(caught);
    error = caught;
    isHopeless = !isPassing(caught);
  };
  return {
    look: async () => {
      try {
        const seen = await orAborted(readJobStates(client, workspace.id, open()), ports.signal);
        if (seen !== undefined) hear(seen);
      } catch (caught) {
        endure(caught);
      }
    },
    ended: (): 'over' | 'silence' | undefined => {
      const left = open();
      if (left.length === 0) return 'over';
      return left.every(isSilent) ? 'silence' : undefined;
    },
    result: (end: WaitResult['end']): WaitResult => {
      const silent = new Set(open().flatMap((job) => (isSilent(job) ? job.id : [])));
      return { jobs, end, silent, ...(error === undefined ? {} : { error }) };
    },
  };
}

/** @returns milliseconds: a second at first, then growing by a third each time up to ten */
export function pauseMs(round: number): number {
  return Math.min(longestPauseMs, firstPauseMs * (4 / 3) ** round);
}

async function nap(ms: number, { sleep, signal }: Ports): Promise<void> {
  for (let leftMs = ms; leftMs > 0 && !signal.aborted; leftMs -= longestNapMs)
    await sleep(Math.min(leftMs, longestNapMs));
}

/** What comes of a question, or undefined as soon as nobody wants to know any more. */
function orAborted<T>(question: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  if (signal.aborted) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    const stop = () => resolve(undefined);
    signal.addEventListener('abort', stop, { once: true });
    question.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** A server that starts up answers with pages, with 500 and with refused connections, its tokens included. */
function isPassing(error: AirplanError): boolean {
  if (isUnclear(error)) return true;
  if (error instanceof ApiError) return error.status === 429;
  return error instanceof CredentialsError && isUnclear(error.cause);
}
