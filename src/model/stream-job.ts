import type { Moved } from './job.ts';
import type { StreamStep } from './plan.ts';
import type { ConnectionName } from './sync.ts';

/** What is to be done to streams of a connection, and what that costs as far as it is known. */
export interface PlannedStreamJob {
  readonly connection: ConnectionName;
  readonly action: StreamStep['action'];
  /** Empty: all of them, those included that are not selected any more. */
  readonly streams: StreamStep['streams'];
  /** Names of the streams that are selected now and are meant, sorted. */
  readonly names: readonly string[];
  /** What the last sync has moved. */
  readonly last?: Moved;
  /** The job that runs now, and is cancelled for it. */
  readonly runningId?: number;
}
