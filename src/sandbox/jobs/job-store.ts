import type { SandboxContext } from '../context.ts';
import type { SandboxStore } from '../store.ts';
import type { StoredConnection } from '../stored.ts';
import { isOver } from './job-view.ts';
import { planStreams } from './planned-streams.ts';
import { type Fate, writeScript } from './script.ts';
import { type JobType, type StoredJob, type StreamName, streamKey } from './stored-job.ts';
import { dropStates } from './stream-states.ts';

/** Older ones are forgotten, as servers forget after a while. */
export const keptJobs = 5000;

export interface JobRequest {
  readonly connection: StoredConnection;
  readonly type: JobType;
  /** The streams that are reset or refreshed. */
  readonly targets?: readonly StreamName[];
  readonly fate: Fate;
}

/** Starts a job; all that will become of it is decided from here on. */
export function startJob({ connection, type, targets, fate }: JobRequest, context: SandboxContext): StoredJob {
  // What is refreshed is read anew, so it has no state from the start.
  if (type === 'refresh') dropStates(connection.id, new Set(targets?.map(streamKey)), context);
  const number = nextNumber(context.store);
  const createdAtMs = context.clock();
  const job: StoredJob = {
    id: String(number),
    number,
    type,
    connectionId: connection.id,
    createdAtMs,
    streams: planStreams(connection, { type, number }, context),
    ...(targets === undefined ? {} : { targets }),
    attempts: writeScript({ number, type, createdAtMs, fate }, context.jobs),
    isSettled: false,
  };
  context.store.jobs.put(job);
  forgetOldest(context.store);
  return job;
}

/** The job of a connection that is not over yet; there is at most one. */
export function findCurrentJob(connectionId: string, { store, clock }: SandboxContext): StoredJob | undefined {
  const now = clock();
  return store.jobs.list().find((job) => job.connectionId === connectionId && !isOver(job, now));
}

/** Stops what runs for a connection, if anything does. */
export function cancelCurrentJob(connectionId: string, context: SandboxContext): void {
  const job = findCurrentJob(connectionId, context);
  if (job === undefined) return;
  context.store.jobs.put({ ...job, cancelledAtMs: context.clock(), isSettled: true });
}

/** The newest job of each connection, among those of some types. */
export function latestJobs(store: SandboxStore, types: readonly JobType[]): ReadonlyMap<string, StoredJob> {
  const wanted = store.jobs.list().filter(({ type }) => types.includes(type));
  return new Map(wanted.map((job) => [job.connectionId, job]));
}

/** Numbers count up, so the newest job has the highest one. */
function nextNumber({ jobs }: SandboxStore): number {
  return 1 + (jobs.list().at(-1)?.number ?? 0);
}

function forgetOldest({ jobs }: SandboxStore): void {
  if (jobs.size <= keptJobs) return;
  const oldest = jobs.list().find(({ isSettled }) => isSettled);
  if (oldest !== undefined) jobs.delete(oldest.id);
}
