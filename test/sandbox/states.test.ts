import { describe, expect, test } from 'vitest';
import { connect, type JobWorld, poll, start, sync, syncWhole, twoStreams, withJobs } from './job-world.ts';
import { aStream, type Body, postgresConfiguration, unknownId } from './world.ts';

function stateOf(world: JobWorld, connectionId: string): Promise<Body> {
  return world.ok('state/get', { connectionId });
}

async function stateNames(world: JobWorld, connectionId: string): Promise<readonly string[]> {
  return ((await stateOf(world, connectionId)).streamState ?? []).map((one: Body) => one.streamDescriptor.name);
}

const oneState = {
  stateType: 'stream',
  streamState: [{ streamDescriptor: { name: 'orders', namespace: 'public' }, streamState: { cursor: '7' } }],
};

describe('the state of a connection', () => {
  test('is written by a sync that succeeds, when it succeeds', () =>
    withJobs({}, async (world) => {
      const connectionId = await connect(world, { syncCatalog: twoStreams() });
      const before = await stateOf(world, connectionId);
      await sync(world, connectionId);
      world.pass(10);
      const during = await stateOf(world, connectionId);
      world.pass(1);

      expect(before).toEqual({ connectionId, stateType: 'not_set' });
      expect(during).toEqual(before);
      expect(await stateOf(world, connectionId)).toEqual({
        connectionId,
        stateType: 'stream',
        streamState: ['orders', 'customers'].map((name) => ({
          streamDescriptor: { name, namespace: 'public' },
          streamState: { cursorField: ['updated_at'], cursor: new Date(start * 1000).toISOString() },
        })),
      });
    }));

  test('is left alone by a sync that fails or is cancelled', () =>
    withJobs({}, async (world) => {
      const failing = await connect(world, { host: 'fail.internal' });
      await syncWhole(world, failing);
      const { id, configId } = await sync(world, await connect(world));
      await world.ok('jobs/cancel', { id });
      world.pass(60);

      expect((await stateOf(world, failing)).stateType).toBe('not_set');
      expect((await stateOf(world, configId)).stateType).toBe('not_set');
    }));

  test('is one for all streams where a source reads a log', () =>
    withJobs({}, async (world) => {
      const connectionId = await connect(world, { syncCatalog: twoStreams() });
      const { sourceId } = await world.ok('connections/get', { connectionId });
      const replication_method = { method: 'CDC', replication_slot: 'x', publication: 'x' };
      await world.ok('sources/update', {
        sourceId,
        name: 'x',
        connectionConfiguration: postgresConfiguration({ replication_method }),
      });
      await syncWhole(world, connectionId);
      const state = await stateOf(world, connectionId);

      expect(state).toMatchObject({ stateType: 'global', globalState: { shared_state: {}, streamStates: [{}, {}] } });
      expect(state).not.toHaveProperty('streamState');
    }));

  test('goes when it is cleared, stream by stream or whole', () =>
    withJobs({}, async (world) => {
      const connectionId = await connect(world, { syncCatalog: twoStreams() });
      await syncWhole(world, connectionId);
      const streams = [{ streamName: 'orders', streamNamespace: 'public' }];
      await world.ok('connections/clear/stream', { connectionId, streams });
      world.pass(60);
      const left = await stateNames(world, connectionId);
      await world.ok('connections/clear', { connectionId });
      world.pass(60);

      expect(left).toEqual(['customers']);
      expect((await stateOf(world, connectionId)).stateType).toBe('not_set');
    }));

  test('of a stream that left the catalog stays until it is cleared', () =>
    withJobs({}, async (world) => {
      const connectionId = await connect(world, { syncCatalog: twoStreams() });
      await syncWhole(world, connectionId);
      await world.ok('connections/update', { connectionId, syncCatalog: { streams: [twoStreams().streams[0]] } });
      await syncWhole(world, connectionId);
      const before = await stateNames(world, connectionId);
      const { job } = await world.ok('connections/clear', { connectionId });
      world.pass(60);

      expect([...before].sort()).toEqual(['customers', 'orders']);
      expect(job.resetConfig.streamsToReset).toHaveLength(2);
      expect(await stateNames(world, connectionId)).toEqual([]);
    }));
});

describe('a state that somebody writes', () => {
  test.each([
    ['stream', oneState],
    ['global', { stateType: 'global', globalState: { shared_state: { lsn: 1 }, streamStates: oneState.streamState } }],
    ['legacy', { stateType: 'legacy', state: { anything: 1 } }],
  ])('of type %s comes back as it is', (stateType, state) =>
    withJobs({}, async (world) => {
      const connectionId = await connect(world);
      const connectionState = { connectionId, ...state };

      expect(await world.ok('state/create_or_update_safe', { connectionId, connectionState })).toEqual(connectionState);
      expect(await stateOf(world, connectionId)).toEqual(connectionState);
      expect((await world.post('web_backend/state/get_type', { connectionId })).body).toBe(stateType);
    }),
  );

  test('replaces what was there, and can be unset', () =>
    withJobs({}, async (world) => {
      const connectionId = await connect(world, { syncCatalog: twoStreams() });
      await syncWhole(world, connectionId);
      await world.ok('state/create_or_update_safe', { connectionId, connectionState: { connectionId, ...oneState } });
      const names = await stateNames(world, connectionId);
      const connectionState = { connectionId, stateType: 'not_set' };
      await world.ok('state/create_or_update_safe', { connectionId, connectionState });

      expect(names).toEqual(['orders']);
      expect((await stateOf(world, connectionId)).stateType).toBe('not_set');
    }));

  test.each(['2.0', '1.6'] as const)('is refused with 423 while anything runs, profile %s', (profile) =>
    withJobs({ profile }, async (world) => {
      const connectionId = await connect(world);
      const write = () =>
        world.post('state/create_or_update_safe', { connectionId, connectionState: { connectionId, ...oneState } });
      await sync(world, connectionId);
      const during = await write();
      world.pass(60);

      expect(during).toMatchObject({ status: 423, body: { message: expect.stringContaining(connectionId) } });
      expect((await write()).status).toBe(200);
    }),
  );

  test('needs a connection and a type', () =>
    withJobs({}, async (world) => {
      const connectionId = await connect(world);
      const write = (id: string, connectionState?: Body) =>
        world.post('state/create_or_update_safe', { connectionId: id, connectionState });

      expect((await write(unknownId, oneState)).status).toBe(404);
      expect((await write(connectionId)).status).toBe(500);
      expect((await write(connectionId, {})).status).toBe(500);
      expect((await write(connectionId, { stateType: 'x' })).status).toBe(400);
      expect((await world.post('state/get', { connectionId: unknownId })).status).toBe(404);
    }));
});

describe('the state of streams that an update changes', () => {
  const change = async (world: JobWorld, config: Body): Promise<readonly string[]> => {
    const connectionId = await connect(world, { syncCatalog: twoStreams() });
    await syncWhole(world, connectionId);
    const [orders, customers] = twoStreams().streams;
    const changed = aStream({ stream: orders.stream, config: { ...orders.config, ...config } });
    await world.ok('connections/update', { connectionId, syncCatalog: { streams: [changed, customers] } });
    return stateNames(world, connectionId);
  };

  test.each(['1.8', '2.0'] as const)('is dropped with the sync mode in profile %s, and nothing is started', (profile) =>
    withJobs({ profile }, async (world) => {
      expect(await change(world, { syncMode: 'full_refresh' })).toEqual(['customers']);
      expect(world.sandbox.store.jobs.list()).toHaveLength(1);
    }),
  );

  test('is kept in profile 1.6', () =>
    withJobs({ profile: '1.6' }, async (world) => {
      expect(await change(world, { syncMode: 'full_refresh' })).toEqual(['orders', 'customers']);
    }));

  test.each([
    ['cursor', { cursorField: ['created_at'] }],
    ['key', { primaryKey: [['id']] }],
    ['destination sync mode', { destinationSyncMode: 'overwrite' }],
  ])('is kept when the %s changes', (_what, config) =>
    withJobs({}, async (world) => {
      expect(await change(world, config)).toEqual(['orders', 'customers']);
    }),
  );

  test('that was dropped is read anew by the next sync', () =>
    withJobs({}, async (world) => {
      const connectionId = await connect(world, { syncCatalog: twoStreams() });
      const first = await syncWhole(world, connectionId);
      const whole = (await poll(world, first.id)).job.aggregatedStats.recordsCommitted;
      for (const syncMode of ['full_refresh', 'incremental']) {
        const streams = twoStreams().streams.map((one: Body) => ({ ...one, config: { ...one.config, syncMode } }));
        await world.ok('connections/update', { connectionId, syncCatalog: { streams } });
      }
      const { id } = await syncWhole(world, connectionId);

      expect((await poll(world, id)).job.aggregatedStats.recordsCommitted).toBe(whole);
    }));
});
