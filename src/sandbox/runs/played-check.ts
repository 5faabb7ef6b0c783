import type { JsonObject } from '../../model/json.ts';
import { type Check, firstFault, hostOf, isDown, isRefused, textOf } from '../registry/check.ts';
import type { Connector } from '../registry/connector.ts';
import { mapSecrets } from '../secrets/map-secrets.ts';
import { secretTree } from '../secrets/secret-tree.ts';
import type { CheckResult, ConnectorRun } from './runner.ts';

/** Members that say where the data lives, first come first served. */
const placeNames = ['host', 'url', 's3_endpoint', 's3_bucket_name', 'destination_path'];

/**
 * What comes of a check where nothing real is asked: a crash where the host (or URL, bucket, path) starts with `crash`,
 * and otherwise what the connector says of its configuration.
 */
export function playedCheck({ connector, configuration }: ConnectorRun): CheckResult {
  if (findHost(configuration).startsWith('crash')) {
    return { type: 'crashed', message: 'The connector ended before it gave an answer.' };
  }
  const message = (connector.check ?? checkUnknown(connector))(configuration);
  return message === undefined ? { type: 'good' } : { type: 'failed', message };
}

/** Whether the host (or bucket, or path) starts with `flaky`: checks are good, the first attempt of each job is not. */
export function isFlaky(configuration: JsonObject): boolean {
  return findHost(configuration).startsWith('flaky');
}

/** For connectors of which there is only a specification. */
function checkUnknown({ name, connectionSpecification }: Connector): Check {
  return (configuration) => {
    const host = findHost(configuration);
    return firstFault([
      [isDown(host), `Could not connect to ${name} at "${host}".`],
      [hasRefusedSecret(configuration, connectionSpecification), `${name} does not accept these credentials.`],
    ]);
  };
}

function hasRefusedSecret(configuration: JsonObject, specification: JsonObject): boolean {
  let isFound = false;
  mapSecrets(configuration, secretTree(specification), (value) => {
    isFound ||= isRefused(value);
    return value;
  });
  return isFound;
}

function findHost(configuration: JsonObject): string {
  return hostOf(placeNames.map((name) => textOf(configuration, name)).find((place) => place !== '') ?? '');
}
