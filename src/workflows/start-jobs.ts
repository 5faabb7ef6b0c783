import type { About } from '../airbyte/api-error.ts';
import type { Client } from '../airbyte/client.ts';
import { readNewestJob } from '../airbyte/job-list.ts';
import { isConflict, readNewestJobId, startSync } from '../airbyte/syncs.ts';
import { createSafely } from '../apply/create-safely.ts';
import { AirplanError, InternalError, messageOf, RefusedError } from '../errors.ts';
import { isClearing, isOver, type Job } from '../model/job.ts';
import type { ConnectionName, RunningJob, Unstarted } from '../model/sync.ts';
import { createLimiter } from '../util/limit.ts';
import type { ConnectionTarget } from './connection-targets.ts';
import type { Ports } from './ports.ts';
import type { Session } from './session.ts';

/** A connection whose job runs, or one whose job does not, and why. */
export type Started = RunningJob | Unstarted;

/** Starts the job of one connection; `knownId` is the highest id of a job before that. */
export type StartJob = (target: ConnectionTarget, knownId: number) => Promise<Omit<RunningJob, 'connection'>>;

export interface StartPorts {
  readonly session: Session;
  readonly ports: Ports;
  readonly parallelism: number;
  readonly onStarted: (started: Started) => void;
}

/** Starts jobs, some at once; after Ctrl-C no more of them. Never throws for a single one. */
export async function startJobs(
  targets: readonly ConnectionTarget[],
  start: StartJob,
  { session: { client, workspace }, ports, parallelism, onStarted }: StartPorts,
): Promise<readonly Started[]> {
  const knownId = await readNewestJobId(client, workspace.id);
  const limit = createLimiter(parallelism);
  const startOne = async (target: ConnectionTarget): Promise<Started> => {
    const connection = toName(target);
    if (ports.signal.aborted) return { connection, result: 'skipped' };
    try {
      return { connection, ...(await start(target, knownId)) };
    } catch (error) {
      return { connection, result: 'not-started', error: toAirplanError(error) };
    }
  };
  return Promise.all(
    targets.map((target) =>
      limit(async () => {
        const started = await startOne(target);
        onStarted(started);
        return started;
      }),
    ),
  );
}

/** Starts syncs; one that runs already is joined. */
export function syncStarter(client: Client, ports: Ports): StartJob {
  return async ({ connectionId, about }, knownId) => {
    const start = () => startSync(client, connectionId, about);
    const isOurs = (job: Job) => !isClearing(job);
    try {
      return { job: await startOnce(start, { client, connectionId, about, knownId, ports, isOurs }), isJoined: false };
    } catch (error) {
      if (!isConflict(error)) throw error;
      const running = await readNewestJob(client, connectionId, about);
      if (running === undefined) throw error;
      // It has ended just now.
      if (isOver(running)) return { job: await start(), isJoined: false };
      if (isClearing(running)) throw cleared(running, about);
      return { job: running, isJoined: true };
    }
  };
}

export interface StartPlace {
  readonly client: Client;
  readonly connectionId: string;
  readonly about: About;
  readonly knownId: number;
  readonly ports: Ports;
  /** Tells it from jobs that others start at the same time. */
  readonly isOurs: (job: Job) => boolean;
}

/** Starts a job; after an unclear answer it is looked for among those that have come since, and not asked for twice. */
export async function startOnce(start: () => Promise<Job>, place: StartPlace): Promise<Job> {
  const { client, connectionId, about, knownId, ports, isOurs } = place;
  const found = new Map<string, Job>();
  const keep = (job: Job) => {
    found.set(String(job.id), job);
    return { id: String(job.id) };
  };
  const { id } = await createSafely(
    {
      create: async () => keep(await start()),
      findNew: async () => {
        const newest = await readNewestJob(client, connectionId, about);
        return newest === undefined || newest.id <= knownId || !isOurs(newest) ? [] : [keep(newest)];
      },
      adopt: async () => undefined,
    },
    ports,
  );
  const job = found.get(id);
  if (job === undefined) throw new InternalError(`job ${id} was started and not kept`);
  return job;
}

export function toName({ key, connectionId, name }: ConnectionTarget): ConnectionName {
  return { key, connectionId, name };
}

function cleared({ id }: Job, { key }: About): RefusedError {
  return new RefusedError(`${key}: its streams are being cleared by job ${id}`, {
    hint: `sync again once that has ended; see "airplan jobs get ${id}"`,
  });
}

function toAirplanError(error: unknown): AirplanError {
  return error instanceof AirplanError ? error : new InternalError(messageOf(error), { cause: error });
}
