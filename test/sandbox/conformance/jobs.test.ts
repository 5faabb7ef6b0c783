import { describe, expect, test } from 'vitest';
import { sandboxProfiles } from '../../../src/sandbox/profile.ts';
import { connect, connectToPostgres, poll, start, sync, syncWhole, twoStreams, watch, withJobs } from '../job-world.ts';
import { aStream, type Body, unknownId } from '../world.ts';

const all = ['sync', 'reset_connection', 'refresh', 'clear'];

describe.each(sandboxProfiles)('profile %s', (profile) => {
  test('§8.17 a job goes from pending over running to succeeded', () =>
    withJobs({ profile }, async (world) => {
      const { id } = await sync(world, await connect(world));

      expect(await watch(world, id, 20)).toEqual(['pending', 'running', 'succeeded']);
    }));

  test('§8.17 a job that fails once is incomplete, runs again and succeeds', () =>
    withJobs({ profile }, async (world) => {
      const { id } = await sync(world, await connect(world, { host: 'flaky.internal' }));

      expect(await watch(world, id, 30)).toEqual(['pending', 'running', 'incomplete', 'running', 'succeeded']);
    }));

  test('§8.17 a job that never gets through ends as failed', () =>
    withJobs({ profile }, async (world) => {
      const { id } = await sync(world, await connect(world, { host: 'crash.internal' }));

      expect((await watch(world, id, 60)).at(-1)).toBe('failed');
    }));

  test('§8.17 a second sync is a 409 that names the connection', () =>
    withJobs({ profile }, async (world) => {
      const connectionId = await connect(world);
      await sync(world, connectionId);
      const { status, body } = await world.post('connections/sync', { connectionId });

      expect(status).toBe(409);
      expect(body.message).toBe(`A sync is already running for: ${connectionId}`);
    }));

  test('§8.17 a sync of an inactive connection is a 500, in the words of the profile', () =>
    withJobs({ profile }, async (world) => {
      const connectionId = await connect(world, { status: 'inactive' });
      const { status, body } = await world.post('connections/sync', { connectionId });

      expect(status).toBe(500);
      expect(Object.keys(body).includes('message')).toBe(profile !== '2.0');
    }));

  test('§8.17 an old job id cancels the current job of its connection', () =>
    withJobs({ profile }, async (world) => {
      const connectionId = await connect(world);
      const old = await syncWhole(world, connectionId);
      const { id } = await sync(world, connectionId);

      expect((await world.ok('jobs/cancel', { id: old.id })).job.id).toBe(old.id);
      expect((await poll(world, id)).job.status).toBe('cancelled');
    }));

  test('§8.17 cancelling where nothing runs is a 200 with an unchanged job', () =>
    withJobs({ profile }, async (world) => {
      const { id } = await syncWhole(world, await connect(world));

      expect((await world.ok('jobs/cancel', { id })).job).toMatchObject({ id, status: 'succeeded' });
    }));

  test('§8.17 reset and clear cancel the sync and run in its place, inactive or not', () =>
    withJobs({ profile }, async (world) => {
      const connectionId = await connect(world);
      const { id } = await sync(world, connectionId);
      await world.ok('connections/update', { connectionId, status: 'inactive' });
      for (const path of ['reset', 'clear']) {
        expect((await world.ok(`connections/${path}`, { connectionId })).job.configType).toBe('reset_connection');
      }
      expect((await poll(world, id)).job.status).toBe('cancelled');
    }));

  test('§8.17 a refresh is a job of its own, or nothing at all where the destination cannot', () =>
    withJobs({ profile }, async (world) => {
      const able = await connectToPostgres(world);
      const unable = await connect(world);
      const refresh = (connectionId: string) =>
        world.ok('connections/refresh', { connectionId, refreshMode: 'Merge', streams: [] });

      expect((await refresh(able)).job.configType).toBe('refresh');
      expect(await refresh(unable)).toEqual({});
    }));

  test('§8.17 jobs/list nests jobs and attempts, and wants config types', () =>
    withJobs({ profile }, async (world) => {
      await syncWhole(world, await connect(world));
      const { jobs, totalJobCount } = await world.ok('jobs/list', { configTypes: all });

      expect(totalJobCount).toBe(1);
      expect(Object.keys(jobs[0]).sort()).toEqual(['attempts', 'job']);
      expect(jobs[0].attempts[0]).toMatchObject({ id: 0, status: 'succeeded' });
      expect((await world.post('jobs/list', { configTypes: [] })).status).toBe(500);
      expect((await world.post('jobs/list', {})).status).toBe(500);
    }));

  test('§8.17 sums are in lists and in get_without_logs, logs in get, neither in get_light', () =>
    withJobs({ profile }, async (world) => {
      const { id } = await syncWhole(world, await connect(world));
      const [{ job: fromList }] = (await world.ok('jobs/list', { configTypes: all })).jobs;
      const got = await world.ok('jobs/get', { id });
      const light = await world.ok('jobs/get_light', { id });

      for (const job of [fromList, (await poll(world, id)).job]) expect(job).toHaveProperty('aggregatedStats');
      for (const job of [got.job, light.job]) expect(job).not.toHaveProperty('aggregatedStats');
      expect(got.attempts[0]).toHaveProperty('logs');
      expect(light).not.toHaveProperty('attempts');
    }));

  test('§8.17 an unknown job is a 500, an unknown connection a 404', () =>
    withJobs({ profile }, async (world) => {
      for (const path of ['get', 'get_without_logs', 'get_light', 'cancel']) {
        expect((await world.post(`jobs/${path}`, { id: 404 })).status).toBe(500);
      }
      for (const path of ['connections/sync', 'connections/reset', 'state/get', 'jobs/get_last_replication_job']) {
        expect((await world.post(path, { connectionId: unknownId })).status).toBe(404);
      }
    }));

  test('§8.1 job times are seconds, lists are there though empty, nothing is null', () =>
    withJobs({ profile }, async (world) => {
      const { id } = await sync(world, await connect(world, { syncCatalog: null }));
      const waiting = await world.post('jobs/get', { id });
      world.pass(20);
      const { job, attempts } = await world.ok('jobs/get', { id });
      const { createdAt, updatedAt, endedAt } = attempts[0].attempt;

      expect(waiting.body).toMatchObject({ attempts: [], job: { enabledStreams: [], createdAt: start } });
      expect(waiting.body.job).not.toHaveProperty('startedAt');
      expect(waiting.text).not.toContain('null');
      expect([job.startedAt, job.updatedAt, createdAt, updatedAt, endedAt]).toEqual(
        [1, 11, 1, 11, 11].map((s) => start + s),
      );
    }));

  test.each([
    ['incremental without a cursor', {}, { syncMode: 'incremental', destinationSyncMode: 'append' }],
    ['a stream that the source lacks', { name: 'gone' }, {}],
    [
      'a destination mode that the destination lacks',
      {},
      { destinationSyncMode: 'append_dedup', primaryKey: [['id']] },
    ],
  ])('§8.13 %s is accepted and fails the job with a readable reason', (_what, stream, config) =>
    withJobs({ profile }, async (world) => {
      const connectionId = await connect(world, { syncCatalog: { streams: [aStream({ stream, config })] } });
      const { id, status } = await syncWhole(world, connectionId);
      const [{ attempt }] = (await poll(world, id)).attempts;

      expect(status).toBe('failed');
      expect(attempt.failureSummary.failures[0].externalMessage).toMatch(/^Stream "public\.\w+" cannot sync: /);
    }),
  );

  test('§1.8 the safe write of a state is a 423 during a sync', () =>
    withJobs({ profile }, async (world) => {
      const connectionId = await connect(world);
      const connectionState = { connectionId, stateType: 'stream', streamState: [] };
      await sync(world, connectionId);

      expect((await world.post('state/create_or_update_safe', { connectionId, connectionState })).status).toBe(423);
    }));

  test('§2.5 connections/update starts nothing; a changed sync mode drops the state of its stream since 1.8', () =>
    withJobs({ profile }, async (world) => {
      const connectionId = await connect(world, { syncCatalog: twoStreams() });
      await syncWhole(world, connectionId);
      const [orders, customers] = twoStreams().streams;
      const changed = { ...orders, config: { ...orders.config, syncMode: 'full_refresh' } };
      await world.ok('connections/update', { connectionId, syncCatalog: { streams: [changed, customers] } });
      const { streamState } = await world.ok('state/get', { connectionId });

      expect(streamState.map((one: Body) => one.streamDescriptor.name)).toEqual(
        profile === '1.6' ? ['orders', 'customers'] : ['customers'],
      );
      expect(world.sandbox.store.jobs.list()).toHaveLength(1);
    }));

  test('§2.9 deleting a connection ends what runs for it, and cancelling is a 500 from then on', () =>
    withJobs({ profile }, async (world) => {
      const { id, configId } = await sync(world, await connect(world));
      await world.post('connections/delete', { connectionId: configId });

      expect((await poll(world, id)).job.status).toBe('cancelled');
      expect((await world.post('jobs/cancel', { id })).status).toBe(500);
    }));

  test('§9.20 a sync answers with its job and attempts', () =>
    withJobs({ profile, jobs: { attemptMs: 5000, pendingMs: 0 } }, async (world) => {
      const connectionId = await connect(world);
      const answer = await world.ok('connections/sync', { connectionId });

      expect(answer).toMatchObject({ job: { configId: connectionId, status: 'running' }, attempts: [{}] });
    }));

  test('§9.21 a job has no summary; its attempts have the figures', () =>
    withJobs({ profile }, async (world) => {
      const { id } = await syncWhole(world, await connect(world));
      const { job, attempts } = await world.ok('jobs/get', { id });

      expect(job).not.toHaveProperty('summary');
      expect(attempts[0].attempt.recordsSynced).toBeGreaterThan(0);
      expect(attempts[0].attempt.bytesSynced).toBeGreaterThan(0);
    }));
});

test('§8.21 who is no admin gets 403 for jobs and connections that do not exist', () =>
  withJobs({ auth: { mode: 'token', clientId: 'id', clientSecret: 'secret', isAdmin: false } }, async (world) => {
    const { body } = await world.post('applications/token', { client_id: 'id', client_secret: 'secret' });
    const headers = { authorization: `Bearer ${body.access_token}` };
    const post = (path: string, sent: Body) => world.post(path, sent, headers);

    expect((await post('jobs/get', { id: 404 })).status).toBe(403);
    expect((await post('jobs/list', { configTypes: ['sync'], configId: unknownId })).status).toBe(403);
    expect((await post('connections/sync', { connectionId: unknownId })).status).toBe(403);
    expect((await post('jobs/list', { configTypes: ['sync'] })).status).toBe(200);
  }));
