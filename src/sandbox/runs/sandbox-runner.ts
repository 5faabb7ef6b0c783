import { playedRunner } from './played-runner.ts';
import { isOnThisMachine, postgresRunner } from './postgres/postgres-runner.ts';
import type { ConnectorRun, ConnectorRunner } from './runner.ts';

/** Real where a Postgres source names a database of this machine; everything else is played, and never waits. */
export const sandboxRunner: ConnectorRunner = {
  check: (run) => runnerOf(run).check(run),
  discover: (run) => runnerOf(run).discover(run),
};

function runnerOf(run: ConnectorRun): ConnectorRunner {
  return isOnThisMachine(run) ? postgresRunner : playedRunner;
}
