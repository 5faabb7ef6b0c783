import type { JsonObject } from '../../model/json.ts';
import { withoutUndefined } from '../../util/decode.ts';
import { type ActorKind, actorKinds } from '../actor-kind.ts';
import type { Handler, Routes, SandboxContext } from '../context.ts';
import { known, problem } from '../refusal.ts';
import type { Connector } from '../registry/connector.ts';
import { emptyReply, jsonReply } from '../reply.ts';
import { failMissing, findEnum, findObject, findText, findUuid, getUuid } from '../request-body.ts';
import type { ConnectorData, StoredDefinition } from '../stored.ts';
import { removeActor } from './actor-removal.ts';
import { getConnector, listConnectors } from './connector-lookup.ts';
import { toWireDefinition } from './definitions.ts';

export const definitionEditRoutes: Routes = Object.assign({}, ...actorKinds.map(routesOf));

/** What is generated for those who write declarative sources: all of them share one image. */
export const declarativeImage = 'airbyte/source-declarative-manifest';

function routesOf(kind: ActorKind): Routes {
  return {
    [`${kind}_definitions/create_custom`]: { handle: createCustom(kind) },
    [`${kind}_definitions/update`]: { handle: updateDefinition(kind) },
    [`${kind}_definitions/delete`]: { handle: deleteDefinition(kind) },
  };
}

function createCustom(kind: ActorKind): Handler {
  return (body, context) => {
    const workspaceId = getScope(body, context);
    const stated = findObject(body, `${kind}Definition`) ?? failMissing(`${kind}Definition`);
    const connector = decodeConnector(kind, stated, context);
    return putAndShow(
      {
        id: connector.definitionId,
        kind,
        origin: 'custom',
        isDeleted: false,
        workspaceId,
        connector,
        ...decodeResources(stated),
      },
      context,
    );
  };
}

/** Changes the version of everybody's connector; only a custom one can be renamed (API §1.3). */
function updateDefinition(kind: ActorKind): Handler {
  return (body, context) => {
    const { definitionId, isCustom = false } = getConnector(kind, getUuid(body, `${kind}DefinitionId`), context);
    if (context.rules.scopesDefinitionUpdates) getUuid(body, 'workspaceId');
    const dockerImageTag = getText(body, 'dockerImageTag');
    const name = isCustom ? findText(body, 'name') : undefined;
    const change = withoutUndefined({ dockerImageTag, name });
    return putAndShow({ ...withChange(kind, definitionId, change, context), ...decodeResources(body) }, context);
  };
}

/** What was made of it goes with it. */
function deleteDefinition(kind: ActorKind): Handler {
  return (body, context) => {
    const { definitionId } = getConnector(kind, getUuid(body, `${kind}DefinitionId`), context);
    for (const actor of context.store.actors[kind].list()) {
      if (actor.definitionId === definitionId && actor.configuration !== null) removeActor(actor, context);
    }
    context.store.definitions.put({ ...withChange(kind, definitionId, {}, context), isDeleted: true });
    return emptyReply();
  };
}

/** The row of a definition with something changed; those of the registry have none before. */
export function withChange(
  kind: ActorKind,
  definitionId: string,
  change: Partial<ConnectorData>,
  { store }: SandboxContext,
): StoredDefinition {
  const stored = store.definitions.find(definitionId);
  if (stored?.origin === 'custom') return { ...stored, connector: { ...stored.connector, ...change } };
  return {
    id: definitionId,
    kind,
    isDeleted: false,
    ...stored,
    origin: 'registry',
    connector: { ...stored?.connector, ...change },
  };
}

/** Older callers name a workspace, newer ones a scope; an organization stands for its first workspace. */
function getScope(body: JsonObject, { store }: SandboxContext): string {
  const scopeId = findUuid(body, 'scopeId');
  const isWorkspace = findEnum(body, 'scopeType', ['workspace', 'organization'] as const) === 'workspace';
  const ofOrganization = store.workspaces.list().find(({ organizationId }) => organizationId === scopeId)?.id;
  const workspaceId = findUuid(body, 'workspaceId') ?? (isWorkspace ? scopeId : ofOrganization);
  if (workspaceId !== undefined && store.workspaces.find(workspaceId) !== undefined) return workspaceId;
  const type = 'https://reference.airbyte.com/reference/errors#unprocessable-entity';
  throw problem(422, type, 'A custom definition needs a workspace, or a scope that has one.');
}

function decodeConnector(kind: ActorKind, stated: JsonObject, context: SandboxContext): ConnectorData {
  const dockerRepository = getText(stated, 'dockerRepository');
  const same = listConnectors(kind, context).find((connector) => connector.dockerRepository === dockerRepository);
  return withoutUndefined({
    ...dataOf(same ?? {}),
    kind,
    definitionId: context.newId(),
    name: getText(stated, 'name'),
    dockerRepository,
    dockerImageTag: getText(stated, 'dockerImageTag'),
    documentationUrl: findText(stated, 'documentationUrl') ?? '',
    icon: findText(stated, 'icon'),
    isCustom: true,
    isDeclarative: dockerRepository === declarativeImage,
    ...(kind === 'source'
      ? { sourceType: 'custom' }
      : { destinationSyncModes: same?.destinationSyncModes ?? ['overwrite', 'append'] }),
    connectionSpecification: findSpecification(stated) ?? same?.connectionSpecification ?? askImage(dockerRepository),
  });
}

function dataOf({ discover: _, ...data }: Partial<Connector>): Partial<ConnectorData> {
  return data;
}

function findSpecification(stated: JsonObject): JsonObject | undefined {
  const specification = findObject(stated, 'connectorSpecification');
  return specification && findObject(specification, 'connectionSpecification');
}

/** No image can be run here: those called `fail…` and `crash…` have no specification, others accept everything. */
function askImage(dockerRepository: string): JsonObject {
  const image = dockerRepository.slice(dockerRepository.lastIndexOf('/') + 1);
  if (/^(fail|crash)/.test(image)) throw known(500, `Get Spec job failed for ${dockerRepository}`);
  return { type: 'object', additionalProperties: true, properties: {} };
}

function decodeResources(body: JsonObject): Pick<StoredDefinition, 'resourceRequirements'> {
  const resourceRequirements = findObject(body, 'resourceRequirements');
  return resourceRequirements === undefined ? {} : { resourceRequirements };
}

function getText(body: JsonObject, name: string): string {
  return findText(body, name) ?? failMissing(name);
}

function putAndShow(definition: StoredDefinition, context: SandboxContext) {
  context.store.definitions.put(definition);
  return jsonReply(toWireDefinition(getConnector(definition.kind, definition.id, context), context));
}
