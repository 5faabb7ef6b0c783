import type { StreamStep } from '../model/plan.ts';
import { type Decoder, decodeBoolean, decodeNumber, listOf, member, optionalMember } from '../util/decode.ts';
import { type About, isMissing } from './api-error.ts';
import type { Client } from './client.ts';

/** What a sync has moved. */
export interface SyncFigures {
  readonly records: number;
  readonly bytes: number;
}

/**
 * What the last sync of a connection that went well has moved.
 *
 * @returns undefined when there was none, or the server does not tell
 * @see API §1.9: the list of jobs comes with their sums, the newest first
 */
export function readLastSync(client: Client, connectionId: string): Promise<SyncFigures | undefined> {
  const body = {
    configId: connectionId,
    configTypes: ['sync', 'refresh'],
    statuses: ['succeeded'],
    pagination: { pageSize: 1, rowOffset: 0 },
  };
  return client.call({
    path: 'jobs/list',
    body,
    effect: 'read',
    decode: (value, where) => member(value, where, 'jobs', listOf(decodeFigures))[0],
  });
}

const decodeFigures: Decoder<SyncFigures | undefined> = (value, where) =>
  member(value, where, 'job', (job, inside) =>
    optionalMember(job, inside, 'aggregatedStats', (stats, at) => ({
      records: optionalMember(stats, at, 'recordsCommitted', decodeNumber) ?? 0,
      bytes: optionalMember(stats, at, 'bytesCommitted', decodeNumber) ?? 0,
    })),
  );

/** Which jobs a step makes: clearing is resetting (API §1.9). */
const jobTypes: Readonly<Record<StreamStep['action'], string>> = { refresh: 'refresh', clear: 'reset_connection' };

/** The ids of the newest jobs of this kind, which count up; at most ten. */
export function listStepJobs(
  client: Client,
  connectionId: string,
  action: StreamStep['action'],
): Promise<readonly number[]> {
  const body = { configId: connectionId, configTypes: [jobTypes[action]], pagination: { pageSize: 10, rowOffset: 0 } };
  return client.call({
    path: 'jobs/list',
    body,
    effect: 'read',
    decode: (value, where) => member(value, where, 'jobs', listOf(decodeJobOf)),
  });
}

const decodeJobId: Decoder<number> = (value, where) => member(value, where, 'id', decodeNumber);
const decodeJobOf: Decoder<number> = (value, where) => member(value, where, 'job', decodeJobId);

/**
 * Asks for the refresh or the clearing of some streams of a connection; the job is started, not awaited.
 *
 * A refresh keeps records ("Merge"), which is what the web interface asks for (API §2.5): it never loses a row.
 *
 * @param step - with at least one stream: none at all would mean every stream to the server
 * @returns the id of the job; undefined when the destination cannot be refreshed, which servers answer with `{}`
 */
export async function startStep(
  client: Client,
  connectionId: string,
  { action, streams }: StreamStep,
  about?: About,
): Promise<number | undefined> {
  const names = streams.map(({ name, namespace }) => ({
    streamName: name,
    ...(namespace === undefined ? {} : { streamNamespace: namespace }),
  }));
  const start = (path: string, more: object) =>
    client.call({
      path,
      body: { connectionId, ...more, streams: names },
      effect: 'create',
      decode: (value, where) => optionalMember(value, where, 'job', decodeJobId),
      about,
    });
  if (action === 'refresh') return start('connections/refresh', { refreshMode: 'Merge' });
  try {
    return await start('connections/clear/stream', {});
  } catch (error) {
    // Servers before 0.60 have the same under its older name.
    if (isMissing(error)) return start('connections/reset/stream', {});
    throw error;
  }
}

/** Whether the connector of a destination can refresh streams; undefined where the server does not tell. */
export async function readRefreshSupport(client: Client, destinationId: string): Promise<boolean | undefined> {
  try {
    return await client.call({
      path: 'actor_definition_versions/get_for_destination',
      body: { destinationId },
      effect: 'read',
      decode: (value, where) => optionalMember(value, where, 'supportsRefreshes', decodeBoolean),
    });
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
