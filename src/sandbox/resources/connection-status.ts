import type { Handler, Routes, SandboxContext } from '../context.ts';
import { endOf, type JobStatus, type JobView, viewJob } from '../jobs/job-view.ts';
import type { StoredFailure, StoredJob } from '../jobs/stored-job.ts';
import { toSeconds, toWireFailure, toWireJob } from '../jobs/wire-job.ts';
import { jsonReply } from '../reply.ts';
import { failMissing, findUuids } from '../request-body.ts';
import type { StoredConnection } from '../stored.ts';
import { getConnection } from './connection-store.ts';

const overStatuses: readonly JobStatus[] = ['succeeded', 'failed', 'cancelled'];

/** What is known of the jobs of one connection, all of them as they stand now. */
interface ConnectionJobs {
  readonly last: JobView | undefined;
  readonly lastSync: JobView | undefined;
  readonly lastSuccess: StoredJob | undefined;
}

/** How several connections are doing, in the order in which they are asked for. */
const getStatuses: Handler = (body, context) => {
  const ids = findUuids(body, 'connectionIds') ?? failMissing('connectionIds');
  return jsonReply(ids.map((connectionId) => toWireStatus(getConnection({ connectionId }, context), context)));
};

export const connectionStatusRoutes: Routes = {
  'connections/status': { handle: getStatuses },
};

function toWireStatus(connection: StoredConnection, context: SandboxContext) {
  const jobs = findJobs(connection.id, context);
  const { last, lastSync, lastSuccess } = jobs;
  const failure = findFailure(lastSync);
  return {
    connectionId: connection.id,
    connectionSyncStatus: syncStatus(connection, jobs),
    scheduleData: connection.schedule.data,
    lastSuccessfulSync: lastSuccess && toSeconds(endOf(lastSuccess)),
    activeJob: last !== undefined && isActive(last) ? toWireJob(last) : undefined,
    lastSyncJobId: lastSync?.job.number,
    lastSyncAttemptNumber: lastSync?.attempts.at(-1)?.number,
    lastSyncJobCreatedAt: lastSync && toSeconds(lastSync.job.createdAtMs),
    failureReason: failure && lastSync && toWireFailure(failure, lastSync.updatedAtMs),
  };
}

function findJobs(connectionId: string, { store, clock }: SandboxContext): ConnectionJobs {
  const now = clock();
  const views = store.jobs
    .list()
    .filter((job) => job.connectionId === connectionId)
    .map((job) => viewJob(job, now));
  const syncs = views.filter(({ job }) => job.type !== 'reset_connection');
  return {
    last: views.at(-1),
    lastSync: syncs.at(-1),
    lastSuccess: syncs.findLast(({ status }) => status === 'succeeded')?.job,
  };
}

/** What can only be mended by somebody counts as failed; what may yet get through is merely incomplete. */
function syncStatus(connection: StoredConnection, { last, lastSync }: ConnectionJobs) {
  if (last !== undefined && isActive(last)) return 'running';
  if (connection.breakingChange || findFailure(lastSync)?.type === 'config_error') return 'failed';
  if (connection.status !== 'active') return 'paused';
  if (last?.status === 'cancelled') return 'incomplete';
  if (last === undefined || last !== lastSync) return 'pending';
  return last.status === 'failed' ? 'incomplete' : 'synced';
}

function findFailure(view: JobView | undefined): StoredFailure | undefined {
  return view?.status === 'failed' ? view.attempts.at(-1)?.failure : undefined;
}

function isActive({ status }: JobView): boolean {
  return !overStatuses.includes(status);
}
