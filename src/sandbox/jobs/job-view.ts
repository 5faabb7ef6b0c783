import type { ScriptedAttempt, StoredFailure, StoredJob } from './stored-job.ts';
import { type StreamFigures, streamFigures } from './stream-figures.ts';

export type JobStatus = 'pending' | 'running' | 'incomplete' | 'failed' | 'succeeded' | 'cancelled';

/** A job as it stands at one moment; all times are milliseconds. */
export interface JobView {
  readonly job: StoredJob;
  readonly status: JobStatus;
  /** Absent while no attempt has started. */
  readonly startedAtMs?: number;
  /** When its status changed last. */
  readonly updatedAtMs: number;
  /** Oldest first; never those that are still to come. */
  readonly attempts: readonly AttemptView[];
}

export interface AttemptView {
  /** Counts from 0. */
  readonly number: number;
  readonly status: 'running' | 'failed' | 'succeeded';
  readonly startedAtMs: number;
  readonly endedAtMs?: number;
  readonly figures: readonly StreamFigures[];
  readonly failure?: StoredFailure;
}

const cancellation: StoredFailure = {
  origin: 'airbyte_platform',
  type: 'manual_cancellation',
  message: 'The job was cancelled.',
};

/** A job at a moment: everything follows from its script and the clock. */
export function viewJob(job: StoredJob, nowMs: number): JobView {
  // A cancelled job stays as it was when that happened.
  const atMs = Math.min(nowMs, job.cancelledAtMs ?? nowMs);
  const started = job.attempts.filter(({ startsAtMs }) => startsAtMs <= atMs);
  const [first] = started;
  return {
    job,
    status: jobStatus(job, started, atMs),
    ...(first === undefined ? {} : { startedAtMs: first.startsAtMs }),
    updatedAtMs: lastChangeMs(job, started, atMs),
    attempts: started.map((attempt, number) => viewAttempt({ job, attempt, number, atMs })),
  };
}

/** When a job is over, if nobody cancels it. */
export function endOf({ attempts, cancelledAtMs, createdAtMs }: StoredJob): number {
  return cancelledAtMs ?? attempts.at(-1)?.endsAtMs ?? createdAtMs;
}

/** Cancelled ones count as ended at once. */
export function isOver(job: StoredJob, nowMs: number): boolean {
  return job.isSettled || endOf(job) <= nowMs;
}

function jobStatus(job: StoredJob, started: readonly ScriptedAttempt[], atMs: number): JobStatus {
  if (job.cancelledAtMs !== undefined) return 'cancelled';
  const last = started.at(-1);
  if (last === undefined) return 'pending';
  if (atMs < last.endsAtMs) return 'running';
  if (last.failure === undefined) return 'succeeded';
  return started.length < job.attempts.length ? 'incomplete' : 'failed';
}

function lastChangeMs(job: StoredJob, started: readonly ScriptedAttempt[], atMs: number): number {
  if (job.cancelledAtMs !== undefined) return job.cancelledAtMs;
  const last = started.at(-1);
  if (last === undefined) return job.createdAtMs;
  return last.endsAtMs <= atMs ? last.endsAtMs : last.startsAtMs;
}

interface AttemptMoment {
  readonly job: StoredJob;
  readonly attempt: ScriptedAttempt;
  readonly number: number;
  readonly atMs: number;
}

function viewAttempt({ job, attempt, number, atMs }: AttemptMoment): AttemptView {
  const seen = { number, startedAtMs: attempt.startsAtMs, figures: streamFigures(job.streams, attempt, atMs) };
  if (atMs >= attempt.endsAtMs) {
    const { endsAtMs: endedAtMs, failure } = attempt;
    return failure === undefined
      ? { ...seen, status: 'succeeded', endedAtMs }
      : { ...seen, status: 'failed', endedAtMs, failure };
  }
  if (job.cancelledAtMs === undefined) return { ...seen, status: 'running' };
  return { ...seen, status: 'failed', endedAtMs: job.cancelledAtMs, failure: cancellation };
}
