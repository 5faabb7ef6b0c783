import type { DiscoveredStream } from '../../registry/connector.ts';
import { withLogCursor } from '../../registry/ecommerce.ts';
import { postgresWords } from '../../registry/postgres-words.ts';
import type { Query } from './database.ts';
import type { PostgresSettings, ReplicationMethod } from './settings.ts';
import type { Table } from './tables.ts';

interface LogState {
  readonly walLevel: string;
  readonly hasSlot: boolean;
  readonly hasPublication: boolean;
}

const logText = `
  select current_setting('wal_level') as "walLevel",
    exists (
      select from pg_catalog.pg_replication_slots s
      where s.slot_name = $1 and s.plugin = $2 and s.database = current_database()
    ) as "hasSlot",
    exists (select from pg_catalog.pg_publication p where p.pubname = $3) as "hasPublication"`;

/** What change data capture lacks on the server; nothing where it is not asked for. */
export async function findReplicationFault(query: Query, settings: PostgresSettings): Promise<string | undefined> {
  const { method, slot, plugin, publication } = settings;
  if (method !== 'CDC') return undefined;
  const [state] = await query<LogState>(logText, [slot, plugin, publication]);
  if (state?.walLevel !== 'logical') return `The server setting wal_level is "${state?.walLevel}", not "logical".`;
  if (!state.hasSlot) return postgresWords.noSlot(slot, plugin);
  return state.hasPublication ? undefined : postgresWords.noPublication(publication);
}

const fullRefresh = ['full_refresh'];
const bothModes = ['full_refresh', 'incremental'];

/** How streams are read by each method; `Standard` leaves the cursor to the user. */
const methods: {
  readonly [Method in ReplicationMethod]: (stream: DiscoveredStream, table: Table) => DiscoveredStream;
} = {
  Standard: (stream) => stream,
  // The row's transaction is the cursor, and no column of its own.
  Xmin: (stream) => ({ ...stream, supportedSyncModes: bothModes, sourceDefinedCursor: true }),
  CDC: capturedStream,
};

export function replicatedStream(stream: DiscoveredStream, table: Table, method: ReplicationMethod): DiscoveredStream {
  return methods[method](stream, table);
}

/** The log names rows by their key, and only those of published tables. */
function capturedStream(stream: DiscoveredStream, { isPublished, primaryKey }: Table): DiscoveredStream {
  const logged = withLogCursor(stream);
  if (isPublished && primaryKey !== null) return { ...logged, supportedSyncModes: bothModes };
  const unlogged = { ...logged, supportedSyncModes: fullRefresh, sourceDefinedCursor: false };
  return isPublished ? unlogged : { ...unlogged, sourceDefinedPrimaryKey: [] };
}
