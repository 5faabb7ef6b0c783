import { expect, test } from 'vitest';
import { connect, type JobWorld, poll, start, sync, syncWhole, withJobs } from '../job-world.ts';
import { type Body, createConnection, unknownId } from '../world.ts';

const configTypes = ['sync', 'reset_connection', 'refresh', 'clear'];

/** The ids of listed jobs. */
async function listed(world: JobWorld, body: Body = {}): Promise<readonly number[]> {
  const { jobs } = await world.ok('jobs/list', { configTypes, ...body });
  return jobs.map((one: Body) => one.job.id);
}

/** A minute apart: two syncs that succeeded, one that was cancelled, and clearing. */
async function withFourJobs(use: (world: JobWorld, connectionId: string) => Promise<void>): Promise<void> {
  await withJobs({}, async (world) => {
    const connectionId = await connect(world);
    await syncWhole(world, connectionId);
    await syncWhole(world, connectionId);
    const { id } = await sync(world, connectionId);
    await world.ok('jobs/cancel', { id });
    await world.ok('connections/clear', { connectionId });
    await use(world, connectionId);
  });
}

test('§8.17 jobs come with their attempts and sums, newest first', () =>
  withJobs({}, async (world) => {
    const connectionId = await connect(world);
    await syncWhole(world, connectionId);
    await syncWhole(world, connectionId);
    const { jobs, totalJobCount } = await world.ok('jobs/list', { configTypes: ['sync'], configId: connectionId });
    const { job, attempts } = await poll(world, 2);

    expect(totalJobCount).toBe(2);
    expect(jobs[0]).toEqual({ job, attempts: attempts.map((one: Body) => one.attempt) });
    expect(jobs.map((one: Body) => one.job.id)).toEqual([2, 1]);
  }));

test('§8.17 a list needs to know of which types', () =>
  withJobs({ profile: '1.6' }, async (world) => {
    for (const body of [{}, { configTypes: [] }, { configTypes: null }]) {
      expect((await world.post('jobs/list', body)).status).toBe(500);
    }
    expect((await world.post('jobs/list', { configTypes: ['x'] })).status).toBe(400);
    expect((await world.post('jobs/list', { configTypes: ['sync'], statuses: ['x'] })).status).toBe(400);
    expect((await world.post('jobs/list', { configTypes: ['sync'], createdAtStart: 'x' })).status).toBe(400);
    expect(await world.ok('jobs/list', { configTypes: ['get_spec'] })).toEqual({ jobs: [], totalJobCount: 0 });
  }));

test('§8.17 lists are cut by type, status, connection and time', () =>
  withFourJobs(async (world, connectionId) => {
    const at = (seconds: number): string => new Date((start + seconds) * 1000).toISOString();

    expect(await listed(world, { configTypes: ['sync'] })).toEqual([3, 2, 1]);
    expect(await listed(world, { configTypes: ['reset_connection'] })).toEqual([4]);
    expect(await listed(world, { configTypes: ['clear', 'refresh'] })).toEqual([]);
    expect(await listed(world, { statuses: ['cancelled', 'pending'] })).toEqual([4, 3]);
    expect(await listed(world, { configId: connectionId })).toHaveLength(4);
    expect(await listed(world, { configId: unknownId })).toEqual([]);
    expect(await listed(world, { createdAtStart: at(30), createdAtEnd: at(90) })).toEqual([2]);
    expect(await listed(world, { updatedAtEnd: at(30) })).toEqual([1]);
  }));

test('§8.17 lists are ordered as asked', () =>
  withJobs({}, async (world) => {
    // The first one, which crashes three times, ends after the second.
    await sync(world, await connect(world, { host: 'crash.internal' }));
    world.pass(1);
    await sync(world, await connect(world));
    world.pass(60);

    expect(await listed(world)).toEqual([2, 1]);
    expect(await listed(world, { orderByMethod: 'ASC' })).toEqual([1, 2]);
    expect(await listed(world, { orderByField: 'updatedAt' })).toEqual([1, 2]);
    expect(await listed(world, { orderByField: 'updatedAt', orderByMethod: 'ASC' })).toEqual([2, 1]);
  }));

test('§8.17 lists come in pages of 200 unless told', () =>
  withJobs({}, async (world) => {
    const connectionId = await connect(world);
    for (let index = 0; index < 205; index += 1) {
      const { id } = await sync(world, connectionId);
      await world.ok('jobs/cancel', { id });
    }
    const { jobs, totalJobCount } = await world.ok('jobs/list', { configTypes });

    expect([jobs.length, totalJobCount]).toEqual([200, 205]);
    expect(await listed(world, { pagination: { pageSize: 3, rowOffset: 203 } })).toEqual([2, 1]);
    expect(await listed(world, { pagination: { pageSize: 2 }, includingJobId: 203 })).toEqual([205, 204, 203, 202]);
    expect(await listed(world, { includingJobId: 999 })).toEqual([]);
  }));

test('§8.17 lists for workspaces count the page only', () =>
  withJobs({}, async (world) => {
    for (let index = 0; index < 3; index += 1) await sync(world, await connect(world));
    const body = { configTypes, workspaceIds: [world.workspaceId], pagination: { pageSize: 2 } };

    expect(await world.ok('jobs/list_for_workspaces', body)).toMatchObject({ totalJobCount: 2, jobs: [{}, {}] });
    expect((await world.ok('jobs/list_for_workspaces', { configTypes, workspaceIds: [unknownId] })).jobs).toEqual([]);
  }));

test('§8.17 sources and destinations tell what their connections did last', () =>
  withJobs({}, async (world) => {
    const { sourceId, connectionId } = await createConnection(world);
    await createConnection(world, { sourceId, status: 'inactive' });
    await syncWhole(world, connectionId);
    await connect(world);
    const { sources } = await world.ok('sources/list', { workspaceId: world.workspaceId, sortKey: 'lastSync_desc' });

    expect(sources[0]).toMatchObject({
      sourceId,
      lastSync: start,
      numConnections: 2,
      status: 'active',
      connectionJobStatuses: { succeeded: 1 },
    });
    expect(sources[1]).not.toHaveProperty('lastSync');
    expect(sources[1].connectionJobStatuses).toEqual({});
    expect((await world.ok('sources/get', { sourceId })).lastSync).toBeUndefined();
  }));
