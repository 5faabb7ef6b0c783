import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { type ActorKind, actorKinds } from '../actor-kind.ts';
import { type Handler, type Routes, type SandboxContext, secondsNow } from '../context.ts';
import { databaseRefused, internal } from '../refusal.ts';
import { emptyReply, jsonReply } from '../reply.ts';
import { findObject, findText, getUuid } from '../request-body.ts';
import { copySecrets } from '../secrets/copy-secrets.ts';
import { secretTree } from '../secrets/secret-tree.ts';
import { listCoordinates } from '../secrets/split-secrets.ts';
import { assertFulfills } from '../spec-check.ts';
import type { StoredActor } from '../stored.ts';
import { checkActor } from './actor-check.ts';
import { listActors } from './actor-list.ts';
import { assertTextFits, getActor, getConfiguration, getConnector, storeSecrets, toWireActor } from './actor-store.ts';
import { deprecateConnection } from './connection-store.ts';
import { assertWorkspace } from './definitions.ts';

export const actorRoutes: Routes = Object.assign({}, ...actorKinds.map(routesOf));

function routesOf(kind: ActorKind): Routes {
  return {
    [`${kind}s/create`]: { handle: createActor(kind) },
    [`${kind}s/update`]: { handle: updateActor(kind) },
    [`${kind}s/get`]: { handle: (body, context) => jsonReply(toWireActor(getActor(kind, body, context), context)) },
    [`${kind}s/list`]: { handle: listActors(kind) },
    [`${kind}s/delete`]: { handle: deleteActor(kind) },
    [`${kind}s/check_connection`]: { handle: checkActor(kind) },
  };
}

/** The order of the checks is the server's (API §2.1): the definition first, the specification last. */
function createActor(kind: ActorKind): Handler {
  return (body, context) => {
    const definitionId = getUuid(body, `${kind}DefinitionId`);
    const connector = getConnector(kind, definitionId, context);
    const workspaceId = getUuid(body, 'workspaceId');
    assertWorkspace(workspaceId, context);
    const configuration = getFulfilling(body.connectionConfiguration ?? null, connector.connectionSpecification);
    const name = findText(body, 'name') ?? 'default';
    assertTextFits(name);
    const actor: StoredActor = {
      id: context.newId(),
      kind,
      workspaceId,
      definitionId,
      name,
      configuration: storeSecrets(configuration, connector, { workspaceId }, context),
      createdAt: secondsNow(context),
      ...decodeAllocation(body),
    };
    return putAndShow(actor, context);
  };
}

/** Replaces everything: what is not sent is gone, but for secrets sent as the mask (API §2.2). */
function updateActor(kind: ActorKind): Handler {
  return (body, context) => {
    const actor = getActor(kind, body, context);
    const { connectionSpecification, ...rest } = getConnector(kind, actor.definitionId, context);
    const previous = getConfiguration(actor);
    const sent = getFulfilling(body.connectionConfiguration ?? null, connectionSpecification);
    const name = findText(body, 'name');
    if (name === undefined) throw databaseRefused();
    assertTextFits(name);
    const copied = copySecrets(connectionSpecification, sent, previous);
    const connector = { connectionSpecification, ...rest };
    const { resourceAllocation: _cleared, ...kept } = actor;
    const configuration = storeSecrets(copied, connector, { workspaceId: actor.workspaceId, previous }, context);
    return putAndShow({ ...kept, name, configuration, ...decodeAllocation(body) }, context);
  };
}

/** Its connections go with it; the row stays, emptied (API §2.9). */
function deleteActor(kind: ActorKind): Handler {
  return (body, context) => {
    const actor = getActor(kind, body, context);
    deprecateConnections(actor, context);
    const connector = context.registry.find(kind, actor.definitionId);
    if (actor.configuration !== null && connector !== undefined) {
      const tree = secretTree(connector.connectionSpecification);
      for (const id of listCoordinates(actor.configuration, tree)) context.store.secrets.delete(id);
    }
    context.store.actors[kind].put({ ...actor, configuration: null });
    return emptyReply();
  };
}

function deprecateConnections(actor: StoredActor, context: SandboxContext): void {
  for (const connection of context.store.connections.list()) {
    const usesActor = connection.sourceId === actor.id || connection.destinationId === actor.id;
    if (usesActor) deprecateConnection(connection, context);
  }
}

function getFulfilling(configuration: Json, specification: JsonObject): JsonObject {
  assertFulfills(configuration, specification);
  if (!isJsonObject(configuration)) throw internal('a configuration must be an object');
  return configuration;
}

function decodeAllocation(body: JsonObject): Pick<StoredActor, 'resourceAllocation'> {
  const resourceAllocation = findObject(body, 'resourceAllocation');
  return resourceAllocation === undefined ? {} : { resourceAllocation };
}

function putAndShow(actor: StoredActor, context: SandboxContext) {
  context.store.actors[actor.kind].put(actor);
  return jsonReply(toWireActor(actor, context));
}
