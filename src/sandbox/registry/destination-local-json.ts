import { firstFault, hostOf, isDown, isMissing, textOf } from './check.ts';
import type { Connector } from './connector.ts';
import { specification, text } from './spec-parts.ts';

export const destinationLocalJson: Connector = {
  kind: 'destination',
  definitionId: 'a625d593-bba5-4a1c-a53d-2d246268a816',
  name: 'Local JSON',
  dockerRepository: 'airbyte/destination-local-json',
  dockerImageTag: '0.2.11',
  documentationUrl: 'https://docs.airbyte.com/integrations/destinations/local-json',
  destinationSyncModes: ['overwrite', 'append'],
  check(configuration) {
    const path = textOf(configuration, 'destination_path');
    const folder = hostOf(path);
    return firstFault([
      [isDown(folder), `The folder "${path}" cannot be written: permission denied.`],
      [isMissing(folder), `The folder "${path}" cannot be made: the disk is not mounted.`],
    ]);
  },
  connectionSpecification: {
    ...specification('Local JSON destination', ['destination_path'], {
      destination_path: text('Path', 'A folder on the machine that runs the connector, below /local.'),
    }),
    additionalProperties: false,
  },
};
