import type { Job } from '../model/job.ts';
import { jobTypes } from '../model/job.ts';
import { listOf, member } from '../util/decode.ts';
import { type About, ApiError } from './api-error.ts';
import type { Client } from './client.ts';
import { decodeEntryId, decodeJob } from './job-answer.ts';

/**
 * Starts a sync; the job is not awaited.
 *
 * @throws {ApiError} with 409 when a job runs already, and for a connection that was deleted (API §1.9)
 */
export function startSync(client: Client, connectionId: string, about?: About): Promise<Job> {
  return client.call({
    path: 'connections/sync',
    body: { connectionId },
    effect: 'create',
    decode: decodeJob,
    about,
  });
}

/** True when something runs already, or the server says nothing more than that it does not go together. */
export function isConflict(error: unknown): error is ApiError {
  return error instanceof ApiError && error.status === 409;
}

/** The highest id that a job of the workspace has so far; 0 before the first. Jobs that come later have higher ones. */
export function readNewestJobId(client: Client, workspaceId: string): Promise<number> {
  return client.call({
    path: 'jobs/list_for_workspaces',
    body: { workspaceIds: [workspaceId], configTypes: jobTypes, pagination: { pageSize: 1, rowOffset: 0 } },
    effect: 'read',
    decode: (value, where) => member(value, where, 'jobs', listOf(decodeEntryId))[0] ?? 0,
  });
}

/**
 * Cancels what runs for the connection of a job, whichever job that is: callers see to it that it is this one.
 *
 * @returns the job as it is right afterwards; it may take a while until it is cancelled
 */
export function cancelJob(client: Client, id: number, about?: About): Promise<Job> {
  return client.call({ path: 'jobs/cancel', body: { id }, effect: 'create', decode: decodeJob, about });
}
