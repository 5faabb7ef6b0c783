import { postgresWords } from '../../registry/postgres-words.ts';
import type { ConnectorRun, ConnectorRunner, RunFailure } from '../runner.ts';
import { type Query, withDatabase } from './database.ts';
import { failureWords } from './failure-words.ts';
import { findReplicationFault, replicatedStream } from './replication.ts';
import { decodeSettings, type PostgresSettings } from './settings.ts';
import { toStream } from './table-stream.ts';
import { readMissingSchemas, readTables } from './tables.ts';

/** The Postgres source for real: it reads what a database on this machine says of itself, and changes nothing there. */
export const postgresRunner: ConnectorRunner = {
  check: (run) =>
    attempt(run, async (query, settings) => (await findFault(query, settings)) ?? ({ type: 'good' } as const)),
  discover: (run) =>
    attempt(run, async (query, settings) => {
      const fault = await findFault(query, settings);
      if (fault !== undefined) return fault;
      const tables = await readTables(query, settings);
      const streams = tables.map((table) => replicatedStream(toStream(table), table, settings.method));
      return { type: 'good', streams } as const;
    }),
};

/** The loopback addresses of this machine: whatever else a configuration names, the sandbox does not reach for it. */
const loopback = /^(127(\.\d{1,3}){3}|localhost|::1|\[::1\])$/i;

/** Whether a run is of the Postgres source on a database of this machine. */
export function isOnThisMachine({ connector, configuration }: ConnectorRun): boolean {
  const { host, isTunnelled } = decodeSettings(configuration);
  return connector.dockerRepository === 'airbyte/source-postgres' && loopback.test(host) && !isTunnelled;
}

async function attempt<Result>(
  { configuration }: ConnectorRun,
  use: (query: Query, settings: PostgresSettings) => Promise<Result>,
): Promise<Result | RunFailure> {
  const settings = decodeSettings(configuration);
  try {
    return await withDatabase(settings, (query) => use(query, settings));
  } catch (error) {
    return failed(failureWords(error, settings));
  }
}

async function findFault(query: Query, settings: PostgresSettings): Promise<RunFailure | undefined> {
  const missing = await readMissingSchemas(query, settings);
  if (missing.length > 0) return failed(postgresWords.noSchemas(settings.database, missing));
  const fault = await findReplicationFault(query, settings);
  return fault === undefined ? undefined : failed(fault);
}

function failed(message: string): RunFailure {
  return { type: 'failed', message };
}
