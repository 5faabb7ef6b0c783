import type { Workspace } from './live.ts';
import type { ResourceKey } from './resource.ts';
import type { Schedule } from './schedule.ts';

/** How the last job of a connection went; `never` where there was none. Newer servers may add words. */
export type JobState = 'running' | 'succeeded' | 'failed' | 'cancelled' | 'never' | 'unknown';

/** What the server knows of its source's schema and the connection has not taken. */
export type PendingSchema = 'none' | 'non-breaking' | 'breaking' | 'unknown';

/** How one connection is doing. Times are milliseconds since the epoch. */
export interface ConnectionState {
  /** Absent: no file names it. */
  readonly key?: ResourceKey;
  readonly name: string;
  /** Absent: it is in the files only. */
  readonly id?: string;
  /** `active`, `inactive`, or what newer servers add; absent where it is in the files only. */
  readonly status?: string;
  readonly schedule?: Schedule;
  /** When its last job was created. */
  readonly lastRunMs?: number;
  /** Not after now: it is due. Absent: never, or nobody can tell. */
  readonly nextRunMs?: number;
  readonly state: JobState;
  /** Committed by the jobs of the last 24 hours. */
  readonly records: number;
  readonly bytes: number;
  readonly schema: PendingSchema;
  /** How many fields a plan would change. Absent: no file names it, or the plan could not be made. */
  readonly drift?: number;
}

/** One screen for a workspace. */
export interface WorkspaceStatus {
  readonly formatVersion: '1.0';
  readonly environment: string;
  readonly server: string;
  readonly workspace: Workspace;
  readonly atMs: number;
  /** Those of the files by key, then the others by name. */
  readonly connections: readonly ConnectionState[];
  /** What is not known, and why. */
  readonly notes: readonly string[];
}
