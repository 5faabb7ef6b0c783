import type { JsonObject } from '../../model/json.ts';
import type { CheckResult, ConnectorRun } from './runner.ts';

/** Members that say where the data lives, first come first served. */
const placeNames = ['host', 'url', 's3_endpoint', 's3_bucket_name', 'destination_path'];

/**
 * What comes of a check where nothing real is asked: it crashes where the host (or bucket, or path) starts with
 * `crash`, fails where it starts with `fail`, and is good otherwise.
 */
export function playedCheck({ configuration, connector }: ConnectorRun): CheckResult {
  const host = findHost(configuration);
  if (host.startsWith('fail')) {
    return { type: 'failed', message: `Could not connect to ${connector.name} at "${host}": connection refused.` };
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
