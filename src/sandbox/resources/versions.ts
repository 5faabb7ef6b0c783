import { createHash } from 'node:crypto';
import { type ActorKind, actorKinds } from '../actor-kind.ts';
import type { Handler, Routes } from '../context.ts';
import { notFound } from '../refusal.ts';
import type { Connector } from '../registry/connector.ts';
import { jsonReply } from '../reply.ts';
import { failMissing, findEnum, findText, getUuid } from '../request-body.ts';
import { getActor } from './actor-store.ts';
import { findConnector, getConnector, unknownDefinition } from './connector-lookup.ts';

/** The one version of a connector that has this image tag; there are no others to resolve. */
const resolve: Handler = (body, context) => {
  const kind = findEnum(body, 'actorType', actorKinds) ?? failMissing('actorType');
  const connector = getConnector(kind, getUuid(body, 'actorDefinitionId'), context);
  const dockerImageTag = findText(body, 'dockerImageTag') ?? failMissing('dockerImageTag');
  if (dockerImageTag !== connector.dockerImageTag) {
    throw notFound('ACTOR_DEFINITION_VERSION', `${connector.dockerRepository}:${dockerImageTag}`);
  }
  return jsonReply({
    versionId: toVersionId(connector),
    dockerRepository: connector.dockerRepository,
    dockerImageTag,
    supportRefreshes: connector.supportsRefreshes ?? false,
    supportFileTransfer: false,
    supportDataActivation: false,
  });
};

const getDefault: Handler = (body, context) => {
  const id = getUuid(body, 'actorDefinitionId');
  const connector = findConnector('source', id, context) ?? findConnector('destination', id, context);
  if (connector === undefined) throw unknownDefinition('source', id);
  return jsonReply(toWireVersion(connector));
};

export const versionRoutes: Routes = {
  'actor_definition_versions/get_for_source': { handle: getForActor('source') },
  'actor_definition_versions/get_for_destination': { handle: getForActor('destination') },
  'actor_definition_versions/get_default': { handle: getDefault },
  'actor_definition_versions/resolve': { handle: resolve },
};

/** The version of a connector as the API shows it. */
export function toWireVersion({ dockerRepository, dockerImageTag, supportsRefreshes, isCustom }: Connector) {
  return {
    dockerRepository,
    dockerImageTag,
    supportsRefreshes: supportsRefreshes ?? false,
    isVersionOverrideApplied: false,
    supportLevel: isCustom === true ? 'none' : 'certified',
    supportState: 'supported',
    supportsFileTransfer: false,
    supportsDataActivation: false,
  };
}

function getForActor(kind: ActorKind): Handler {
  return (body, context) => {
    const { definitionId } = getActor(kind, body, context);
    return jsonReply(toWireVersion(getConnector(kind, definitionId, context)));
  };
}

/** The same UUID for the same image, so that it can be stored by callers. */
function toVersionId({ dockerRepository, dockerImageTag }: Connector): string {
  const hex = createHash('sha256').update(`${dockerRepository}:${dockerImageTag}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
