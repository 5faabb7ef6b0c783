import type { SandboxStore } from '../../src/sandbox/store.ts';
import type { StoredConnection, StoredStream } from '../../src/sandbox/stored.ts';
import { sortedBy } from '../../src/util/sort.ts';

/** What a store says of sources, destinations and connections, without what only counts how often it was said. */
export function snapshot({ actors, connections, secrets }: SandboxStore): object {
  const values = new Map(secrets.list().map(({ id, value }) => [id, value]));
  const revealed = (_name: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && '_secret' in value ? values.get(String(value._secret)) : value;
  return JSON.parse(
    JSON.stringify(
      {
        sources: actors.source.list(),
        destinations: actors.destination.list(),
        connections: connections.list().map(withoutCounters),
      },
      revealed,
    ),
  );
}

function withoutCounters({ sourceCatalogId: _, ...connection }: StoredConnection): object {
  const streams = connection.catalog.streams.map(withoutMapperIds);
  return {
    ...connection,
    // A server has a row of this only once somebody asked for mails.
    notifySchemaChangesByEmail: connection.notifySchemaChangesByEmail ?? false,
    catalog: sortedBy(streams, ({ stream }) => `${stream.namespace} ${stream.name}`),
  };
}

function withoutMapperIds({ mappers, ...stream }: StoredStream) {
  return { ...stream, mappers: mappers.map(({ id: _, ...mapper }) => mapper) };
}
