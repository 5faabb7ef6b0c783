import type { SandboxContext } from '../context.ts';
import { latestJobs } from '../jobs/job-store.ts';
import { viewJob } from '../jobs/job-view.ts';
import { jobTypes, type StoredJob } from '../jobs/stored-job.ts';
import { toSeconds } from '../jobs/wire-job.ts';

/** What the connections of a source or destination are up to. */
export interface ActorActivity {
  readonly connections: number;
  readonly status: 'active' | 'inactive';
  /** When the newest sync started, in seconds; absent where there was none. */
  readonly lastSync?: number;
  /** How many connections have a last job of each status. */
  readonly jobStatuses: Readonly<Record<string, number>>;
}

export const noActivity: ActorActivity = { connections: 0, status: 'inactive', jobStatuses: {} };

/** The activity of every source and destination that has a connection, by id. */
export function actorActivities(context: SandboxContext): ReadonlyMap<string, ActorActivity> {
  const { store } = context;
  const last = latestJobs(store, jobTypes);
  const lastSyncs = latestJobs(store, ['sync', 'refresh']);
  const activities = new Map<string, ActorActivity>();
  for (const { id, sourceId, destinationId, status } of store.connections.list()) {
    if (status === null || status === 'deprecated') continue;
    const one = { isActive: status === 'active', last: last.get(id), lastSync: lastSyncs.get(id) };
    for (const actorId of [sourceId, destinationId]) {
      activities.set(actorId, withConnection(activities.get(actorId) ?? noActivity, one, context));
    }
  }
  return activities;
}

interface OneConnection {
  readonly isActive: boolean;
  readonly last: StoredJob | undefined;
  readonly lastSync: StoredJob | undefined;
}

function withConnection(known: ActorActivity, one: OneConnection, { clock }: SandboxContext): ActorActivity {
  const status = one.last && viewJob(one.last, clock()).status;
  const syncs = [known.lastSync, one.lastSync && toSeconds(one.lastSync.createdAtMs)].filter((at) => at !== undefined);
  return {
    connections: known.connections + 1,
    status: one.isActive ? 'active' : known.status,
    ...(syncs.length === 0 ? {} : { lastSync: Math.max(...syncs) }),
    jobStatuses:
      status === undefined
        ? known.jobStatuses
        : { ...known.jobStatuses, [status]: (known.jobStatuses[status] ?? 0) + 1 },
  };
}
