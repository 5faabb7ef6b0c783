import { expect, test } from 'vitest';
import {
  cancelNamedJob,
  getJob,
  getJobLogs,
  type JobListRequest,
  listWorkspaceJobs,
} from '../../src/workflows/jobs.ts';
import { runStreamJobs } from '../../src/workflows/stream-jobs.ts';
import { hasShared, loadContractProxy, skipWithoutShared } from '../support/contract.ts';
import { portsFor } from '../support/workflow.ts';
import { aWatcher, type JobWorld, sync, withJobWorld, withMoreConnections } from './job-world.ts';

const list = (world: Pick<JobWorld, 'ports'>, request: Partial<JobListRequest> = {}) =>
  listWorkspaceJobs(world.ports, { select: [], exclude: [], statuses: [], limit: 20, ...request });
const idsOf = ({ jobs }: Awaited<ReturnType<typeof list>>) => jobs.map(({ job: { id } }) => id);
const start = ({ post, connectionId }: JobWorld) => post('connections/sync', { connectionId });

test('lists jobs of some connections or of all, by status, age and number', async () => {
  await withJobWorld(async (world) => {
    const project = withMoreConnections(world, 2);
    const ports = { ...world.ports, files: portsFor(project, world.sandbox.url).files };
    await sync({ ports });
    await world.ports.sleep(3_600_000);
    await sync({ ports }, { select: ['copy-1'] });
    await start(world);

    expect(idsOf(await list({ ports }))).toEqual([5, 4, 3, 2, 1]);
    expect(idsOf(await list({ ports }, { select: ['copy-1'] }))).toEqual([4, 2]);
    expect(idsOf(await list({ ports }, { select: ['copy-*'], limit: 2 }))).toEqual([4, 2]);
    expect(idsOf(await list({ ports }, { statuses: ['pending', 'running'] }))).toEqual([5]);
    expect(idsOf(await list({ ports }, { sinceMs: ports.nowMs() - 60_000 }))).toEqual([5, 4]);
    // Without the file of one, its jobs are known by its name on the server.
    const {
      jobs: [newest],
    } = await list(world, { select: [], limit: 1, statuses: ['succeeded'] });
    expect(newest).toMatchObject({ name: 'copy-1', job: { id: 4 } });
    expect(newest).not.toHaveProperty('key');
  });
});

test('an unknown id is told as such, though servers answer 500', async () => {
  await withJobWorld(async ({ ports }) => {
    for (const work of [getJob(ports, {}, 7), getJobLogs(ports, {}, 7), cancelNamedJob(ports, {}, 7)]) {
      await expect(work).rejects.toMatchObject({ code: 'invalid-flags', message: expect.stringContaining('no job 7') });
    }
  });
});

test('cancels the job that runs, and says how it stands in the end', async () => {
  await withJobWorld(async (world) => {
    await start(world);
    await world.ports.sleep(3000);

    expect(await cancelNamedJob(world.ports, {}, 1)).toMatchObject({
      key: 'connection/shop-to-warehouse',
      job: { id: 1, status: 'cancelled' },
    });
  });
});

test('refuses to cancel a job that is not the one that runs, since the server would cancel that one', async () => {
  await withJobWorld(async (world) => {
    await sync(world);
    await start(world);

    await expect(cancelNamedJob(world.ports, {}, 1)).rejects.toMatchObject({
      code: 'refused',
      message: 'job 1 has ended: it succeeded',
      hint: expect.stringContaining('the server would cancel job 2'),
    });
    expect((await getJob(world.ports, {}, 2)).job.status).toBe('pending');
  });
});

test('refuses to cancel what belongs to no connection of this workspace', async () => {
  await withJobWorld(async (world) => {
    await start(world);
    const connection = world.sandbox.store.connections.list()[0];
    if (connection !== undefined) world.sandbox.store.connections.put({ ...connection, workspaceId: 'another' });

    await expect(cancelNamedJob(world.ports, {}, 1)).rejects.toMatchObject({ code: 'refused' });
    expect(world.sandbox.store.jobs.list()[0]).not.toHaveProperty('cancelledAtMs');
  });
});

test('a cancellation whose answer is lost is not sent again, and found out about', async () => {
  await withJobWorld(async (world) => {
    await start(world);
    world.break(/jobs\/cancel/, { type: 'reset-after' });

    expect(await cancelNamedJob(world.ports, {}, 1)).toMatchObject({ job: { status: 'cancelled' } });
    expect(world.sandbox.requests.filter(({ path }) => path.endsWith('jobs/cancel'))).toHaveLength(1);
  });
});

test('no secret of the files is in what a failure or a log quotes', async () => {
  await withJobWorld(async (world) => {
    const quoted = 'login with made-up-password failed';
    const attempt = { id: 0, status: 'failed', createdAt: 1, updatedAt: 1 };
    const failureSummary = { failures: [{ timestamp: 1, externalMessage: quoted }] };
    const job = {
      id: 1,
      configType: 'sync',
      configId: world.connectionId,
      createdAt: 1,
      updatedAt: 1,
      status: 'failed',
    };
    const events = [
      { timestamp: 1000, level: 'error', logSource: 'source', message: quoted, stackTrace: `at ${quoted}` },
    ];
    const logged = { attempt: { ...attempt, failureSummary }, logType: 'structured', logs: { events } };
    world.break(/jobs\/get/, { type: 'status', status: 200, body: { job, attempts: [logged] } });

    expect((await getJob(world.ports, {}, 1)).job.attempts[0]?.failures[0]?.message).toBe('login with (secret) failed');
    expect(await getJobLogs(world.ports, {}, 1)).toEqual([
      {
        attempt: 1,
        lines: ['1970-01-01T00:00:01.000Z source ERROR login with (secret) failed', 'at login with (secret) failed'],
      },
    ]);
  });
});

test.skipIf(skipWithoutShared('requests about jobs against the published contract')).each(['1.6', '2.0'] as const)(
  'every request about jobs keeps to the published contract, on %s',
  async (profile) => {
    expect(hasShared).toBe(true);
    const startProxy = await loadContractProxy();
    await withJobWorld(
      async (world) => {
        const proxy = await startProxy({ target: world.sandbox.url });
        const ports = { ...world.ports, serverUrl: async () => proxy.url };
        const more = { ...ports, files: portsFor(withMoreConnections(world, 1), proxy.url).files };
        await sync({ ports: more });
        await sync({ ports }, { wait: undefined });
        await sync({ ports }, { wait: undefined });
        await list({ ports }, { select: ['shop-to-warehouse'], statuses: ['running'], sinceMs: 0 });
        await getJob(ports, {}, 1);
        await getJobLogs(ports, {}, 1);
        await cancelNamedJob(ports, {}, 3);
        const steps = { select: [], exclude: [], streams: ['orders'], wait: {} };
        const watcher = { ...aWatcher(), confirm: async () => true };
        await runStreamJobs(ports, { ...steps, action: 'refresh' }, watcher);
        await runStreamJobs(ports, { ...steps, action: 'clear' }, watcher);
        await proxy.close();

        const asked = proxy.lines.filter(({ path }) => /jobs|connections\/(sync|refresh|clear)/.test(path));
        // That a sync runs already is a status that the description does not declare.
        const broken = asked.filter(({ ok, status }) => !ok && status !== 409);
        expect(broken).toEqual([]);
        expect(asked.flatMap(({ requestViolations, undeclared }) => [...requestViolations, ...undeclared])).toEqual([]);
        expect(new Set(asked.map(({ path }) => path)).size).toBe(8);
      },
      { profile },
    );
  },
);
