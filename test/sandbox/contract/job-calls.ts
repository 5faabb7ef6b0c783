import { createConnection } from '../world.ts';
import { type GoodBody, ofConnection, type RouteCalls } from './route-calls.ts';

const ofJob: GoodBody = async (world) => {
  const { connectionId } = await createConnection(world);
  return { id: (await world.ok('connections/sync', { connectionId })).job.id };
};
const ofSynced: GoodBody = async (world) => {
  const { connectionId } = await createConnection(world);
  await world.ok('connections/sync', { connectionId });
  return { connectionId };
};

export const jobCalls: RouteCalls = {
  'jobs/list': async (world) => ({ configTypes: ['sync'], configId: (await ofSynced(world)).connectionId }),
  'jobs/list_for_workspaces': ({ workspaceId }) => ({ configTypes: ['sync'], workspaceIds: [workspaceId] }),
  'jobs/get': ofJob,
  'jobs/get_without_logs': ofJob,
  'jobs/get_light': ofJob,
  'jobs/get_debug_info': ofJob,
  'jobs/get_last_replication_job': ofSynced,
  'jobs/get_last_replication_job_with_cancel': ofSynced,
  'jobs/cancel': ofJob,
  'state/get': ofConnection,
  'state/create_or_update_safe': async (world) => {
    const { connectionId } = await createConnection(world);
    return { connectionId, connectionState: { connectionId, stateType: 'legacy', state: { cursor: 1 } } };
  },
};
