import type { ActorKind } from '../actor-kind.ts';
import type { Handler, Routes } from '../context.ts';
import { notFound } from '../refusal.ts';
import type { Connector } from '../registry/connector.ts';
import { jsonReply } from '../reply.ts';
import { getUuid } from '../request-body.ts';
import { assertWorkspace } from './definitions.ts';
import { jobInfo } from './job-info.ts';

export const specificationRoutes: Routes = {
  'source_definition_specifications/get': { handle: getSpecification('source') },
  'destination_definition_specifications/get': { handle: getSpecification('destination') },
};

function getSpecification(kind: ActorKind): Handler {
  return (body, context) => {
    const definitionId = getUuid(body, `${kind}DefinitionId`);
    const connector = context.registry.find(kind, definitionId);
    if (connector === undefined) throw notFound(`STANDARD_${kind.toUpperCase()}_DEFINITION`, definitionId);
    assertWorkspace(getUuid(body, 'workspaceId'), context);
    return jsonReply({
      [`${kind}DefinitionId`]: definitionId,
      documentationUrl: connector.documentationUrl,
      connectionSpecification: connector.connectionSpecification,
      advancedAuth: connector.advancedAuth,
      advancedAuthGlobalCredentialsAvailable: false,
      jobInfo: jobInfo(context, { configType: 'get_spec' }),
      supportedDestinationSyncModes: kind === 'destination' ? destinationSyncModes(connector) : undefined,
    });
  };
}

/** Whoever can refresh, overwrite and deduplicate can also do the last two in one (API §1.3). */
export function destinationSyncModes({
  destinationSyncModes: declared = [],
  supportsRefreshes,
}: Connector): readonly string[] {
  const canBoth = supportsRefreshes === true && declared.includes('overwrite') && declared.includes('append_dedup');
  return canBoth && !declared.includes('overwrite_dedup') ? [...declared, 'overwrite_dedup'] : declared;
}
