import { organizationId } from '../world.ts';
import {
  extended,
  type GoodBody,
  ofConnection,
  ofWorkspace,
  ofWorkspaces,
  type RouteCalls,
  withoutBody,
} from './route-calls.ts';

/** Whom `applications/token` knows in these tests. */
export const application = { clientId: 'pipeline', clientSecret: 'sesame' };

const newWorkspace: GoodBody = () => ({ name: 'other', organizationId });
const ofNewWorkspace: GoodBody = async (world) => {
  const { workspaceId } = await world.ok('workspaces/create', await newWorkspace(world));
  return { workspaceId };
};

export const workspaceCalls: RouteCalls = {
  health: withoutBody,
  instance_configuration: withoutBody,
  'applications/token': () => ({ client_id: application.clientId, client_secret: application.clientSecret }),
  'workspaces/list': () => ({}),
  'workspaces/list_by_organization_id': () => ({ organizationId, pagination: { pageSize: 5, rowOffset: 0 } }),
  'workspaces/list_by_user_id': async (world) => {
    const { defaultUserId } = (await world.get('instance_configuration')).body;
    return { userId: defaultUserId };
  },
  'workspaces/list_paginated': ofWorkspaces,
  'workspaces/get': ofWorkspace,
  'workspaces/get_by_slug': async (world) => ({ slug: (await world.ok('workspaces/get', ofWorkspace(world))).slug }),
  'workspaces/get_by_connection_id': ofConnection,
  'workspaces/create': extended(newWorkspace, { email: 'team@example.com' }),
  'workspaces/update': extended(ofNewWorkspace, { name: 'renamed' }),
  'workspaces/delete': ofNewWorkspace,
  'web_backend/geographies/list': withoutBody,
};
