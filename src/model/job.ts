import { streamId } from './stream.ts';

/** What a job can do to data; the last two are the same to a server (API §1.9). */
export const jobTypes = ['sync', 'refresh', 'reset_connection', 'clear'] as const;

export const jobStatuses = ['pending', 'queued', 'running', 'incomplete', 'failed', 'succeeded', 'cancelled'] as const;
export type JobStatus = (typeof jobStatuses)[number];

/** Records and bytes. */
export interface Moved {
  readonly records: number;
  readonly bytes: number;
}

/** How far something has come: what was read from the source, and what is safely with the destination. */
export interface Figures {
  readonly read: Moved;
  readonly written: Moved;
}

export interface StreamFigures extends Figures {
  readonly name: string;
  readonly namespace?: string;
}

/** Why an attempt broke off; servers leave out what they do not know. */
export interface AttemptFailure {
  /** `source`, `destination`, `airbyte_platform` and so on. */
  readonly origin?: string;
  /** `config_error`, `transient_error` and so on. */
  readonly type?: string;
  readonly message?: string;
  /** The stream that it is about. */
  readonly stream?: string;
}

/** One try of a job. Times are seconds since the epoch, by the server's clock. */
export interface Attempt extends Figures {
  /** Counts from 1. */
  readonly number: number;
  /** `running`, `failed`, `succeeded`. */
  readonly status: string;
  readonly createdAt: number;
  readonly endedAt?: number;
  readonly streams: readonly StreamFigures[];
  readonly failures: readonly AttemptFailure[];
}

/** A job of a connection. Times are seconds since the epoch, by the server's clock. */
export interface Job extends Figures {
  readonly id: number;
  /** One of `jobTypes`, or what newer servers add. */
  readonly type: string;
  readonly connectionId: string;
  /** One of `jobStatuses`, or what newer servers add. */
  readonly status: string;
  readonly createdAt: number;
  readonly startedAt?: number;
  readonly updatedAt: number;
  /** Those that it was started with; a server that tells none gives 0. */
  readonly streamCount: number;
  /** Those of which the server has figures. */
  readonly streams: readonly StreamFigures[];
  /** Oldest first. */
  readonly attempts: readonly Attempt[];
}

const finalStatuses: readonly string[] = ['failed', 'succeeded', 'cancelled'] satisfies readonly JobStatus[];

/** True once nothing more will become of it. `incomplete` is not that: another attempt follows (API §1.9). */
export function isOver({ status }: Pick<Job, 'status'>): boolean {
  return finalStatuses.includes(status);
}

/** True for jobs that delete what was written. */
export function isClearing({ type }: Pick<Job, 'type'>): boolean {
  return type === 'reset_connection' || type === 'clear';
}

/**
 * How many streams are through: of whose records all that were read are written, in the attempt that read any last.
 * Servers do not say more than that of a job that runs.
 */
export function countStreamsDone({ status, streamCount, attempts }: Job): number {
  if (status === 'succeeded') return streamCount;
  const last = new Map<string, Figures>();
  for (const stream of attempts.flatMap(({ streams }) => streams)) {
    if (stream.read.records > 0) last.set(streamId(stream), stream);
  }
  return [...last.values()].filter(({ read, written }) => written.records >= read.records).length;
}

/** From its start, or its creation, to its last change; milliseconds. */
export function jobDurationMs({ startedAt, createdAt, updatedAt }: Job): number {
  return Math.max(0, updatedAt - (startedAt ?? createdAt)) * 1000;
}
