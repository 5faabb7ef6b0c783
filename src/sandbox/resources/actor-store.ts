import type { JsonObject } from '../../model/json.ts';
import type { ActorKind } from '../actor-kind.ts';
import type { SandboxContext } from '../context.ts';
import { toJsonb } from '../jsonb.ts';
import { databaseRefused, internal, notFound } from '../refusal.ts';
import type { Connector } from '../registry/connector.ts';
import { jsonReply } from '../reply.ts';
import { findObject, getUuid } from '../request-body.ts';
import { maskSecrets } from '../secrets/map-secrets.ts';
import { secretTree } from '../secrets/secret-tree.ts';
import { listCoordinates, type SecretVault, splitSecrets } from '../secrets/split-secrets.ts';
import type { StoredActor, StoredSecret } from '../stored.ts';
import { findConnector } from './connector-lookup.ts';

/** The longest text that a column of the server takes. */
const maxTextLength = 256;

/** The actor that a request names; deleted ones count (API §2.9). */
export function getActor(kind: ActorKind, body: JsonObject, { store }: SandboxContext): StoredActor {
  const id = getUuid(body, `${kind}Id`);
  const actor = store.actors[kind].find(id);
  if (actor === undefined) throw notFound(`${kind.toUpperCase()}_CONNECTION`, id);
  return actor;
}

/** The stored configuration, secrets as coordinates. */
export function getConfiguration({ configuration, id }: StoredActor): JsonObject {
  if (configuration === null) throw internal(`${id} has no configuration any more`);
  return configuration;
}

/** The configuration that the connector gets: with its secrets. */
export function revealConfiguration(configuration: JsonObject, { store }: SandboxContext): JsonObject {
  return JSON.parse(JSON.stringify(configuration), (_key, value) => {
    const secret = typeof value?._secret === 'string' ? store.secrets.find(value._secret) : undefined;
    return secret === undefined ? value : secret.value;
  });
}

/** Moves secrets into their own table and gives what is left, in the order of the database. */
export function storeSecrets(
  configuration: JsonObject,
  connector: Connector,
  { workspaceId, previous }: { readonly workspaceId: string; readonly previous?: JsonObject },
  { store, newId }: SandboxContext,
): JsonObject {
  const secrets: StoredSecret[] = [];
  const vault: SecretVault = { workspaceId, newId, keep: (id, value) => secrets.push({ id, value }) };
  const tree = secretTree(connector.connectionSpecification);
  const kept = toJsonb(splitSecrets(configuration, tree, vault, previous));
  for (const secret of secrets) store.secrets.put(secret);
  if (previous !== undefined) {
    const inUse = new Set(listCoordinates(kept, tree));
    for (const id of listCoordinates(previous, tree)) if (!inUse.has(id)) store.secrets.delete(id);
  }
  return kept;
}

/** The database counts characters, not halves of them, and takes no text with a NUL in it. */
export function assertTextFits(...texts: readonly (string | undefined)[]): void {
  const isRefused = (text = ''): boolean => [...text].length > maxTextLength || text.includes('\0');
  if (texts.some(isRefused)) throw databaseRefused();
}

export function decodeAllocation(body: JsonObject): Pick<StoredActor, 'resourceAllocation'> {
  const resourceAllocation = findObject(body, 'resourceAllocation');
  return resourceAllocation === undefined ? {} : { resourceAllocation };
}

export function putAndShow(actor: StoredActor, context: SandboxContext) {
  context.store.actors[actor.kind].put(actor);
  return jsonReply(toWireActor(actor, context));
}

/** A source or destination as the API shows it. What was deleted has no configuration, and nothing says why. */
export function toWireActor(actor: StoredActor, context: SandboxContext) {
  const { kind } = actor;
  const connector = findConnector(kind, actor.definitionId, context);
  return {
    [`${kind}DefinitionId`]: actor.definitionId,
    [`${kind}Id`]: actor.id,
    workspaceId: actor.workspaceId,
    connectionConfiguration: shownConfiguration(actor.configuration, connector),
    name: actor.name,
    [`${kind}Name`]: connector?.name ?? 'unknown',
    createdAt: actor.createdAt,
    isVersionOverrideApplied: false,
    isEntitled: true,
    supportState: 'supported',
    resourceAllocation: actor.resourceAllocation,
  };
}

/** Without its connector nobody knows what is secret: then nothing is shown. */
function shownConfiguration(configuration: JsonObject | null, connector: Connector | undefined): JsonObject | null {
  if (configuration === null || connector === undefined) return null;
  return maskSecrets(configuration, secretTree(connector.connectionSpecification));
}
