import { describe, expect, test } from 'vitest';
import {
  connect,
  connectToPostgres,
  type JobWorld,
  poll,
  sync,
  syncWhole,
  twoStreams,
  withJobs,
} from '../job-world.ts';
import { type Body, unknownId } from '../world.ts';

/** The catalog of `twoStreams`, its first stream with other settings. */
function changed(config: Body, stream: Body = {}): Body {
  const [orders, customers] = twoStreams().streams;
  return {
    streams: [{ stream: { ...orders.stream, ...stream }, config: { ...orders.config, ...config } }, customers],
  };
}

/** What the update of the UI started, if anything. */
async function started(world: JobWorld, connectionId: string, body: Body): Promise<Body> {
  const before = world.sandbox.store.jobs.size;
  await world.ok('web_backend/connections/update', { connectionId, ...body });
  const { jobs } = await world.ok('jobs/list', { configTypes: ['sync', 'refresh', 'reset_connection'] });
  return jobs.length > before ? jobs[0].job : undefined;
}

const orders = [{ name: 'orders', namespace: 'public' }];

describe("§8.20 the update of Airbyte's own UI", () => {
  test.each<[string, Body, Body]>([
    ['sync mode', { syncMode: 'full_refresh' }, {}],
    ['destination sync mode', { destinationSyncMode: 'append_dedup' }, {}],
    ['cursor', { cursorField: ['created_at'] }, {}],
    ['primary key', { primaryKey: [['id']] }, {}],
    ['schema', {}, { jsonSchema: { type: 'object', properties: { id: {}, new: {} } } }],
    ['field selection', { fieldSelectionEnabled: true, selectedFields: [{ fieldPath: ['id'] }], cursorField: [] }, {}],
  ])('refreshes a stream whose %s changes', (_what, config, stream) =>
    withJobs({}, async (world) => {
      const connectionId = await connectToPostgres(world, { syncCatalog: twoStreams() });

      expect(await started(world, connectionId, { syncCatalog: changed(config, stream) })).toMatchObject({
        configType: 'refresh',
        refreshConfig: { streamsToRefresh: orders },
      });
    }),
  );

  test('clears it where the destination cannot refresh', () =>
    withJobs({}, async (world) => {
      const connectionId = await connect(world, { syncCatalog: twoStreams() });
      await syncWhole(world, connectionId);
      const job = await started(world, connectionId, { syncCatalog: changed({ cursorField: ['created_at'] }) });
      world.pass(60);
      const { streamState } = await world.ok('state/get', { connectionId });

      expect(job).toMatchObject({ configType: 'reset_connection', resetConfig: { streamsToReset: orders } });
      expect(streamState.map((one: Body) => one.streamDescriptor.name)).toEqual(['customers']);
    }));

  test.each<[string, Body]>([
    ['with skipReset', { skipReset: true, syncCatalog: changed({ syncMode: 'full_refresh' }) }],
    ['without a catalog', { name: 'renamed' }],
    ['where nothing changes', { syncCatalog: twoStreams() }],
    ['where streams only come in another order', { syncCatalog: { streams: twoStreams().streams.reverse() } }],
    ['where a stream goes', { syncCatalog: { streams: [twoStreams().streams[0]] } }],
  ])('starts nothing %s', (_what, body) =>
    withJobs({}, async (world) => {
      const connectionId = await connectToPostgres(world, { syncCatalog: twoStreams() });

      expect(await started(world, connectionId, body)).toBeUndefined();
    }),
  );

  test('takes a key in another order for the same key', () =>
    withJobs({}, async (world) => {
      const key = [['id'], ['total']];
      const connectionId = await connectToPostgres(world, { syncCatalog: changed({ primaryKey: key }) });

      expect(
        await started(world, connectionId, { syncCatalog: changed({ primaryKey: [...key].reverse() }) }),
      ).toBeUndefined();
    }));

  test('stops a sync for it', () =>
    withJobs({}, async (world) => {
      const connectionId = await connectToPostgres(world, { syncCatalog: twoStreams() });
      const { id } = await sync(world, connectionId);
      await started(world, connectionId, { syncCatalog: changed({ syncMode: 'full_refresh' }) });

      expect((await poll(world, id)).job.status).toBe('cancelled');
    }));

  test('answers with both ends, their versions and the last sync', () =>
    withJobs({}, async (world) => {
      const connectionId = await connectToPostgres(world, { syncCatalog: twoStreams() });
      const update = () => world.ok('web_backend/connections/update', { connectionId, name: 'renamed' });
      const before = await update();
      const { createdAt } = await sync(world, connectionId);

      expect(before).toMatchObject({ name: 'renamed', isSyncing: false, schemaChange: 'no_change' });
      expect(before.source.connectionConfiguration.password).toBe('**********');
      expect(before.destinationActorDefinitionVersion.supportsRefreshes).toBe(true);
      expect(await update()).toMatchObject({
        isSyncing: true,
        latestSyncJobCreatedAt: createdAt,
        latestSyncJobStatus: 'pending',
      });
    }));

  test('refuses what the plain update refuses', () =>
    withJobs({}, async (world) => {
      const connectionId = await connect(world);
      const update = (body: Body) => world.post('web_backend/connections/update', { connectionId, ...body });

      expect((await update({ schedule: { units: 1, timeUnit: 'hours' } })).status).toBe(500);
      expect((await update({ connectionId: unknownId })).status).toBe(404);
      expect((await world.ok('connections/get', { connectionId })).scheduleType).toBe('manual');
    }));

  test('changes a deleted connection, and starts nothing for it', () =>
    withJobs({}, async (world) => {
      const connectionId = await connect(world, { syncCatalog: twoStreams() });
      await world.post('connections/delete', { connectionId });

      expect(
        await started(world, connectionId, { syncCatalog: changed({ syncMode: 'full_refresh' }) }),
      ).toBeUndefined();
    }));
});
