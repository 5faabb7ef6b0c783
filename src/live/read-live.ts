import { actorHandler } from '../airbyte/actors.ts';
import type { Client } from '../airbyte/client.ts';
import { connectionHandler } from '../airbyte/connections.ts';
import { listDefinitions } from '../airbyte/definitions.ts';
import { listTags } from '../airbyte/tags.ts';
import type { Live, Workspace } from '../model/live.ts';
import { withoutUndefined } from '../util/decode.ts';

/**
 * The live state of one workspace, in a number of calls that does not grow with its size but for full pages.
 *
 * @throws {RequestError} when a call fails after its last retry
 */
export async function readLive(client: Client, workspace: Workspace): Promise<Live> {
  const [sourceDefinitions, destinationDefinitions, connections, sources, destinations, tags] = await Promise.all([
    listDefinitions(client, 'source', workspace.id),
    listDefinitions(client, 'destination', workspace.id),
    connectionHandler.list(client, workspace.id),
    actorHandler('source').list(client, workspace.id),
    actorHandler('destination').list(client, workspace.id),
    listTags(client, workspace.id),
  ]);
  return withoutUndefined({
    workspace,
    definitions: { source: sourceDefinitions, destination: destinationDefinitions },
    sources,
    destinations,
    connections,
    tags,
  });
}
