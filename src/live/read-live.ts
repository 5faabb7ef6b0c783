import { actorHandler } from '../airbyte/actors.ts';
import type { Client } from '../airbyte/client.ts';
import { connectionHandler } from '../airbyte/connections.ts';
import { listDefinitions } from '../airbyte/definitions.ts';
import { listTags } from '../airbyte/tags.ts';
import type { Live, Workspace } from '../model/live.ts';
import { withoutUndefined } from '../util/decode.ts';

/** What was asked of the server and is on its way; small answers can be used before the large ones are there. */
export interface LiveReading {
  readonly definitions: Promise<Live['definitions']>;
  readonly live: Promise<Live>;
}

/**
 * Starts to read the live state of one workspace, in a number of calls that does not grow with its size but for full
 * pages. Both promises have to be awaited together: each rejects with a `RequestError` when a call fails after its
 * last retry.
 */
export function readLive(client: Client, workspace: Workspace): LiveReading {
  const definitions = readDefinitions(client, workspace);
  return { definitions, live: readAll(client, workspace, definitions) };
}

/** The connectors that a workspace may use. */
export async function readDefinitions(client: Client, { id }: Workspace): Promise<Live['definitions']> {
  const [source, destination] = await Promise.all([
    listDefinitions(client, 'source', id),
    listDefinitions(client, 'destination', id),
  ]);
  return { source, destination };
}

async function readAll(client: Client, workspace: Workspace, reading: LiveReading['definitions']): Promise<Live> {
  const [definitions, connections, sources, destinations, tags] = await Promise.all([
    reading,
    connectionHandler.list(client, workspace.id),
    actorHandler('source').list(client, workspace.id),
    actorHandler('destination').list(client, workspace.id),
    listTags(client, workspace.id),
  ]);
  return withoutUndefined({ workspace, definitions, sources, destinations, connections, tags });
}
