import { type Decoder, decodeNumber, decodeString, listOf, member } from '../util/decode.ts';
import { type About, ApiError } from './api-error.ts';
import type { Client } from './client.ts';

/** A job, as far as waiting for it goes. */
export interface JobState {
  readonly id: number;
  /** The server's own word: pending, queued, running, incomplete, failed, succeeded, cancelled. */
  readonly status: string;
}

/**
 * Starts a sync; the job is not awaited.
 *
 * @returns undefined when one runs already, which can be joined
 * @see API §1.9: 409 is also what a connection without a workflow gets, hence the words
 */
export async function startSync(client: Client, connectionId: string, about?: About): Promise<JobState | undefined> {
  try {
    return await client.call({
      path: 'connections/sync',
      body: { connectionId },
      effect: 'create',
      decode: decodeEntry,
      about,
    });
  } catch (error) {
    if (error instanceof ApiError && error.status === 409 && /already running/i.test(error.words ?? ''))
      return undefined;
    throw error;
  }
}

const pageSize = 200;

/**
 * Where some syncs stand, asked for in bulk: as many requests as there are pages of jobs, however many are awaited.
 *
 * @param sinceMs - when the oldest of them was created; the server counts in seconds
 * @returns those that the server lists, by id
 */
export async function readSyncStates(
  client: Client,
  ids: ReadonlySet<number>,
  sinceMs: number,
): Promise<ReadonlyMap<number, JobState>> {
  const found = new Map<number, JobState>();
  for (let rowOffset = 0; found.size < ids.size; rowOffset += pageSize) {
    const page = await listPage(client, sinceMs, rowOffset);
    for (const job of page) if (ids.has(job.id)) found.set(job.id, job);
    if (page.length < pageSize) break;
  }
  return found;
}

/** The oldest first: a job that is created meanwhile moves no other to another page. */
function listPage(client: Client, sinceMs: number, rowOffset: number): Promise<readonly JobState[]> {
  const createdAtStart = new Date(Math.floor(sinceMs / 1000) * 1000).toISOString();
  const order = { orderByField: 'createdAt', orderByMethod: 'ASC' };
  return client.call({
    path: 'jobs/list',
    body: { configTypes: ['sync'], createdAtStart, ...order, pagination: { pageSize, rowOffset } },
    effect: 'read',
    decode: (value, where) => member(value, where, 'jobs', listOf(decodeEntry)),
  });
}

const decodeState: Decoder<JobState> = (value, where) => ({
  id: member(value, where, 'id', decodeNumber),
  status: member(value, where, 'status', decodeString),
});
const decodeEntry: Decoder<JobState> = (value, where) => member(value, where, 'job', decodeState);
