import type { JsonObject } from '../../model/json.ts';
import type { ActorKind } from '../actor-kind.ts';
import type { Handler, Routes, SandboxContext } from '../context.ts';
import { cancelCurrentJob } from '../jobs/job-store.ts';
import { isOver, type JobView, viewJob } from '../jobs/job-view.ts';
import type { StoredJob } from '../jobs/stored-job.ts';
import { toLoggedAttempt, toWireAttempt, toWireJob, toWireJobWithStats } from '../jobs/wire-job.ts';
import { internal } from '../refusal.ts';
import { jsonReply, type Reply } from '../reply.ts';
import { failMissing, findInteger } from '../request-body.ts';
import { getActor } from './actor-store.ts';
import { getConnection } from './connection-store.ts';
import { getConnector } from './connector-lookup.ts';
import { toWireDefinition } from './definitions.ts';
import { listJobs, listJobsForWorkspaces } from './job-list.ts';

const getWithLogs: Handler = (body, context) => jobReply(getJob(body, context), context);

/** The one to poll: no logs, but the sums. */
const getWithoutLogs: Handler = (body, context) => {
  const view = viewNow(getJob(body, context), context);
  const attempts = view.attempts.map((attempt) => ({ attempt: toWireAttempt(attempt) }));
  return jsonReply({ job: toWireJobWithStats(view), attempts });
};

const getLight: Handler = (body, context) => jsonReply({ job: toWireJob(viewNow(getJob(body, context), context)) });

/** With the connectors as they are now. */
const getDebugInfo: Handler = (body, context) => {
  const job = getJob(body, context);
  const view = viewNow(job, context);
  const { sourceId, destinationId } = getConnection({ connectionId: job.connectionId }, context);
  const definitionOf = (kind: ActorKind) => {
    const { definitionId } = getActor(kind, { sourceId, destinationId }, context);
    return toWireDefinition(getConnector(kind, definitionId, context), context);
  };
  const { id, configType, configId, status } = toWireJob(view);
  return jsonReply({
    job: {
      id,
      configType,
      configId,
      status,
      airbyteVersion: context.rules.version,
      sourceDefinition: definitionOf('source'),
      destinationDefinition: definitionOf('destination'),
    },
    attempts: view.attempts.map((attempt) => toLoggedAttempt(view, attempt)),
    workflowState: { running: !isOver(job, context.clock()) },
  });
};

const getLast: Handler = (body, context) =>
  lastReply(body, context, ({ cancelledAtMs }) => cancelledAtMs === undefined);

const getLastWithCancel: Handler = (body, context) => lastReply(body, context, () => true);

/** Stops what runs for the connection of the job that is named, whichever job that is (API §1.9). */
const cancel: Handler = (body, context) => {
  const { connectionId } = getJob(body, context);
  if (context.store.connections.find(connectionId)?.isEnded === true) {
    throw internal(`connection ${connectionId} was deleted, so nothing of it can be cancelled`);
  }
  cancelCurrentJob(connectionId, context);
  return jobReply(getJob(body, context), context);
};

export const jobRoutes: Routes = {
  'jobs/list': { handle: listJobs },
  'jobs/list_for_workspaces': { handle: listJobsForWorkspaces },
  'jobs/get': { handle: getWithLogs },
  'jobs/get_without_logs': { handle: getWithoutLogs },
  'jobs/get_light': { handle: getLight },
  'jobs/get_debug_info': { handle: getDebugInfo },
  'jobs/get_last_replication_job': { handle: getLast },
  'jobs/get_last_replication_job_with_cancel': { handle: getLastWithCancel },
  'jobs/cancel': { handle: cancel },
};

/** A job with its attempts and their logs, without sums: as it is shown where something is started or stopped. */
export function jobReply(job: StoredJob, context: SandboxContext): Reply {
  const view = viewNow(job, context);
  const attempts = view.attempts.map((attempt) => toLoggedAttempt(view, attempt));
  return jsonReply({ job: toWireJob(view), attempts });
}

/** An unknown one is a 500, not a 404 (API §1.9). */
function getJob(body: JsonObject, { store }: SandboxContext): StoredJob {
  const id = findInteger(body, 'id') ?? failMissing('id');
  const job = store.jobs.find(String(id));
  if (job === undefined) throw internal(`Could not find job with id: ${id}`);
  return job;
}

function lastReply(body: JsonObject, context: SandboxContext, isWanted: (job: StoredJob) => boolean): Reply {
  const { id } = getConnection(body, context);
  const job = context.store.jobs.list().findLast((one) => one.connectionId === id && isWanted(one));
  return jsonReply(job === undefined ? {} : { job: toWireJob(viewNow(job, context)) });
}

function viewNow(job: StoredJob, { clock }: SandboxContext): JobView {
  return viewJob(job, clock());
}
