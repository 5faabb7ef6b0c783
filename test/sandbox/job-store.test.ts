import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keptJobs } from '../../src/sandbox/jobs/job-store.ts';
import { connect, pace, poll, start, sync, syncWhole, twoStreams, withJobs } from './job-world.ts';

let folder = '';
let storeFile = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airplan-jobs-'));
  storeFile = join(folder, 'sandbox.json');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test('a job that runs goes on after a restart, and ends when it would have ended', async () => {
  await withJobs({ storeFile }, async (world) => {
    await sync(world, await connect(world, { syncCatalog: twoStreams() }));
    world.pass(5);
    await poll(world, 1);
  });
  await withJobs({ storeFile }, async (world) => {
    world.pass(5);
    const during = await poll(world, 1);
    world.pass(60);
    const { job } = await poll(world, 1);

    expect(during.job.status).toBe('running');
    expect(job).toMatchObject({ status: 'succeeded', updatedAt: start + 11 });
    expect((await world.ok('state/get', { connectionId: job.configId })).stateType).toBe('stream');
  });
});

test('a job that would have ended while nothing ran has ended', async () => {
  await withJobs({ storeFile }, async (world) => {
    await sync(world, await connect(world));
  });
  await withJobs({ storeFile }, async (world) => {
    world.pass(3600);
    const { job } = await poll(world, 1);

    expect(job).toMatchObject({ status: 'succeeded', updatedAt: start + 11 });
    expect(await syncWhole(world, job.configId)).toMatchObject({ id: 2 });
  });
});

test('jobs and states stand in the file as soon as they are answered', () =>
  withJobs({ storeFile }, async (world) => {
    await syncWhole(world, await connect(world));
    const { jobs, states } = JSON.parse(await readFile(storeFile, 'utf8'));

    expect(jobs).toMatchObject([{ number: 1, isSettled: true }]);
    expect(states).toHaveLength(1);
  }));

test('a store from before there were jobs is read', async () => {
  await withJobs({ storeFile }, async (world) => {
    await connect(world);
  });
  const { jobs, states, ...older } = JSON.parse(await readFile(storeFile, 'utf8'));
  await writeFile(storeFile, JSON.stringify(older));
  await withJobs({ storeFile }, async (world) => {
    const [connection] = world.sandbox.store.connections.list();

    expect([jobs, states]).toEqual([[], []]);
    expect(await syncWhole(world, connection?.id ?? '')).toMatchObject({ id: 1, status: 'succeeded' });
  });
});

test('only the newest jobs are kept, and their ids go on counting', () =>
  withJobs({}, async (world) => {
    const connectionId = await connect(world);
    await syncWhole(world, connectionId);
    const { jobs } = world.sandbox.store;
    const [first] = jobs.list();
    if (first === undefined) throw new Error('there is no job');
    for (let number = 2; number <= keptJobs; number += 1) jobs.put({ ...first, id: String(number), number });
    const { id } = await sync(world, connectionId);

    expect(id).toBe(keptJobs + 1);
    expect(jobs.size).toBe(keptJobs);
    expect((await world.post('jobs/get', { id: 1 })).status).toBe(500);
    expect((await world.post('jobs/get', { id: 2 })).status).toBe(200);
  }));

test('of many who sync at the same moment one is let in', () =>
  withJobs({ storeFile }, async (world) => {
    const connectionId = await connect(world);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => world.post('connections/sync', { connectionId })),
    );

    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 19 }, () => 409)]);
    expect(world.sandbox.store.jobs.list()).toHaveLength(1);
  }));

test('basic schedules start jobs when told to, and not otherwise', async () => {
  const schedule = { scheduleType: 'basic', scheduleData: { basicSchedule: { timeUnit: 'hours', units: 1 } } };
  await withJobs({ jobs: { ...pace, isScheduled: true } }, async (world) => {
    const connectionId = await connect(world, schedule);
    const inactive = await connect(world, { ...schedule, status: 'inactive' });
    const jobsOf = async (configId: string): Promise<readonly number[]> =>
      (await world.ok('jobs/list', { configTypes: ['sync'], configId })).jobs.map(
        (one: { job: { createdAt: number } }) => one.job.createdAt,
      );
    const first = await jobsOf(connectionId);
    world.pass(3599);
    const second = await jobsOf(connectionId);
    world.pass(1);

    expect([first, second, await jobsOf(connectionId)]).toEqual([[start], [start], [start + 3600, start]]);
    expect(await jobsOf(inactive)).toEqual([]);
  });
  await withJobs({}, async (world) => {
    await connect(world, schedule);
    world.pass(7200);

    expect((await world.ok('jobs/list', { configTypes: ['sync'] })).jobs).toEqual([]);
  });
});
