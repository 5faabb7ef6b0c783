import {
  type Decoder,
  decodeBoolean,
  decodeNumber,
  decodeString,
  listOf,
  member,
  optionalMember,
  withoutUndefined,
} from '../util/decode.ts';
import type { Client } from './client.ts';

/** What a list of connections tells of the last sync and the schema of one. */
export interface ConnectionSummary {
  readonly id: string;
  readonly isSyncing: boolean;
  /** Seconds since the epoch. */
  readonly lastCreatedAt?: number;
  readonly lastStatus?: string;
  /** `no_change`, `non_breaking`, `breaking`. */
  readonly schemaChange?: string;
}

/** The server's own pages are of 20 (API §1.7). */
const pageSize = 500;

/**
 * The last sync of every connection of a workspace, by connection id: one request for 500 of them.
 *
 * @see API §1.6: since 1.8 in pages, before it all at once
 */
export async function listSummaries(
  client: Client,
  workspaceId: string,
): Promise<ReadonlyMap<string, ConnectionSummary>> {
  const found = new Map<string, ConnectionSummary>();
  let cursor: string | undefined;
  for (;;) {
    const { summaries, count } = await client.call({
      path: 'web_backend/connections/list',
      body: { workspaceId, pageSize, ...(cursor === undefined ? {} : { cursor }) },
      effect: 'read',
      decode: decodePage,
    });
    const isNew = summaries.some(({ id }) => !found.has(id));
    for (const summary of summaries) found.set(summary.id, summary);
    // A server without pages does not count.
    if (count === undefined || found.size >= count || !isNew) return found;
    cursor = summaries.at(-1)?.id;
  }
}

interface SummaryPage {
  readonly summaries: readonly ConnectionSummary[];
  /** Of all pages. */
  readonly count: number | undefined;
}

const decodePage: Decoder<SummaryPage> = (value, where) => ({
  summaries: member(value, where, 'connections', listOf(decodeSummary)),
  count: optionalMember(value, where, 'num_connections', decodeNumber),
});

const decodeSummary: Decoder<ConnectionSummary> = (value, where) =>
  withoutUndefined({
    id: member(value, where, 'connectionId', decodeString),
    isSyncing: optionalMember(value, where, 'isSyncing', decodeBoolean) ?? false,
    lastCreatedAt: optionalMember(value, where, 'latestSyncJobCreatedAt', decodeNumber),
    lastStatus: optionalMember(value, where, 'latestSyncJobStatus', decodeString),
    schemaChange: optionalMember(value, where, 'schemaChange', decodeString),
  });
