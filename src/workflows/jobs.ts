import { ApiError, isUnclear } from '../airbyte/api-error.ts';
import { listJobs, readJob, readNewestJob } from '../airbyte/job-list.ts';
import { type AttemptLog, readJobLogs } from '../airbyte/job-logs.ts';
import { cancelJob } from '../airbyte/syncs.ts';
import { InvalidFlagsError, RefusedError } from '../errors.ts';
import { isOver, type Job } from '../model/job.ts';
import type { ResourceKey } from '../model/resource.ts';
import { hideSecrets } from '../model/secrets.ts';
import { matchResources } from '../plan/match.ts';
import { withoutUndefined } from '../util/decode.ts';
import { type ConnectionBase, type ConnectionRequest, findTargets, openConnections } from './connection-targets.ts';
import { withoutSecrets } from './hidden-job.ts';
import type { Ports } from './ports.ts';
import { waitForJobs } from './wait-for-jobs.ts';

/** A job, and the connection that it is of: absent members are not known, as of one that was deleted. */
export interface NamedJob {
  readonly key?: ResourceKey;
  /** As Airbyte shows the connection. */
  readonly name?: string;
  readonly job: Job;
}

export interface JobListRequest extends ConnectionRequest {
  readonly statuses: readonly string[];
  /** Milliseconds since the epoch. */
  readonly sinceMs?: number;
  readonly limit: number;
}

export interface JobListing {
  readonly jobs: readonly NamedJob[];
  /** False when older jobs were not looked through, which may hold more of these. */
  readonly isWhole: boolean;
}

/** The newest jobs, of some connections of the files or of the whole workspace. */
export async function listWorkspaceJobs(ports: Ports, request: JobListRequest): Promise<JobListing> {
  const base = await openConnections(ports, request);
  const { client, workspace } = base.session;
  const isOfAll = request.select.length === 0 && request.exclude.length === 0;
  const ids = isOfAll ? undefined : new Set(findTargets(base, request).map(({ connectionId }) => connectionId));
  const [only, ...others] = ids ?? [];
  const { statuses, sinceMs, limit } = request;
  const search = withoutUndefined({
    workspaceId: workspace.id,
    connectionId: others.length === 0 ? only : undefined,
    statuses: statuses.length === 0 ? undefined : statuses,
    createdFromMs: sinceMs,
  });
  const isWanted = ({ connectionId }: Job) => ids === undefined || ids.has(connectionId);
  const { jobs, isWhole } = await listJobs(client, search, { most: limit, isWanted });
  return { jobs: jobs.map(namesIn(base)), isWhole };
}

type OneJobRequest = Pick<ConnectionRequest, 'environment'>;

/** @throws {InvalidFlagsError} when the server shows no such job */
export async function getJob(ports: Ports, request: OneJobRequest, id: number): Promise<NamedJob> {
  const base = await openConnections(ports, { ...request, select: [], exclude: [] });
  return namesIn(base)(await findJob(base, id));
}

/** @throws {InvalidFlagsError} when the server shows no such job */
export async function getJobLogs(ports: Ports, request: OneJobRequest, id: number): Promise<readonly AttemptLog[]> {
  const base = await openConnections(ports, { ...request, select: [], exclude: [] });
  const logs = await unlessUnknown(id, readJobLogs(base.session.client, id));
  const hide = hidingAll(base);
  return logs.map(({ attempt, lines }) => ({ attempt, lines: lines.map(hide) }));
}

/** A job ends soon after it was cancelled, though not at once. */
const cancelWindowMs = 30_000;

/**
 * Cancels a job, if it is the one that runs: a server cancels whatever runs for the job's connection (API §1.9).
 *
 * @returns the job as it stands in the end
 * @throws {RefusedError} when it has ended, or another one runs, or it belongs to another workspace
 */
export async function cancelNamedJob(ports: Ports, request: OneJobRequest, id: number): Promise<NamedJob> {
  const base = await openConnections(ports, { ...request, select: [], exclude: [] });
  const { client, workspace } = base.session;
  const job = await findJob(base, id);
  if (!base.live.some((connection) => connection.id === job.connectionId)) {
    throw new RefusedError(`job ${id} belongs to no connection of workspace "${workspace.name}"`, {
      hint: 'this looks like the wrong target: check the environment, and "airplan jobs list"',
    });
  }
  assertRunning(job, await readNewestJob(client, job.connectionId));
  const asked = await cancelJob(client, id).catch((error: unknown) => {
    // It may have been heard all the same.
    if (isUnclear(error)) return job;
    throw error;
  });
  const watcher = { onLook: () => undefined, onSilence: () => undefined };
  const { jobs, error } = await waitForJobs([asked], base.session, ports, { timeoutMs: cancelWindowMs, watcher });
  if (error !== undefined) throw error;
  return namesIn(base)(jobs.get(id) ?? asked);
}

function assertRunning(job: Job, newest: Job | undefined): void {
  if (!isOver(job)) {
    if (newest === undefined || newest.id === job.id || isOver(newest)) return;
  }
  const state = isOver(job)
    ? `has ended: it ${job.status === 'cancelled' ? 'was cancelled' : job.status}`
    : 'is not the one that runs';
  const running = newest !== undefined && !isOver(newest) ? newest : undefined;
  throw new RefusedError(`job ${job.id} ${state}`, {
    hint:
      running === undefined
        ? 'nothing runs for its connection now'
        : `the server would cancel job ${running.id}, which runs now; if that is meant: airplan jobs cancel ${running.id}`,
  });
}

async function findJob({ session }: ConnectionBase, id: number): Promise<Job> {
  return unlessUnknown(id, readJob(session.client, id));
}

/** Servers answer 500 for ids that they do not know (API §1.9). */
async function unlessUnknown<T>(id: number, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof ApiError) || ![404, 500].includes(error.status)) throw error;
    throw new InvalidFlagsError(`the server shows no job ${id} (it answers ${error.status})`, {
      hint: 'see the ids there are with "airplan jobs list"',
      cause: error,
    });
  }
}

function namesIn(base: ConnectionBase): (job: Job) => NamedJob {
  const { live, files } = base;
  const { matches } = matchResources(
    files.desired.connections.map((desired) => ({ desired })),
    live,
  );
  const keys = new Map(matches.map((match) => [match.live?.id, match.desired.key]));
  const names = new Map(live.map(({ id, name }) => [id, name]));
  const hide = hidingAll(base);
  return (job) =>
    withoutUndefined({
      key: keys.get(job.connectionId),
      name: names.get(job.connectionId),
      job: withoutSecrets(job, { hideSecrets: hide }),
    });
}

/** Hides every secret of the files: nobody knows what a job's connection was configured with when it ran. */
function hidingAll({ files: { desired } }: ConnectionBase): (words: string) => string {
  const all = { actors: [...desired.sources, ...desired.destinations].map(({ configuration }) => configuration) };
  return (words) => hideSecrets(words, all);
}
