import type { ActorKind } from '../actor-kind.ts';
import type { Handler, Routes, SandboxContext } from '../context.ts';
import { internal } from '../refusal.ts';
import type { Connector } from '../registry/connector.ts';
import { jsonReply } from '../reply.ts';
import { findBoolean, getUuid } from '../request-body.ts';

export const definitionRoutes: Routes = { ...routesOf('source'), ...routesOf('destination') };

function routesOf(kind: ActorKind): Routes {
  return {
    [`${kind}_definitions/list`]: { ignoresBody: true, handle: listAll(kind) },
    [`${kind}_definitions/list_for_workspace`]: { handle: listForWorkspace(kind) },
  };
}

function listAll(kind: ActorKind): Handler {
  return (_body, context) => listReply(kind, context.registry.list(kind), context);
}

function listForWorkspace(kind: ActorKind): Handler {
  return (body, context) => {
    const workspaceId = getUuid(body, 'workspaceId');
    assertWorkspace(workspaceId, context);
    const isOnlyUsed = findBoolean(body, 'filterByUsed') ?? false;
    const used = usedDefinitions(kind, workspaceId, context);
    const found = context.registry.list(kind).filter(({ definitionId }) => !isOnlyUsed || used.has(definitionId));
    return listReply(kind, found, context);
  };
}

/** Where the server looks for the organization of a workspace, an unknown one is a 500 (API §2.7). */
export function assertWorkspace(workspaceId: string, { store }: SandboxContext): void {
  if (store.workspaces.find(workspaceId) === undefined) {
    throw internal(`could not get the organization of workspace ${workspaceId}`);
  }
}

function usedDefinitions(kind: ActorKind, workspaceId: string, { store }: SandboxContext): ReadonlySet<string> {
  const actors = store.actors[kind].list();
  return new Set(
    actors
      .filter((actor) => actor.workspaceId === workspaceId && actor.configuration !== null)
      .map(({ definitionId }) => definitionId),
  );
}

function listReply(kind: ActorKind, connectors: readonly Connector[], { shuffle }: SandboxContext) {
  return jsonReply({ [`${kind}Definitions`]: shuffle(connectors).map(toWireDefinition) });
}

function toWireDefinition(connector: Connector) {
  const { kind, isCustom = false } = connector;
  return {
    [`${kind}DefinitionId`]: connector.definitionId,
    name: connector.name,
    dockerRepository: connector.dockerRepository,
    dockerImageTag: connector.dockerImageTag,
    documentationUrl: connector.documentationUrl,
    protocolVersion: '0.2.0',
    custom: isCustom,
    enterprise: false,
    supportLevel: isCustom ? 'none' : 'certified',
    releaseStage: isCustom ? 'custom' : 'generally_available',
    sourceType: kind === 'source' ? (connector.sourceType ?? 'api') : undefined,
  };
}
