import { definitions, postgresConfiguration } from '../world.ts';
import {
  extended,
  type GoodBody,
  ofDestination,
  ofSource,
  ofWorkspace,
  ofWorkspaces,
  type RouteCalls,
} from './route-calls.ts';

const sourceConfiguration = { connectionConfiguration: postgresConfiguration() };
const destinationConfiguration = { connectionConfiguration: { destination_path: '/lake' } };
const newSource = extended(ofWorkspace, { sourceDefinitionId: definitions.postgres, ...sourceConfiguration });
const newDestination = extended(ofWorkspace, {
  destinationDefinitionId: definitions.localJson,
  ...destinationConfiguration,
});
const ofConnectedSource: GoodBody = async (world) => {
  const body = await ofSource(world);
  await world.ok('sources/discover_schema', body);
  return body;
};

export const actorCalls: RouteCalls = {
  'sources/create': extended(newSource, { name: 'shop', resourceAllocation: { default: { cpu_limit: '1' } } }),
  'sources/update': extended(ofSource, { name: 'shop', ...sourceConfiguration }),
  'sources/partial_update': extended(ofSource, { name: 'shop', connectionConfiguration: { port: 5433 } }),
  'sources/get': ofSource,
  'sources/get_with_metadata': extended(ofSource, { includeSecretCoordinates: true }),
  'sources/list': extended(ofWorkspace, { pageSize: 2, sortKey: 'actorName_desc' }),
  'sources/list_paginated': ofWorkspaces,
  'sources/search': extended(ofWorkspace, { name: 'shop' }),
  'sources/delete': ofSource,
  'sources/upgrade_version': ofSource,
  'sources/check_connection': ofSource,
  'sources/check_connection_for_update': extended(ofSource, { name: 'shop', ...sourceConfiguration }),
  'sources/discover_schema': extended(ofSource, { disable_cache: true }),
  'sources/most_recent_source_actor_catalog': ofConnectedSource,
  'scheduler/sources/check_connection': newSource,
  'scheduler/sources/discover_schema': newSource,
  'destinations/create': extended(newDestination, { name: 'lake' }),
  'destinations/update': extended(ofDestination, { name: 'lake', ...destinationConfiguration }),
  'destinations/partial_update': extended(ofDestination, { name: 'lake', ...destinationConfiguration }),
  'destinations/get': ofDestination,
  'destinations/list': extended(ofWorkspace, { pageSize: 2, sortKey: 'actorName_desc' }),
  'destinations/list_paginated': ofWorkspaces,
  'destinations/search': extended(ofWorkspace, { name: 'lake' }),
  'destinations/delete': ofDestination,
  'destinations/upgrade_version': ofDestination,
  'destinations/discover_schema': ofDestination,
  'destinations/check_connection': ofDestination,
  'destinations/check_connection_for_update': extended(ofDestination, { name: 'lake', ...destinationConfiguration }),
  'scheduler/destinations/check_connection': newDestination,
};
