import type { ActorKind } from '../actor-kind.ts';
import type { Handler, Routes, SandboxContext } from '../context.ts';
import type { Connector } from '../registry/connector.ts';
import { jsonReply } from '../reply.ts';
import { getUuid } from '../request-body.ts';
import { getActor } from './actor-store.ts';
import { getConnector } from './connector-lookup.ts';
import { assertWorkspace } from './definitions.ts';
import { jobInfo } from './job-info.ts';

export const specificationRoutes: Routes = {
  'source_definition_specifications/get': { handle: getSpecification('source') },
  'destination_definition_specifications/get': { handle: getSpecification('destination') },
  'source_definition_specifications/get_for_source': { handle: getForActor('source') },
  'destination_definition_specifications/get_for_destination': { handle: getForActor('destination') },
};

function getSpecification(kind: ActorKind): Handler {
  return (body, context) => {
    const connector = getConnector(kind, getUuid(body, `${kind}DefinitionId`), context);
    assertWorkspace(getUuid(body, 'workspaceId'), context);
    return specificationReply(connector, context);
  };
}

/** Of the version that one source or destination runs: here everybody runs the same. */
function getForActor(kind: ActorKind): Handler {
  return (body, context) => {
    const { definitionId } = getActor(kind, body, context);
    return specificationReply(getConnector(kind, definitionId, context), context);
  };
}

function specificationReply(connector: Connector, context: SandboxContext) {
  const { kind } = connector;
  return jsonReply({
    [`${kind}DefinitionId`]: connector.definitionId,
    documentationUrl: connector.documentationUrl,
    connectionSpecification: connector.connectionSpecification,
    advancedAuth: connector.advancedAuth,
    advancedAuthGlobalCredentialsAvailable: false,
    jobInfo: jobInfo(context, { configType: 'get_spec' }),
    supportedDestinationSyncModes: kind === 'destination' ? destinationSyncModes(connector) : undefined,
  });
}

/** Whoever can refresh, overwrite and deduplicate can also do the last two in one (API §1.3). */
export function destinationSyncModes({
  destinationSyncModes: declared = [],
  supportsRefreshes,
}: Connector): readonly string[] {
  const canBoth = supportsRefreshes === true && declared.includes('overwrite') && declared.includes('append_dedup');
  return canBoth && !declared.includes('overwrite_dedup') ? [...declared, 'overwrite_dedup'] : declared;
}
