import {
  type Decoder,
  decodeBoolean,
  decodeNumber,
  decodeString,
  listOf,
  member,
  optionalMember,
  withoutUndefined,
} from '../util/decode.ts';
import type { Client } from './client.ts';

/** What a list of connections tells of the last sync and the schema of one. */
export interface ConnectionSummary {
  readonly id: string;
  readonly isSyncing: boolean;
  /** Seconds since the epoch. */
  readonly lastCreatedAt?: number;
  readonly lastStatus?: string;
  /** `no_change`, `non_breaking`, `breaking`. */
  readonly schemaChange?: string;
}

/** A job of any connection, with what it has moved. */
export interface WorkspaceJob {
  readonly id: number;
  readonly connectionId: string;
  readonly status: string;
  /** Seconds since the epoch. */
  readonly createdAt: number;
  readonly records: number;
  readonly bytes: number;
}

/** The server's own pages are of 20 connections and of 200 jobs (API §1.6, §1.9). */
const pageSize = 500;
const jobsOnPage = 200;
/** A workspace of 200 connections that sync every quarter of an hour has 19,200 jobs a day. */
const mostJobPages = 100;

/**
 * The last sync of every connection of a workspace, by connection id: one request for 500 of them.
 *
 * @see API §1.6: since 1.8 in pages, before it all at once
 */
export async function listSummaries(
  client: Client,
  workspaceId: string,
): Promise<ReadonlyMap<string, ConnectionSummary>> {
  const found = new Map<string, ConnectionSummary>();
  let cursor: string | undefined;
  for (;;) {
    const { summaries, count } = await client.call({
      path: 'web_backend/connections/list',
      body: { workspaceId, pageSize, ...(cursor === undefined ? {} : { cursor }) },
      effect: 'read',
      decode: decodePage,
    });
    const isNew = summaries.some(({ id }) => !found.has(id));
    for (const summary of summaries) found.set(summary.id, summary);
    // A server without pages does not count.
    if (count === undefined || found.size >= count || !isNew) return found;
    cursor = summaries.at(-1)?.id;
  }
}

interface SummaryPage {
  readonly summaries: readonly ConnectionSummary[];
  /** Of all pages. */
  readonly count: number | undefined;
}

const decodePage: Decoder<SummaryPage> = (value, where) => ({
  summaries: member(value, where, 'connections', listOf(decodeSummary)),
  count: optionalMember(value, where, 'num_connections', decodeNumber),
});

const decodeSummary: Decoder<ConnectionSummary> = (value, where) =>
  withoutUndefined({
    id: member(value, where, 'connectionId', decodeString),
    isSyncing: optionalMember(value, where, 'isSyncing', decodeBoolean) ?? false,
    lastCreatedAt: optionalMember(value, where, 'latestSyncJobCreatedAt', decodeNumber),
    lastStatus: optionalMember(value, where, 'latestSyncJobStatus', decodeString),
    schemaChange: optionalMember(value, where, 'schemaChange', decodeString),
  });

/** Jobs of one workspace that were created since then, the newest first, and whether these are all. */
export interface JobReading {
  readonly jobs: readonly WorkspaceJob[];
  readonly isWhole: boolean;
}

/** @param sinceMs - milliseconds since the epoch */
export async function listWorkspaceJobs(client: Client, workspaceId: string, sinceMs: number): Promise<JobReading> {
  const found = new Map<number, WorkspaceJob>();
  for (let index = 0; index < mostJobPages; index += 1) {
    const page = await client.call({
      path: 'jobs/list_for_workspaces',
      body: {
        workspaceIds: [workspaceId],
        configTypes: ['sync', 'refresh', 'reset_connection', 'clear'],
        createdAtStart: new Date(sinceMs).toISOString(),
        pagination: { pageSize: jobsOnPage, rowOffset: index * jobsOnPage },
      },
      effect: 'read',
      decode: (value, where) => member(value, where, 'jobs', listOf(decodeJob)),
    });
    // A job that starts meanwhile moves the others to the next page: each is counted once.
    for (const job of page) found.set(job.id, job);
    if (page.length < jobsOnPage) return { jobs: [...found.values()], isWhole: true };
  }
  return { jobs: [...found.values()], isWhole: false };
}

const decodeJob: Decoder<WorkspaceJob> = (value, where) =>
  member(value, where, 'job', (job, inside) => ({
    id: member(job, inside, 'id', decodeNumber),
    connectionId: member(job, inside, 'configId', decodeString),
    status: member(job, inside, 'status', decodeString),
    createdAt: member(job, inside, 'createdAt', decodeNumber),
    ...(optionalMember(job, inside, 'aggregatedStats', decodeMoved) ?? { records: 0, bytes: 0 }),
  }));

const decodeMoved: Decoder<Pick<WorkspaceJob, 'records' | 'bytes'>> = (value, where) => ({
  records: optionalMember(value, where, 'recordsCommitted', decodeNumber) ?? 0,
  bytes: optionalMember(value, where, 'bytesCommitted', decodeNumber) ?? 0,
});
