import type { DiscoveredStream } from '../registry/connector.ts';
import { tableStream } from '../registry/streams.ts';
import type { ConnectorRun } from './runner.ts';

/** What a source is said to have where no real one is asked. */
export function playedStreams({ connector, configuration }: ConnectorRun): readonly DiscoveredStream[] {
  return connector.discover?.(configuration) ?? unknownStreams;
}

/** For connectors that come from a specification file: nobody knows what they would find. */
const unknownStreams: readonly DiscoveredStream[] = ['events', 'items'].map((name) => {
  const { namespace: _, ...stream } = tableStream('', name, { id: 'integer', name: 'text', updated_at: 'timestamp' });
  return stream;
});
