import { describe, expect, test } from 'vitest';
import { connect, connectToPostgres, poll, start, sync, syncWhole, twoStreams, withJobs } from './job-world.ts';
import { type Body, unknownId } from './world.ts';

describe('cancelling', () => {
  test('stops a running job where it is', () =>
    withJobs({}, async (world) => {
      const { id } = await sync(world, await connect(world));
      world.pass(6);
      const before = (await poll(world, id)).job.aggregatedStats;
      const answer = await world.ok('jobs/cancel', { id });
      world.pass(60);
      const { job, attempts } = await poll(world, id);

      expect(answer.job.status).toBe('cancelled');
      expect(job).toMatchObject({ status: 'cancelled', updatedAt: start + 6, aggregatedStats: before });
      expect(attempts[0].attempt).toMatchObject({
        status: 'failed',
        endedAt: start + 6,
        failureSummary: { failures: [{ failureType: 'manual_cancellation', failureOrigin: 'airbyte_platform' }] },
      });
    }));

  test('leaves nothing of a job that was still waiting', () =>
    withJobs({}, async (world) => {
      const { id } = await sync(world, await connect(world));

      expect(await world.ok('jobs/cancel', { id })).toMatchObject({ job: { status: 'cancelled' }, attempts: [] });
    }));

  test('by an old id stops what runs now, and shows the old job', () =>
    withJobs({}, async (world) => {
      const connectionId = await connect(world);
      const { id: oldId } = await syncWhole(world, connectionId);
      const { id } = await sync(world, connectionId);
      const answer = await world.ok('jobs/cancel', { id: oldId });

      expect(answer.job).toMatchObject({ id: oldId, status: 'succeeded' });
      expect((await poll(world, id)).job.status).toBe('cancelled');
    }));

  test('changes nothing where nothing runs', () =>
    withJobs({}, async (world) => {
      const { id } = await syncWhole(world, await connect(world));
      const before = await world.ok('jobs/get', { id });

      expect(await world.ok('jobs/cancel', { id })).toEqual(before);
    }));

  test('frees the connection for the next sync', () =>
    withJobs({}, async (world) => {
      const connectionId = await connect(world);
      const { id } = await sync(world, connectionId);
      await world.ok('jobs/cancel', { id });

      expect(await syncWhole(world, connectionId)).toMatchObject({ id: 2, status: 'succeeded' });
    }));

  test('happens when a connection or its source is deleted, and is refused from then on', () =>
    withJobs({}, async (world) => {
      const first = await sync(world, await connect(world));
      const second = await sync(world, await connect(world));
      const { sourceId } = await world.ok('connections/get', { connectionId: second.configId });
      await world.post('connections/delete', { connectionId: first.configId });
      await world.post('sources/delete', { sourceId });

      for (const { id } of [first, second]) {
        expect((await poll(world, id)).job.status).toBe('cancelled');
        expect((await world.post('jobs/cancel', { id })).status).toBe(500);
      }
      expect((await world.post('connections/clear', { connectionId: first.configId })).status).toBe(409);
    }));
});

test('nothing runs again for a connection that was deprecated, active or not', () =>
  withJobs({}, async (world) => {
    const { id, configId: connectionId } = await sync(world, await connect(world));
    await world.ok('connections/update', { connectionId, status: 'deprecated' });
    const whileDeprecated = await world.post('connections/sync', { connectionId });
    await world.ok('connections/update', { connectionId, status: 'active' });

    expect((await poll(world, id)).job.status).toBe('cancelled');
    expect(whileDeprecated.status).toBe(500);
    expect((await world.post('connections/sync', { connectionId })).status).toBe(409);
    expect((await world.post('connections/clear', { connectionId })).status).toBe(409);
  }));

describe('clearing', () => {
  test.each(['reset', 'clear'])('%s stops a sync and runs in its place', (name) =>
    withJobs({}, async (world) => {
      const connectionId = await connect(world);
      const { id } = await sync(world, connectionId);
      world.pass(3);
      const { job } = await world.ok(`connections/${name}`, { connectionId });
      const clearing = await world.post('connections/sync', { connectionId });
      world.pass(60);

      expect(job).toMatchObject({
        configType: 'reset_connection',
        resetConfig: { streamsToReset: [{ name: 'orders', namespace: 'public' }] },
      });
      expect(clearing.status).toBe(409);
      expect((await poll(world, id)).job.status).toBe('cancelled');
      expect((await poll(world, job.id)).job).toMatchObject({
        status: 'succeeded',
        aggregatedStats: { recordsEmitted: 0, recordsCommitted: 0 },
      });
    }),
  );

  test('is allowed while a connection is inactive', () =>
    withJobs({}, async (world) => {
      const connectionId = await connect(world, { status: 'inactive' });

      expect((await world.post('connections/reset', { connectionId })).status).toBe(200);
    }));

  test('takes the streams that are named, or all where none is', () =>
    withJobs({}, async (world) => {
      const connectionId = await connect(world, { syncCatalog: twoStreams() });
      const named = [{ streamName: 'customers', streamNamespace: 'public' }];
      const one = await world.ok('connections/clear/stream', { connectionId, streams: named });
      const all = await world.ok('connections/reset/stream', { connectionId, streams: [] });

      expect(one.job.resetConfig.streamsToReset).toEqual([{ name: 'customers', namespace: 'public' }]);
      expect(all.job.resetConfig.streamsToReset).toHaveLength(2);
      expect((await world.post('connections/clear/stream', { connectionId, streams: null })).status).toBe(500);
    }));
});

describe('refreshing', () => {
  test.each(['Merge', 'Truncate'])('%s reads the named streams anew, in a job of its own', (refreshMode) =>
    withJobs({}, async (world) => {
      const connectionId = await connectToPostgres(world, { syncCatalog: twoStreams() });
      await syncWhole(world, connectionId);
      const streams = [{ streamName: 'orders', streamNamespace: 'public' }];
      const { job } = await world.ok('connections/refresh', { connectionId, refreshMode, streams });
      const during = await world.ok('state/get', { connectionId });
      world.pass(60);
      const { job: done } = await poll(world, job.id);
      const [orders, customers] = done.streamAggregatedStats;

      expect(job).toMatchObject({ configType: 'refresh', refreshConfig: { streamsToRefresh: [{ name: 'orders' }] } });
      expect(during.streamState.map((one: Body) => one.streamDescriptor.name)).toEqual(['customers']);
      expect(done.status).toBe('succeeded');
      expect(customers.recordsCommitted).toBeLessThan(1001);
      expect(orders.recordsCommitted).toBeGreaterThanOrEqual(200);
    }),
  );

  test('answers with nothing where the destination cannot', () =>
    withJobs({}, async (world) => {
      const connectionId = await connect(world);
      const answer = await world.post('connections/refresh', { connectionId, refreshMode: 'Merge' });

      expect(answer).toMatchObject({ status: 200, body: {} });
      expect(world.sandbox.store.jobs.list()).toEqual([]);
    }));

  test('needs a mode that exists', () =>
    withJobs({}, async (world) => {
      const connectionId = await connectToPostgres(world);

      expect((await world.post('connections/refresh', { connectionId, refreshMode: 'Replace' })).status).toBe(400);
      expect((await world.post('connections/refresh', { connectionId })).status).toBe(500);
    }));
});

describe('how connections are doing', () => {
  const statusOf = async (world: Parameters<typeof syncWhole>[0], connectionId: string) =>
    (await world.ok('connections/status', { connectionIds: [connectionId] }))[0];

  test('is told from pending over running to synced', () =>
    withJobs({}, async (world) => {
      const connectionId = await connect(world);
      const before = await statusOf(world, connectionId);
      const { id } = await sync(world, connectionId);
      world.pass(2);
      const during = await statusOf(world, connectionId);
      world.pass(60);

      expect(before).toEqual({ connectionId, connectionSyncStatus: 'pending' });
      expect(during).toMatchObject({ connectionSyncStatus: 'running', activeJob: { id, status: 'running' } });
      expect(await statusOf(world, connectionId)).toEqual({
        connectionId,
        connectionSyncStatus: 'synced',
        lastSuccessfulSync: start + 11,
        lastSyncJobId: id,
        lastSyncAttemptNumber: 0,
        lastSyncJobCreatedAt: start,
      });
    }));

  test('is paused, incomplete after a cancellation, and pending again once cleared', () =>
    withJobs({}, async (world) => {
      const paused = await connect(world, { status: 'inactive' });
      const { id, configId } = await sync(world, await connect(world));
      await world.ok('jobs/cancel', { id });

      expect((await statusOf(world, paused)).connectionSyncStatus).toBe('paused');
      expect((await statusOf(world, configId)).connectionSyncStatus).toBe('incomplete');
      await world.ok('connections/clear', { connectionId: configId });
      world.pass(60);
      expect((await statusOf(world, configId)).connectionSyncStatus).toBe('pending');
    }));

  test('comes in the order of the question, and not at all for a stranger', () =>
    withJobs({}, async (world) => {
      const connectionIds = [await connect(world), await connect(world)].reverse();
      const answer = await world.ok('connections/status', { connectionIds });

      expect(answer.map((one: Body) => one.connectionId)).toEqual(connectionIds);
      expect((await world.post('connections/status', { connectionIds: [unknownId] })).status).toBe(404);
      expect((await world.post('connections/status', {})).status).toBe(500);
    }));

  test('names the last job, and leaves out cancelled ones where asked', () =>
    withJobs({}, async (world) => {
      const connectionId = await connect(world);
      const none = await world.ok('jobs/get_last_replication_job', { connectionId });
      await syncWhole(world, connectionId);
      const { id } = await sync(world, connectionId);
      await world.ok('jobs/cancel', { id });

      expect(none).toEqual({});
      expect((await world.ok('jobs/get_last_replication_job', { connectionId })).job.id).toBe(1);
      expect((await world.ok('jobs/get_last_replication_job_with_cancel', { connectionId })).job.id).toBe(2);
    }));
});
