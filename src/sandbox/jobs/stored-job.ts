import type { JsonObject } from '../../model/json.ts';

/** What a job does. Clearing is resetting: the server makes no difference (API §1.6). */
export const jobTypes = ['sync', 'reset_connection', 'refresh'] as const;
export type JobType = (typeof jobTypes)[number];

/** A stream, as jobs and states name it. */
export type StreamName = {
  readonly name: string;
  readonly namespace?: string;
};

/** A stream as it stood when the job started, and how much of it there is to move: nothing where it is cleared. */
export interface JobStream extends StreamName {
  readonly syncMode: string;
  readonly cursorField: readonly string[];
  readonly records: number;
  readonly bytes: number;
}

/** Why an attempt fails, in words for people. */
export interface StoredFailure {
  readonly origin: 'source' | 'destination' | 'replication' | 'airbyte_platform';
  readonly type: 'config_error' | 'system_error' | 'transient_error' | 'manual_cancellation';
  readonly message: string;
  readonly stream?: StreamName;
}

/**
 * One attempt, as it goes unless somebody cancels. Shares are parts of the whole job, from 0 to 1: an attempt takes up
 * the work where the one before left off.
 */
export interface ScriptedAttempt {
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly fromShare: number;
  /** How far the source has come when the attempt ends. */
  readonly emittedShare: number;
  /** How far the destination has; never further. */
  readonly committedShare: number;
  readonly failure?: StoredFailure;
}

/** A job with its whole future, decided when it starts: what it looks like now is a matter of the clock alone. */
export interface StoredJob {
  readonly id: string;
  /** The id on the wire; counts up. */
  readonly number: number;
  readonly type: JobType;
  readonly connectionId: string;
  readonly createdAtMs: number;
  /** The streams of the connection at the start. */
  readonly streams: readonly JobStream[];
  /** The streams that are reset or refreshed; absent in a sync. */
  readonly targets?: readonly StreamName[];
  readonly attempts: readonly ScriptedAttempt[];
  readonly cancelledAtMs?: number;
  /** It is over, and what follows from that was done. */
  readonly isSettled: boolean;
}

/** How far a connection has come with its streams; the id is the connection's. */
export interface StoredState {
  readonly id: string;
  readonly type: 'stream' | 'global' | 'legacy';
  readonly streams: readonly StoredStreamState[];
  /** What the streams of a global state share. */
  readonly shared?: JsonObject;
  /** The whole of a legacy state. */
  readonly legacy?: JsonObject;
}

export interface StoredStreamState extends StreamName {
  readonly state?: JsonObject;
}

/** Text that tells streams apart; no namespace and an empty one differ. */
export function streamKey({ name, namespace }: StreamName): string {
  return JSON.stringify([namespace ?? null, name]);
}

/** The name alone, of something that knows more. */
export function toStreamName({ name, namespace }: StreamName): StreamName {
  return namespace === undefined ? { name } : { name, namespace };
}
