import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { ActorKind } from '../actor-kind.ts';
import type { Handler, SandboxContext } from '../context.ts';
import { databaseRefused } from '../refusal.ts';
import type { Connector } from '../registry/connector.ts';
import { findObject, findText } from '../request-body.ts';
import { copySecrets } from '../secrets/copy-secrets.ts';
import { isSecretPointer, mapSecrets } from '../secrets/map-secrets.ts';
import { assertNoOauthKeys } from '../secrets/oauth-keys.ts';
import { secretTree } from '../secrets/secret-tree.ts';
import { assertFulfills, getFulfilling } from '../spec-check.ts';
import type { StoredActor } from '../stored.ts';
import {
  assertTextFits,
  decodeAllocation,
  getActor,
  getConfiguration,
  putAndShow,
  storeSecrets,
} from './actor-store.ts';
import { getConnector } from './connector-lookup.ts';

/** A stored actor and the configuration that an update would give it, masks replaced by what they stand for. */
export interface PreparedUpdate {
  readonly actor: StoredActor;
  readonly connector: Connector;
  readonly configuration: JsonObject;
}

/** Replaces everything: what is not sent is gone, but for secrets sent as the mask (API §2.2). */
export function updateActor(kind: ActorKind): Handler {
  return (body, context) => {
    const update = prepareUpdate(kind, body, context);
    const name = findText(body, 'name');
    if (name === undefined) throw databaseRefused();
    return store(update, { name, body }, context);
  };
}

/** @throws {Refusal} 422 where the configuration as sent, masks included, breaks the specification */
export function prepareUpdate(kind: ActorKind, body: JsonObject, context: SandboxContext): PreparedUpdate {
  const actor = getActor(kind, body, context);
  const connector = getConnector(kind, actor.definitionId, context);
  const previous = getConfiguration(actor);
  const sent = getFulfilling(body.connectionConfiguration ?? null, connector.connectionSpecification);
  return { actor, connector, configuration: copySecrets(connector.connectionSpecification, sent, previous) };
}

/** Merges into what is there; nothing can be removed, and the mask is no mask here but the new secret (API §2.2). */
export function patchActor(kind: ActorKind): Handler {
  return (body, context) => {
    const actor = getActor(kind, body, context);
    const connector = getConnector(kind, actor.definitionId, context);
    const configuration = mergeConfiguration(getConfiguration(actor), body, connector);
    return store({ actor, connector, configuration }, { name: findText(body, 'name') ?? actor.name, body }, context);
  };
}

function mergeConfiguration(stored: JsonObject, body: JsonObject, connector: Connector): JsonObject {
  const sent = findObject(body, 'connectionConfiguration');
  if (sent === undefined) return stored;
  assertNoOauthKeys(sent, connector.advancedAuth);
  const { connectionSpecification } = connector;
  // The server does not look stored secrets up to check them: any text stands for each.
  const checked = mapSecrets(stored, secretTree(connectionSpecification), () => 'a stored secret');
  assertFulfills(mergeObjects(checked, sent), connectionSpecification);
  return mergeObjects(stored, sent);
}

function mergeObjects(stored: JsonObject, sent: JsonObject): JsonObject {
  const merged = Object.entries(sent).map(([name, value]): [string, Json] => {
    const known = stored[name];
    const isInner = isJsonObject(known) && isJsonObject(value) && !isSecretPointer(known);
    return [name, isInner ? mergeObjects(known, value) : value];
  });
  return Object.fromEntries([...Object.entries(stored), ...merged]);
}

/** An allocation that is not sent again is gone, by a patch as well. */
function store(
  { actor, connector, configuration: sent }: PreparedUpdate,
  { name, body }: { readonly name: string; readonly body: JsonObject },
  context: SandboxContext,
) {
  assertTextFits(name);
  const previous = getConfiguration(actor);
  const { resourceAllocation: _cleared, ...kept } = actor;
  const configuration = storeSecrets(sent, connector, { workspaceId: actor.workspaceId, previous }, context);
  return putAndShow({ ...kept, name, configuration, ...decodeAllocation(body) }, context);
}
