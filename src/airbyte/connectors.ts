import type { Connector } from '../model/connector.ts';
import type { ActorKind } from '../model/resource.ts';
import { type Decoder, decodeBoolean, decodeString, listOf, member, optionalMember } from '../util/decode.ts';
import { sortedBy } from '../util/sort.ts';
import type { Client } from './client.ts';
import { decodeDefinition } from './definitions.ts';

/**
 * The connectors that a workspace may use, with what the server says of their support.
 *
 * @returns sources first, each kind sorted by name, then id
 * @see API §1.3: `list_for_workspace` gives the versions that this workspace uses
 */
export async function listConnectors(client: Client, workspaceId: string): Promise<readonly Connector[]> {
  const lists = await Promise.all([
    listOfKind(client, 'source', workspaceId),
    listOfKind(client, 'destination', workspaceId),
  ]);
  return lists.flatMap((list) => sortedBy(list, ({ name, id }) => `${name}\n${id}`));
}

function listOfKind(client: Client, kind: ActorKind, workspaceId: string): Promise<readonly Connector[]> {
  return client.call({
    path: `${kind}_definitions/list_for_workspace`,
    body: { workspaceId },
    effect: 'read',
    decode: (value, where) => member(value, where, `${kind}Definitions`, listOf(decodeConnector(kind))),
  });
}

function decodeConnector(kind: ActorKind): Decoder<Connector> {
  return (value, where) => ({
    ...decodeDefinition(kind)(value, where),
    kind,
    supportLevel: optionalMember(value, where, 'supportLevel', decodeString) ?? 'unknown',
    isCustom: optionalMember(value, where, 'custom', decodeBoolean) ?? false,
  });
}
