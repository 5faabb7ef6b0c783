import { describe, expect, test } from 'vitest';
import { connect, connectToPostgres, poll, sync, syncWhole, watch, withJobs } from './job-world.ts';
import { aStream, type Body, createConnection, createDestination, createSource } from './world.ts';

/** What the last attempt of a connection's next job says of its failure. */
async function failureOf(world: Parameters<typeof syncWhole>[0], connectionId: string): Promise<Body> {
  const { id, status } = await syncWhole(world, connectionId);
  const { attempts } = await poll(world, id);
  return { status, attempts: attempts.length, ...attempts.at(-1).attempt.failureSummary?.failures[0] };
}

describe('a job whose source lets go once', () => {
  test('fails, retries and succeeds', () =>
    withJobs({}, async (world) => {
      const { id } = await sync(world, await connect(world, { host: 'flaky.internal' }));

      expect(await watch(world, id, 25)).toEqual(['pending', 'running', 'incomplete', 'running', 'succeeded']);
    }));

  test('is incomplete between its attempts, and still the current job', () =>
    withJobs({}, async (world) => {
      const connectionId = await connect(world, { host: 'flaky.internal' });
      const { id } = await sync(world, connectionId);
      world.pass(7);
      const { job, attempts } = await poll(world, id);
      const [status] = await world.ok('connections/status', { connectionIds: [connectionId] });

      expect(job.status).toBe('incomplete');
      expect(attempts).toHaveLength(1);
      expect(attempts[0].attempt).toMatchObject({
        status: 'failed',
        failureSummary: { failures: [{ failureOrigin: 'source', failureType: 'transient_error', retryable: true }] },
      });
      expect(status).toMatchObject({ connectionSyncStatus: 'running', activeJob: { id, status: 'incomplete' } });
    }));

  test('goes on where the first attempt left off', () =>
    withJobs({}, async (world) => {
      const good = await syncWhole(world, await connect(world));
      const { sourceId } = await world.ok('connections/get', { connectionId: good.configId });
      const whole = (await poll(world, good.id)).job.aggregatedStats.recordsCommitted;
      const connectionConfiguration = { host: 'flaky.internal', port: 1, database: 'x', username: 'x' };
      await world.ok('sources/update', { sourceId, name: 'x', connectionConfiguration });
      const { id } = await syncWhole(world, good.configId);
      const { job, attempts } = await poll(world, id);

      expect(attempts).toHaveLength(2);
      expect(job.aggregatedStats.recordsCommitted).toBe(whole);
      expect(job.aggregatedStats.recordsEmitted).toBeGreaterThan(whole);
      expect(job.streamAggregatedStats[0].wasResumed).toBe(true);
    }));

  test('can be cancelled between its attempts, and does not try again', () =>
    withJobs({}, async (world) => {
      const { id } = await sync(world, await connect(world, { host: 'flaky.internal' }));
      world.pass(7);
      await world.ok('jobs/cancel', { id });
      world.pass(60);

      expect(await poll(world, id)).toMatchObject({ job: { status: 'cancelled' }, attempts: [{}] });
    }));
});

describe('a job whose connector falls over', () => {
  test('is tried three times, then fails for good', () =>
    withJobs({}, async (world) => {
      const { id } = await sync(world, await connect(world, { host: 'crash.internal' }));

      expect(await watch(world, id, 40)).toEqual([
        'pending',
        ...['running', 'incomplete', 'running', 'incomplete', 'running'],
        'failed',
      ]);
      expect((await poll(world, id)).attempts.map((one: Body) => one.attempt.id)).toEqual([0, 1, 2]);
    }));

  test('leaves its connection incomplete, since the next sync may get through', () =>
    withJobs({}, async (world) => {
      const connectionId = await connect(world, { host: 'crash.internal' });
      await syncWhole(world, connectionId);
      const [status] = await world.ok('connections/status', { connectionIds: [connectionId] });

      expect(status).toMatchObject({ connectionSyncStatus: 'incomplete', lastSyncJobId: 1, lastSyncAttemptNumber: 2 });
      expect(status.failureReason.failureType).toBe('system_error');
    }));
});

describe('a job that cannot go', () => {
  test('fails in its first attempt where the source is not reached, and moves nothing', () =>
    withJobs({}, async (world) => {
      const connectionId = await connect(world, { host: 'fail.internal' });
      const { id } = await sync(world, connectionId);

      expect(await watch(world, id, 12)).toEqual(['pending', 'running', 'failed']);
      const { job, attempts } = await poll(world, id);
      const [status] = await world.ok('connections/status', { connectionIds: [connectionId] });

      expect(job.aggregatedStats.recordsEmitted).toBe(0);
      expect(attempts[0].attempt.failureSummary).toMatchObject({
        partialSuccess: false,
        failures: [{ failureOrigin: 'source', failureType: 'config_error', retryable: false }],
      });
      expect(attempts[0].attempt.failureSummary.failures[0].externalMessage).toContain('"fail.internal"');
      expect(status.connectionSyncStatus).toBe('failed');
    }));

  test('says that it is the destination, where it is', () =>
    withJobs({}, async (world) => {
      const { destinationId } = await createDestination(world, {
        connectionConfiguration: { destination_path: '/fail/here' },
      });
      const { connectionId } = await createConnection(world, { destinationId });

      expect(await failureOf(world, connectionId)).toMatchObject({ status: 'failed', failureOrigin: 'destination' });
    }));

  test('fails where the source was deleted before there was a connection to it', () =>
    withJobs({}, async (world) => {
      const { sourceId } = await createSource(world);
      await world.post('sources/delete', { sourceId });
      const { connectionId } = await createConnection(world, { sourceId });

      expect(await failureOf(world, connectionId)).toMatchObject({
        status: 'failed',
        externalMessage: 'The source was deleted.',
      });
    }));

  test('succeeds again once the source is mended', () =>
    withJobs({}, async (world) => {
      const connectionId = await connect(world, { host: 'fail.internal' });
      await syncWhole(world, connectionId);
      const { sourceId } = await world.ok('connections/get', { connectionId });
      const connectionConfiguration = { host: 'db', port: 1, database: 'x', username: 'x' };
      await world.ok('sources/update', { sourceId, name: 'x', connectionConfiguration });

      expect((await syncWhole(world, connectionId)).status).toBe('succeeded');
    }));
});

const incremental = { syncMode: 'incremental', destinationSyncMode: 'append' };
const dedup = { ...incremental, destinationSyncMode: 'append_dedup', cursorField: ['updated_at'] };

describe('a catalog that no sync can do', () => {
  test.each([
    ['an incremental stream without a cursor', {}, incremental, 'it is incremental, but has no cursor field'],
    ['a cursor that is no field', {}, { ...incremental, cursorField: ['gone'] }, '"gone" is not one of its fields'],
    ['a stream that the source does not have', { name: 'gone' }, {}, 'the source does not have it any more'],
    ['a stream of another namespace', { namespace: 'other' }, {}, '"other.orders" cannot sync'],
    ['a key that is no field', {}, { ...dedup, primaryKey: [['gone']] }, '"gone" of its primary key'],
    [
      'a mode that the destination lacks',
      {},
      { destinationSyncMode: 'soft_delete' },
      'does not support sync mode soft_delete',
    ],
  ])('%s is written without a word, and fails the job with a reason', (_what, stream, config, reason) =>
    withJobs({}, async (world) => {
      const connectionId = await connectToPostgres(world, { syncCatalog: { streams: [aStream({ stream, config })] } });
      const failure = await failureOf(world, connectionId);

      expect(failure).toMatchObject({ status: 'failed', attempts: 1, failureType: 'config_error' });
      expect(failure.externalMessage).toContain(reason);
      expect(failure.streamDescriptor).toHaveProperty('name');
    }),
  );

  test('a key or cursor that the source itself knows is good enough', () =>
    withJobs({}, async (world) => {
      const config = { ...dedup, primaryKey: [] };
      const connectionId = await connectToPostgres(world, { syncCatalog: { streams: [aStream({ config })] } });

      expect((await syncWhole(world, connectionId)).status).toBe('succeeded');
    }));

  test('a stream that went away from the source fails the next sync', () =>
    withJobs({}, async (world) => {
      const connectionId = await connect(world);
      await syncWhole(world, connectionId);
      const { sourceId } = await world.ok('connections/get', { connectionId });
      await world.ok('sources/update', {
        sourceId,
        name: 'x',
        connectionConfiguration: { host: 'db', port: 1, database: 'x', username: 'x', schemas: ['elsewhere'] },
      });

      expect(await failureOf(world, connectionId)).toMatchObject({
        status: 'failed',
        externalMessage: 'Stream "public.orders" cannot sync: the source does not have it any more.',
        streamDescriptor: { name: 'orders', namespace: 'public' },
      });
    }));

  test('does not keep anybody from clearing it', () =>
    withJobs({}, async (world) => {
      const connectionId = await connectToPostgres(world, {
        syncCatalog: { streams: [aStream({ config: incremental })] },
      });
      const { job } = await world.ok('connections/clear', { connectionId });
      world.pass(60);

      expect((await poll(world, job.id)).job.status).toBe('succeeded');
    }));
});
