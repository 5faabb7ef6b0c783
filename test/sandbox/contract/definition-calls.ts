import { createDestination, createSource, definitions } from '../world.ts';
import {
  extended,
  type GoodBody,
  ofDestination,
  ofSource,
  ofWorkspace,
  type RouteCalls,
  withoutBody,
} from './route-calls.ts';

const sourceDefinitionId = definitions.postgres;
const destinationDefinitionId = definitions.localJson;
const custom = {
  name: 'Weather',
  dockerRepository: 'acme/weather',
  dockerImageTag: '1.0.0',
  documentationUrl: 'https://acme.example/weather',
};
const newSourceDefinition = extended(ofWorkspace, { sourceDefinition: custom });
const newDestinationDefinition = extended(ofWorkspace, { destinationDefinition: custom });
const ofCustomSource: GoodBody = async (world) => {
  const made = await world.ok('source_definitions/create_custom', await newSourceDefinition(world));
  return { sourceDefinitionId: made.sourceDefinitionId };
};
const ofCustomDestination: GoodBody = async (world) => {
  const made = await world.ok('destination_definitions/create_custom', await newDestinationDefinition(world));
  return { destinationDefinitionId: made.destinationDefinitionId };
};
const ofManifests = extended(ofWorkspace, { sourceDefinitionId: definitions.restApi });
const newManifest: GoodBody = ({ workspaceId, sandbox }) => ({
  workspaceId,
  sourceDefinitionId: definitions.restApi,
  setAsActiveManifest: true,
  declarativeManifest: {
    version: sandbox.store.manifests.size + 1,
    description: 'another version',
    manifest: { type: 'DeclarativeSource' },
    spec: { connectionSpecification: { type: 'object', properties: {} } },
  },
});
const ofManifest: GoodBody = async (world) => {
  const body = await newManifest(world);
  await world.ok('declarative_source_definitions/create_manifest', body);
  const { workspaceId, declarativeManifest } = body;
  return { workspaceId, sourceDefinitionId: definitions.restApi, version: declarativeManifest.version };
};
const newProject = extended(ofWorkspace, {
  builderProject: { name: 'CRM', draftManifest: { type: 'DeclarativeSource' } },
});
const ofProject: GoodBody = async (world) => ({
  ...(await world.ok('connector_builder_projects/create', await newProject(world))),
  name: 'CRM',
  initialDeclarativeManifest: {
    version: 1,
    description: 'the first version',
    manifest: { type: 'DeclarativeSource' },
    spec: { connectionSpecification: { type: 'object', properties: {} }, documentationUrl: 'https://acme.example/crm' },
  },
});
const newTag = { dockerImageTag: '9.9.9' };

export const definitionCalls: RouteCalls = {
  'source_definitions/list': withoutBody,
  'source_definitions/list_for_workspace': async (world) => {
    await createSource(world);
    return { workspaceId: world.workspaceId, filterByUsed: true };
  },
  'source_definitions/list_latest': withoutBody,
  'source_definitions/get': () => ({ sourceDefinitionId }),
  'source_definitions/get_for_workspace': extended(ofWorkspace, { sourceDefinitionId }),
  'source_definitions/create_custom': newSourceDefinition,
  'source_definitions/update': async (world) => ({
    ...(await ofWorkspace(world)),
    ...(await ofCustomSource(world)),
    ...newTag,
  }),
  'source_definitions/delete': ofCustomSource,
  'source_definition_specifications/get': extended(ofWorkspace, { sourceDefinitionId }),
  'source_definition_specifications/get_for_source': ofSource,
  'destination_definitions/list': withoutBody,
  'destination_definitions/list_for_workspace': async (world) => {
    await createDestination(world);
    return { workspaceId: world.workspaceId, filterByUsed: true };
  },
  'destination_definitions/list_latest': withoutBody,
  'destination_definitions/get': () => ({ destinationDefinitionId }),
  'destination_definitions/get_for_workspace': extended(ofWorkspace, { destinationDefinitionId }),
  'destination_definitions/create_custom': newDestinationDefinition,
  'destination_definitions/update': async (world) => ({
    ...(await ofWorkspace(world)),
    ...(await ofCustomDestination(world)),
    ...newTag,
  }),
  'destination_definitions/delete': ofCustomDestination,
  'destination_definition_specifications/get': extended(ofWorkspace, { destinationDefinitionId }),
  'destination_definition_specifications/get_for_destination': ofDestination,
  'actor_definition_versions/get_for_source': ofSource,
  'actor_definition_versions/get_for_destination': ofDestination,
  'actor_definition_versions/get_default': () => ({ actorDefinitionId: sourceDefinitionId }),
  'actor_definition_versions/resolve': async (world) => {
    const { dockerImageTag } = await world.ok('source_definitions/get', { sourceDefinitionId });
    return { actorDefinitionId: sourceDefinitionId, actorType: 'source', dockerImageTag };
  },
  'declarative_source_definitions/create_manifest': newManifest,
  'declarative_source_definitions/update_active_manifest': ofManifest,
  'declarative_source_definitions/list_manifests': ofManifests,
  'connector_builder_projects/create': newProject,
  'connector_builder_projects/publish': ofProject,
};
