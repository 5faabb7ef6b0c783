import type { JsonObject } from '../../model/json.ts';

/** How a run of a connector ends. */
export type RunResult =
  | { readonly type: 'good' }
  /** The connector could not reach or enter what it should. */
  | { readonly type: 'failed'; readonly message: string }
  /** The connector itself fell over. */
  | { readonly type: 'crashed'; readonly message: string };

/** Members that say where the data lives, first come first served. */
const placeNames = ['host', 'url', 's3_endpoint', 's3_bucket_name', 'destination_path'];

/**
 * What comes of a connector run with this configuration: it fails where the host (or bucket, or path) starts with
 * `fail`, crashes where it starts with `crash`, and is good otherwise.
 */
export function runConnector(configuration: JsonObject, connectorName: string): RunResult {
  const host = findHost(configuration);
  if (host.startsWith('fail')) {
    return { type: 'failed', message: `Could not connect to ${connectorName} at "${host}": connection refused.` };
  }
  if (host.startsWith('crash')) {
    return { type: 'crashed', message: 'The connector ended before it gave an answer.' };
  }
  return { type: 'good' };
}

/** Whether the host (or bucket, or path) starts with `flaky`: checks are good, the first attempt of each job is not. */
export function isFlaky(configuration: JsonObject): boolean {
  return findHost(configuration).startsWith('flaky');
}

function findHost(configuration: JsonObject): string {
  const place = placeNames
    .map((name) => configuration[name])
    .find((value) => typeof value === 'string' && value !== '');
  return typeof place === 'string'
    ? (place
        .replace(/^\w+:\/\//, '')
        .replace(/^\//, '')
        .split(/[/:]/)[0]
        ?.toLowerCase() ?? '')
    : '';
}
