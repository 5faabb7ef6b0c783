import type { ActorKind } from '../actor-kind.ts';
import type { Handler, Routes, SandboxContext } from '../context.ts';
import { internal } from '../refusal.ts';
import type { Connector } from '../registry/connector.ts';
import { jsonReply } from '../reply.ts';
import { findBoolean, getUuid } from '../request-body.ts';
import { findConnector, getConnector, isGranted, listConnectors, unknownDefinition } from './connector-lookup.ts';

export const definitionRoutes: Routes = { ...routesOf('source'), ...routesOf('destination') };

function routesOf(kind: ActorKind): Routes {
  return {
    [`${kind}_definitions/list`]: { ignoresBody: true, handle: listAll(kind) },
    [`${kind}_definitions/list_for_workspace`]: { handle: listForWorkspace(kind) },
    [`${kind}_definitions/list_latest`]: { ignoresBody: true, handle: listLatest(kind) },
    [`${kind}_definitions/get`]: { handle: getOne(kind) },
    [`${kind}_definitions/get_for_workspace`]: { handle: getForWorkspace(kind) },
  };
}

function listAll(kind: ActorKind): Handler {
  return (_body, context) => listReply(kind, listConnectors(kind, context), context);
}

function listForWorkspace(kind: ActorKind): Handler {
  return (body, context) => {
    const workspaceId = getUuid(body, 'workspaceId');
    assertWorkspace(workspaceId, context);
    const isOnlyUsed = findBoolean(body, 'filterByUsed') ?? false;
    const used = usedDefinitions(kind, workspaceId, context);
    const found = listConnectors(kind, context)
      .filter((connector) => isGranted(connector, workspaceId, context))
      .filter(({ definitionId }) => !isOnlyUsed || used.has(definitionId));
    return listReply(kind, found, context);
  };
}

/** What the registry offers today, whatever was made of it here. */
function listLatest(kind: ActorKind): Handler {
  return (_body, context) => listReply(kind, context.registry.list(kind), context);
}

/** Deleted definitions are still found, like everything that was deleted. */
function getOne(kind: ActorKind): Handler {
  return (body, context) => {
    const definitionId = getUuid(body, `${kind}DefinitionId`);
    const connector = findConnector(kind, definitionId, context);
    if (connector === undefined) throw unknownDefinition(kind, definitionId);
    return jsonReply(toWireDefinition(connector, context));
  };
}

function getForWorkspace(kind: ActorKind): Handler {
  return (body, context) => {
    const connector = getConnector(kind, getUuid(body, `${kind}DefinitionId`), context);
    const workspaceId = getUuid(body, 'workspaceId');
    if (!isGranted(connector, workspaceId, context)) throw unknownDefinition(kind, connector.definitionId);
    return jsonReply(toWireDefinition(connector, context));
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

function listReply(kind: ActorKind, connectors: readonly Connector[], context: SandboxContext) {
  const definitions = context.shuffle(connectors).map((connector) => toWireDefinition(connector, context));
  return jsonReply({ [`${kind}Definitions`]: definitions });
}

/** A definition as the API shows it. */
export function toWireDefinition(connector: Connector, { store }: SandboxContext) {
  const { kind, isCustom = false } = connector;
  return {
    [`${kind}DefinitionId`]: connector.definitionId,
    name: connector.name,
    dockerRepository: connector.dockerRepository,
    dockerImageTag: connector.dockerImageTag,
    documentationUrl: connector.documentationUrl,
    icon: connector.icon,
    protocolVersion: '0.2.0',
    custom: isCustom,
    enterprise: false,
    supportLevel: isCustom ? 'none' : 'certified',
    releaseStage: isCustom ? 'custom' : 'generally_available',
    sourceType: kind === 'source' ? (connector.sourceType ?? 'api') : undefined,
    resourceRequirements: store.definitions.find(connector.definitionId)?.resourceRequirements,
  };
}
