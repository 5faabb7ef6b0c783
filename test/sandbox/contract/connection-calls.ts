import { aStream, createConnection, createDestination, createSource, organizationId } from '../world.ts';
import { extended, type GoodBody, ofConnection, ofWorkspace, ofWorkspaces, type RouteCalls } from './route-calls.ts';

const streams = [{ streamName: 'orders', streamNamespace: 'public' }];
const syncCatalog = { streams: [aStream({ config: { selected: true, syncMode: 'incremental' } })] };

const newConnection: GoodBody = async (world) => {
  const { sourceId } = await createSource(world);
  const { destinationId } = await createDestination(world);
  const { catalogId, catalog } = await world.ok('sources/discover_schema', { sourceId });
  return {
    sourceId,
    destinationId,
    sourceCatalogId: catalogId,
    syncCatalog: catalog,
    status: 'active',
    scheduleType: 'basic',
    scheduleData: { basicSchedule: { timeUnit: 'hours', units: 6 } },
  };
};
const listed: GoodBody = async (world) => {
  await createConnection(world);
  return { workspaceId: world.workspaceId };
};
const changed = extended(ofConnection, {
  name: 'renamed',
  prefix: 'raw_',
  scheduleType: 'cron',
  scheduleData: { cron: { cronExpression: '0 0 3 * * ?', cronTimeZone: 'UTC' } },
  syncCatalog,
});

const operatorConfiguration = {
  operatorType: 'webhook',
  webhook: { webhookType: 'dbtCloud', dbtCloud: { accountId: 1, jobId: 2 } },
};
const newOperation = extended(ofWorkspace, { name: 'dbt', operatorConfiguration });
const ofOperation: GoodBody = async (world) => {
  const { operationId } = await world.ok('operations/create', await newOperation(world));
  return { operationId };
};
const newTag: GoodBody = ({ workspaceId, sandbox }) => ({
  workspaceId,
  name: `tag ${sandbox.store.tags.size}`,
  color: 'cd7f32',
});
const ofTag: GoodBody = async (world) => {
  const { tagId, workspaceId } = await world.ok('tags/create', await newTag(world));
  return { tagId, workspaceId };
};

export const connectionCalls: RouteCalls = {
  'connections/create': newConnection,
  'connections/update': changed,
  'connections/get': ofConnection,
  'connections/delete': ofConnection,
  'connections/list': listed,
  'connections/list_all': listed,
  'connections/list_paginated': extended(ofWorkspaces, { userId: organizationId }),
  'connections/search': extended(ofConnection, { name: 'shop' }),
  'connections/sync': ofConnection,
  'connections/reset': ofConnection,
  'connections/clear': ofConnection,
  'connections/reset/stream': extended(ofConnection, { streams }),
  'connections/clear/stream': extended(ofConnection, { streams }),
  'connections/refresh': extended(ofConnection, { refreshMode: 'Truncate', streams }),
  'connections/status': async (world) => ({ connectionIds: [(await createConnection(world)).connectionId] }),
  'web_backend/connections/get': extended(ofConnection, { withRefreshedCatalog: true }),
  'web_backend/connections/list': listed,
  'web_backend/connections/update': extended(changed, { skipReset: true }),
  'web_backend/state/get_type': ofConnection,
  'operations/create': newOperation,
  'operations/update': extended(ofOperation, { name: 'renamed', operatorConfiguration }),
  'operations/get': ofOperation,
  'operations/list': ofConnection,
  'operations/delete': ofOperation,
  'operations/check': () => operatorConfiguration,
  'tags/list': ofWorkspace,
  'tags/create': newTag,
  'tags/update': extended(ofTag, { name: 'silver', color: 'c0c0c0' }),
  'tags/delete': ofTag,
};
