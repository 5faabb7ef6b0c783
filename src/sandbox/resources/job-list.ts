import type { Json, JsonObject } from '../../model/json.ts';
import type { Handler, SandboxContext } from '../context.ts';
import { type JobView, viewJob } from '../jobs/job-view.ts';
import { toWireAttempt, toWireJobWithStats } from '../jobs/wire-job.ts';
import { findRows } from '../pagination.ts';
import { internal } from '../refusal.ts';
import { jsonReply } from '../reply.ts';
import { failDecoding, findEnum, findInteger, findList, findObject, findText, findUuids } from '../request-body.ts';

/** All that the API knows; the last four never stand in this list, since nobody keeps such jobs. */
const configTypes = [
  'sync',
  'reset_connection',
  'refresh',
  'clear',
  'check_connection_source',
  'check_connection_destination',
  'discover_schema',
  'get_spec',
] as const;
const statuses = ['pending', 'queued', 'running', 'incomplete', 'failed', 'succeeded', 'cancelled'] as const;
const orderFields = ['createdAt', 'updatedAt'] as const;
const orderMethods = ['ASC', 'DESC'] as const;
const usualPageSize = 200;

/** One page, newest first unless told; the total is that of all pages (API §1.9). */
export const listJobs: Handler = (body, context) => {
  const found = findViews(body, context);
  return listReply(cutPage(found, body), found.length);
};

/** The same for several workspaces, where the total is that of the page. */
export const listJobsForWorkspaces: Handler = (body, context) => {
  const ids = findUuids(body, 'workspaceIds') ?? [];
  const found = findViews(body, context).filter(({ job }) => {
    const home = context.store.connections.find(job.connectionId)?.workspaceId;
    return ids.length === 0 || (home !== undefined && ids.includes(home));
  });
  const page = cutPage(found, body);
  return listReply(page, page.length);
};

function listReply(views: readonly JobView[], totalJobCount: number) {
  const jobs = views.map((view) => ({ job: toWireJobWithStats(view), attempts: view.attempts.map(toWireAttempt) }));
  return jsonReply({ jobs, totalJobCount });
}

function findViews(body: JsonObject, { store, clock }: SandboxContext): readonly JobView[] {
  const types: readonly string[] = findEnums(body, 'configTypes', configTypes) ?? [];
  if (types.length === 0) throw internal('a list of jobs needs at least one config type');
  const connectionId = findText(body, 'configId')?.toLowerCase();
  const isWanted = decodeFilter(body);
  const now = clock();
  const views = store.jobs
    .list()
    .filter((job) => types.includes(job.type) && (connectionId === undefined || job.connectionId === connectionId))
    .map((job) => viewJob(job, now))
    .filter(isWanted);
  return views.sort(decodeOrder(body));
}

function decodeFilter(body: JsonObject): (view: JobView) => boolean {
  const wanted: readonly string[] = findEnums(body, 'statuses', statuses) ?? [];
  const created = decodeSpan(body, 'createdAt');
  const updated = decodeSpan(body, 'updatedAt');
  return ({ job, status, updatedAtMs }) =>
    (wanted.length === 0 || wanted.includes(status)) && created(job.createdAtMs) && updated(updatedAtMs);
}

function decodeSpan(body: JsonObject, name: string): (timeMs: number) => boolean {
  const startMs = findTime(body, `${name}Start`) ?? Number.NEGATIVE_INFINITY;
  const endMs = findTime(body, `${name}End`) ?? Number.POSITIVE_INFINITY;
  return (timeMs) => timeMs >= startMs && timeMs <= endMs;
}

function decodeOrder(body: JsonObject): (left: JobView, right: JobView) => number {
  const isByUpdate = findEnum(body, 'orderByField', orderFields) === 'updatedAt';
  const direction = findEnum(body, 'orderByMethod', orderMethods) === 'ASC' ? 1 : -1;
  const timeOf = (view: JobView): number => (isByUpdate ? view.updatedAtMs : view.job.createdAtMs);
  return (left, right) => direction * (timeOf(left) - timeOf(right) || left.job.number - right.job.number);
}

/** With a job to include, everything up to the end of the page that has it. */
function cutPage(views: readonly JobView[], body: JsonObject): readonly JobView[] {
  const pagination = findObject(body, 'pagination') ?? {};
  const pageSize = findRows(pagination, 'pageSize') ?? usualPageSize;
  const includedId = findInteger(body, 'includingJobId');
  if (includedId === undefined) {
    const start = findRows(pagination, 'rowOffset') ?? 0;
    return views.slice(start, start + pageSize);
  }
  const place = views.findIndex(({ job }) => job.number === includedId);
  return place < 0 ? [] : views.slice(0, (Math.floor(place / pageSize) + 1) * pageSize);
}

function findEnums<Value extends string>(
  body: JsonObject,
  name: string,
  values: readonly Value[],
): readonly Value[] | undefined {
  return findList(body, name)?.map((item: Json) => findEnum({ [name]: item }, name, values) ?? failDecoding(name));
}

function findTime(body: JsonObject, name: string): number | undefined {
  const text = findText(body, name);
  if (text === undefined) return undefined;
  const timeMs = Date.parse(text);
  return Number.isNaN(timeMs) ? failDecoding(name) : timeMs;
}
