import { isJsonObject, type JsonObject } from '../model/json.ts';
import type { Definition, LiveActor, Specification } from '../model/live.ts';
import type { ActorKind } from '../model/resource.ts';
import {
  type Decoder,
  decodeBoolean,
  decodeRecord,
  decodeString,
  listOf,
  member,
  optionalMember,
} from '../util/decode.ts';
import { sortedBy } from '../util/sort.ts';
import type { Client } from './client.ts';

/**
 * The connector definitions that a workspace may use, custom ones included.
 *
 * @returns sorted by name, then id
 */
export async function listDefinitions(
  client: Client,
  kind: ActorKind,
  workspaceId: string,
): Promise<readonly Definition[]> {
  const definitions = await client.call({
    path: `${kind}_definitions/list_for_workspace`,
    body: { workspaceId },
    effect: 'read',
    decode: (value, where) => member(value, where, `${kind}Definitions`, listOf(decodeDefinition(kind))),
  });
  return sortedBy(definitions, ({ name, id }) => `${name}\n${id}`);
}

/** What a connector's settings may look like, for the version that this workspace uses. */
export function readSpecification(
  client: Client,
  kind: ActorKind,
  { definitionId, workspaceId }: { readonly definitionId: string; readonly workspaceId: string },
): Promise<Specification> {
  return client.call({
    path: `${kind}_definition_specifications/get`,
    body: { [`${kind}DefinitionId`]: definitionId, workspaceId },
    effect: 'read',
    decode: (value, where) => ({
      definitionId,
      connectionSpecification: optionalMember(value, where, 'connectionSpecification', decodeObject) ?? {},
      supportedDestinationSyncModes:
        optionalMember(value, where, 'supportedDestinationSyncModes', listOf(decodeString)) ?? [],
    }),
  });
}

/** The image tag that one source or destination runs, where it is not its connector's own. */
export function readActorVersion(client: Client, { kind, id }: Pick<LiveActor, 'kind' | 'id'>): Promise<string> {
  return client.call({
    path: `actor_definition_versions/get_for_${kind}`,
    body: { [`${kind}Id`]: id },
    effect: 'read',
    decode: (value, where) => member(value, where, 'dockerImageTag', decodeString),
  });
}

/** An object that was parsed from JSON, so that what is in it is JSON as well. */
export const decodeObject: Decoder<JsonObject> = (value, where) =>
  isJsonObject(value) ? value : (decodeRecord(value, where) as JsonObject);

export function decodeDefinition(kind: ActorKind): Decoder<Definition> {
  return (value, where) => ({
    ...decodeCustom(value, where),
    id: member(value, where, `${kind}DefinitionId`, decodeString),
    name: member(value, where, 'name', decodeString),
    dockerRepository: member(value, where, 'dockerRepository', decodeString),
    dockerImageTag: member(value, where, 'dockerImageTag', decodeString),
  });
}

/** What counts of custom connectors alone. */
const decodeCustom: Decoder<Pick<Definition, 'isCustom' | 'documentationUrl'>> = (value, where) => {
  if (optionalMember(value, where, 'custom', decodeBoolean) !== true) return {};
  const documentationUrl = optionalMember(value, where, 'documentationUrl', decodeString);
  return { isCustom: true, ...(documentationUrl === undefined ? {} : { documentationUrl }) };
};
