import { runConnector } from '../resources/connector-run.ts';
import { playedStreams } from './played-streams.ts';
import type { ConnectorRunner } from './runner.ts';

/** Connectors that reach nothing: what comes of a run is read off its configuration. */
export const playedRunner: ConnectorRunner = {
  check: async ({ connector, configuration }) => runConnector(configuration, connector.name),
  async discover(run) {
    const result = runConnector(run.configuration, run.connector.name);
    return result.type === 'good' ? { type: 'good', streams: playedStreams(run) } : result;
  },
};
