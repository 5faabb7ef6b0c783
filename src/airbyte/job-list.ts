import { type Job, jobTypes } from '../model/job.ts';
import { type Decoder, listOf, member } from '../util/decode.ts';
import { sortedBy } from '../util/sort.ts';
import { type About, isUnclear } from './api-error.ts';
import type { Client } from './client.ts';
import { decodeEntryId, decodeJob } from './job-answer.ts';

/** The server's own page of jobs (API §1.9). */
const pageSize = 200;

/** Somebody who looks for rare jobs among many does not wait for all of them. */
const mostPages = 50;

/** Which jobs are looked for. Times are milliseconds since the epoch. */
export interface JobSearch {
  readonly workspaceId: string;
  /** Absent: those of every connection. */
  readonly connectionId?: string;
  readonly statuses?: readonly string[];
  readonly createdFromMs?: number;
}

/** Jobs, and whether all that there are were looked through, or as many as were wanted. */
export interface FoundJobs {
  readonly jobs: readonly Job[];
  readonly isWhole: boolean;
}

/**
 * Jobs of a workspace, the newest first, page by page until nobody wants more.
 *
 * @param isWanted - drops what the server cannot be asked to leave out
 * @param most - how many to give
 */
export async function listJobs(
  client: Client,
  search: JobSearch,
  { most, isWanted }: { readonly most: number; readonly isWanted: (job: Job) => boolean },
): Promise<FoundJobs> {
  const { workspaceId, connectionId, statuses, createdFromMs } = search;
  const found = new Map<number, Job>();
  const size = Math.min(pageSize, connectionId === undefined ? pageSize : most);
  for (let rowOffset = 0; found.size < most && rowOffset < size * mostPages; rowOffset += size) {
    const page = await client.call({
      path: 'jobs/list_for_workspaces',
      body: {
        workspaceIds: [workspaceId],
        configTypes: jobTypes,
        ...(connectionId === undefined ? {} : { configId: connectionId }),
        ...(statuses === undefined ? {} : { statuses }),
        ...(createdFromMs === undefined ? {} : { createdAtStart: new Date(createdFromMs).toISOString() }),
        pagination: { pageSize: size, rowOffset },
      },
      effect: 'read',
      decode: (value, where) => member(value, where, 'jobs', listOf(decodeJob)),
    });
    // A job that starts meanwhile moves the others to the next page: each is given once.
    for (const job of page) if (isWanted(job)) found.set(job.id, job);
    if (page.length < size) return { jobs: [...found.values()].slice(0, most), isWhole: true };
  }
  return { jobs: [...found.values()].slice(0, most), isWhole: found.size >= most };
}

/** The newest job of a connection, whatever it does. */
export async function readNewestJob(client: Client, connectionId: string, about?: About): Promise<Job | undefined> {
  return client.call({
    path: 'jobs/list',
    body: { configId: connectionId, configTypes: jobTypes, pagination: { pageSize: 1, rowOffset: 0 } },
    effect: 'read',
    decode: (value, where) => member(value, where, 'jobs', listOf(decodeJob))[0],
    about,
  });
}

/** A job with its figures and without its logs: the one to poll (API §1.9). */
export function readJob(client: Client, id: number): Promise<Job> {
  return client.call({ path: 'jobs/get_without_logs', body: { id }, effect: 'read', decode: decodeJob });
}

/** A job that somebody waits for. */
export type AwaitedJob = Pick<Job, 'id' | 'createdAt'>;

/** Jobs whose creation is further apart are asked for separately, so that no list has a day of other jobs in it. */
const longestGapSeconds = 900;
/** So many that no list has shown are asked for one by one, each time. */
const mostSingleQuestions = 10;

/**
 * Where some jobs stand, asked for in bulk: as many requests as there are pages of jobs that were created between
 * them, however many are awaited. A job that stands alone is asked for by its id.
 *
 * @returns those of which the server knows, by id
 */
export async function readJobStates(
  client: Client,
  workspaceId: string,
  awaited: readonly AwaitedJob[],
): Promise<ReadonlyMap<number, Job>> {
  const found = new Map<number, Job>();
  for (const group of groupsOf(awaited)) {
    const [first, ...others] = group;
    if (first === undefined) continue;
    const jobs = others.length === 0 ? [await readJob(client, first.id)] : await readGroup(client, workspaceId, group);
    for (const job of jobs) found.set(job.id, job);
  }
  const missing = awaited.filter(({ id }) => !found.has(id)).slice(0, mostSingleQuestions);
  const single = await Promise.all(missing.map(({ id }) => readIfKnown(client, id)));
  for (const job of single) if (job !== undefined) found.set(job.id, job);
  return found;
}

/** An unknown id is a 500 (API §1.9). */
async function readIfKnown(client: Client, id: number): Promise<Job | undefined> {
  try {
    return await readJob(client, id);
  } catch (error) {
    if (isUnclear(error)) return undefined;
    throw error;
  }
}

/** Jobs in order of their creation, cut where there is a long gap. */
function groupsOf(awaited: readonly AwaitedJob[]): readonly (readonly AwaitedJob[])[] {
  const groups: AwaitedJob[][] = [];
  for (const job of sortedBy(awaited, ({ createdAt }) => String(createdAt).padStart(12, '0'))) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group === undefined || last === undefined || job.createdAt - last.createdAt > longestGapSeconds) {
      groups.push([job]);
    } else group.push(job);
  }
  return groups;
}

/** Oldest first: a job that is created meanwhile moves no other to another page. */
async function readGroup(client: Client, workspaceId: string, group: readonly AwaitedJob[]): Promise<readonly Job[]> {
  const ids = new Set(group.map(({ id }) => id));
  const times = group.map(({ createdAt }) => createdAt * 1000);
  const found: Job[] = [];
  for (let rowOffset = 0; found.length < ids.size; rowOffset += pageSize) {
    const page = await client.call({
      path: 'jobs/list_for_workspaces',
      body: {
        workspaceIds: [workspaceId],
        configTypes: jobTypes,
        createdAtStart: new Date(Math.min(...times)).toISOString(),
        // The server tells whole seconds, and keeps more.
        createdAtEnd: new Date(Math.max(...times) + 1000).toISOString(),
        orderByField: 'createdAt',
        orderByMethod: 'ASC',
        pagination: { pageSize, rowOffset },
      },
      effect: 'read',
      decode: (value, where) => member(value, where, 'jobs', listOf(onlyOf(ids))),
    });
    found.push(...page.flatMap((job) => job ?? []));
    if (page.length < pageSize) break;
  }
  return found;
}

/** Most of a busy workspace's jobs are somebody else's: these are not looked at any further. */
function onlyOf(ids: ReadonlySet<number>): Decoder<Job | undefined> {
  return (value, where) => (ids.has(decodeEntryId(value, where)) ? decodeJob(value, where) : undefined);
}
