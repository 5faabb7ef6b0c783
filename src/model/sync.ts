import type { AirplanError } from '../errors.ts';
import type { Job } from './job.ts';
import type { ResourceKey } from './resource.ts';

/** What jobs are started for: by the names of the files. */
export interface ConnectionName {
  readonly key: ResourceKey;
  readonly connectionId: string;
  /** As Airbyte shows it. */
  readonly name: string;
}

/** A connection, and the job that runs for it. */
export interface RunningJob {
  readonly connection: ConnectionName;
  readonly job: Job;
  /** True when it ran already. */
  readonly isJoined: boolean;
}

/**
 * What became of a connection. With a job: `started` and not awaited; `succeeded`, `failed`, `cancelled`; `running`
 * when nobody waits any longer; `unknown` when the server has not told of it for minutes.
 */
export type SyncOutcome =
  | (RunningJob & { readonly result: 'started' | 'succeeded' | 'failed' | 'cancelled' | 'running' | 'unknown' })
  | Unstarted
  | { readonly connection: ConnectionName; readonly result: 'inactive' };

/** A connection for which a job was to start; `skipped` because of Ctrl-C. */
export type Unstarted =
  | { readonly connection: ConnectionName; readonly result: 'not-started'; readonly error: AirplanError }
  | { readonly connection: ConnectionName; readonly result: 'skipped' };

/** Why nobody waits any longer; `started` when nobody wanted to. */
export type SyncEnd = 'started' | 'over' | 'timeout' | 'interrupted' | 'silence';

/** All outcomes, by key. */
export interface SyncReport {
  readonly outcomes: readonly SyncOutcome[];
  readonly end: SyncEnd;
  readonly durationMs: number;
  /** What the server said last, when it has told nothing for minutes. */
  readonly error?: AirplanError;
}
