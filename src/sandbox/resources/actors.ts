import { type ActorKind, actorKinds } from '../actor-kind.ts';
import { type Handler, type Routes, secondsNow } from '../context.ts';
import { emptyReply, jsonReply } from '../reply.ts';
import { findText, getUuid } from '../request-body.ts';
import { getFulfilling } from '../spec-check.ts';
import { checkActor, checkForUpdate } from './actor-check.ts';
import { listActors, listPage, searchActors } from './actor-list.ts';
import { removeActor } from './actor-removal.ts';
import { assertTextFits, decodeAllocation, getActor, putAndShow, storeSecrets, toWireActor } from './actor-store.ts';
import { patchActor, updateActor } from './actor-update.ts';
import { getConnector, isGranted, unknownDefinition } from './connector-lookup.ts';
import { assertWorkspace } from './definitions.ts';

export const actorRoutes: Routes = Object.assign({}, ...actorKinds.map(routesOf));

function routesOf(kind: ActorKind): Routes {
  return {
    [`${kind}s/create`]: { handle: createActor(kind) },
    [`${kind}s/update`]: { handle: updateActor(kind) },
    [`${kind}s/partial_update`]: { handle: patchActor(kind) },
    [`${kind}s/get`]: { handle: (body, context) => jsonReply(toWireActor(getActor(kind, body, context), context)) },
    [`${kind}s/list`]: { handle: listActors(kind) },
    [`${kind}s/list_paginated`]: { handle: listPage(kind) },
    [`${kind}s/search`]: { handle: searchActors(kind) },
    [`${kind}s/delete`]: { handle: deleteActor(kind) },
    [`${kind}s/upgrade_version`]: { handle: upgradeActor(kind) },
    [`${kind}s/check_connection`]: { handle: checkActor(kind) },
    [`${kind}s/check_connection_for_update`]: { handle: checkForUpdate(kind) },
  };
}

/** The order of the checks is the server's (API §2.1): the definition first, the specification last. */
function createActor(kind: ActorKind): Handler {
  return (body, context) => {
    const definitionId = getUuid(body, `${kind}DefinitionId`);
    const connector = getConnector(kind, definitionId, context);
    const workspaceId = getUuid(body, 'workspaceId');
    assertWorkspace(workspaceId, context);
    if (!isGranted(connector, workspaceId, context)) throw unknownDefinition(kind, definitionId);
    const configuration = getFulfilling(body.connectionConfiguration ?? null, connector.connectionSpecification);
    const name = findText(body, 'name') ?? 'default';
    assertTextFits(name);
    const actor = {
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

function deleteActor(kind: ActorKind): Handler {
  return (body, context) => {
    removeActor(getActor(kind, body, context), context);
    return emptyReply();
  };
}

/** Nothing is pinned to an older version here, so there is nothing to do. */
function upgradeActor(kind: ActorKind): Handler {
  return (body, context) => {
    getActor(kind, body, context);
    return emptyReply();
  };
}
