import { playedCheck } from './played-check.ts';
import { playedStreams } from './played-streams.ts';
import type { ConnectorRunner } from './runner.ts';

/** Connectors that reach nothing: what comes of a run is read off its configuration. */
export const playedRunner: ConnectorRunner = {
  check: async (run) => playedCheck(run),
  async discover(run) {
    const result = playedCheck(run);
    return result.type === 'good' ? { type: 'good', streams: playedStreams(run) } : result;
  },
};
