import { expect, test } from 'vitest';
import { sandboxProfiles } from '../../src/sandbox/profile.ts';
import { portsFor } from '../support/workflow.ts';
import {
  aWatcher,
  failuresOf,
  type JobWorld,
  resultsOf,
  sync,
  withJobWorld,
  withMoreConnections,
} from './job-world.ts';
import { aShop } from './synced-world.ts';

const profiles = sandboxProfiles.filter((profile) => profile !== '1.8');

/** Syncs once the source has another host: some of them make jobs go wrong. */
async function syncFrom(host: string, world: JobWorld) {
  await world.sandbox.control.drift({ type: 'configure', kind: 'source', target: 'shop', configuration: { host } });
  const watcher = aWatcher();
  const report = await sync(world, {}, watcher);
  return { report, results: resultsOf(report), failures: failuresOf(report), ...watcher.heard };
}

test.each(profiles)('jobs are followed to whatever end they come to, on %s', async (profile) => {
  await withJobWorld(
    async (world) => {
      const good = await syncFrom('db.example.com', world);
      const retried = await syncFrom('flaky.example.com', world);
      const failed = await syncFrom('crash.example.com', world);
      world.at(world.seconds() + 4, async () => void (await world.post('jobs/cancel', { id: 4 })));
      const cancelled = await syncFrom('db.example.com', world);

      expect(good.report).toMatchObject({ end: 'over', outcomes: [{ isJoined: false, result: 'succeeded' }] });
      expect(good.statuses).toEqual(['pending', 'running', 'succeeded']);
      const records = good.looks.map(([one]) => one?.job.read.records ?? 0);
      expect(records).toEqual(records.toSorted((left, right) => left - right));
      expect(records.at(-1)).toBeGreaterThan(records[0] ?? 0);
      expect(retried.results).toEqual([{ result: 'succeeded', status: 'succeeded', attempts: 2 }]);
      expect(retried.statuses).toEqual(['pending', 'running', 'incomplete', 'running', 'succeeded']);
      expect(retried.failures).toEqual(['1: Postgres closed the connection in the middle of the sync.']);
      expect(failed.results).toEqual([{ result: 'failed', status: 'failed', attempts: 3 }]);
      expect(failed.failures).toEqual([1, 2, 3].map((n) => `${n}: The connector ended before it gave an answer.`));
      expect(cancelled.results).toEqual([{ result: 'cancelled', status: 'cancelled', attempts: 1 }]);
    },
    { profile },
  );
});

test.each(profiles)('a time-out leaves the job running, and the next sync joins it, on %s', async (profile) => {
  await withJobWorld(
    async (world) => {
      const report = await sync(world, { wait: { timeoutMs: 5000 } });

      expect(report.end).toBe('timeout');
      expect(world.seconds()).toBe(5);
      expect(resultsOf(report)).toEqual([{ result: 'running', status: 'running', attempts: 1 }]);
      expect((await sync(world)).outcomes).toMatchObject([{ isJoined: true, result: 'succeeded', job: { id: 1 } }]);
    },
    { profile },
  );
});

test('one that is cleared meanwhile cannot be joined', async () => {
  await withJobWorld(async (world) => {
    await world.post('connections/clear', { connectionId: world.connectionId });

    expect((await sync(world)).outcomes).toMatchObject([
      { result: 'not-started', error: { code: 'refused', message: expect.stringContaining('cleared by job 1') } },
    ]);
  });
});

test('a job that is queued is waited for like one that is pending', async () => {
  await withJobWorld(async (world) => {
    const queued = {
      id: 1,
      configType: 'sync',
      configId: world.connectionId,
      createdAt: 1,
      updatedAt: 1,
      status: 'queued',
    };
    world.break(/get_without_logs/, { type: 'status', status: 200, body: { job: queued, attempts: [] } });
    world.at(6, () => world.break(/never/, undefined));
    const watcher = aWatcher();

    expect(resultsOf(await sync(world, {}, watcher))).toEqual([
      { result: 'succeeded', status: 'succeeded', attempts: 1 },
    ]);
    expect(watcher.heard.statuses).toEqual(['pending', 'queued', 'running', 'succeeded']);
  });
});

test('a server that restarts while somebody waits is waited for, and said so once', async () => {
  await withJobWorld(async (world) => {
    world.at(3, () => world.break(/api/, { type: 'reset-before' }));
    world.at(120, () => world.break(/never/, undefined));
    const watcher = aWatcher();

    expect(resultsOf(await sync(world, {}, watcher))).toEqual([
      { result: 'succeeded', status: 'succeeded', attempts: 1 },
    ]);
    expect(watcher.heard.silences).toEqual(['unreachable', undefined]);
    expect(world.seconds()).toBeLessThan(135);
  });
});

test('one that answers with errors for five minutes is given up, and the job goes on', async () => {
  await withJobWorld(async (world) => {
    world.at(3, () => world.break(/jobs/, { type: 'status', status: 500, body: { errorId: 'e' } }));
    const report = await sync(world);

    expect(report).toMatchObject({ end: 'silence', error: { code: 'request-failed' } });
    expect(resultsOf(report)).toMatchObject([{ result: 'unknown', attempts: 1 }]);
    expect(world.seconds()).toBeGreaterThan(300);
    expect(world.seconds()).toBeLessThan(330);
  });
});

test('credentials that are withdrawn end the waiting at once', async () => {
  await withJobWorld(async (world) => {
    world.at(3, () => world.break(/jobs/, { type: 'status', status: 401 }));

    expect(await sync(world)).toMatchObject({ end: 'silence', error: { code: 'credentials-refused' } });
    expect(world.seconds()).toBeLessThan(10);
  });
});

test('Ctrl-C ends the waiting and leaves the job running', async () => {
  await withJobWorld(async (world) => {
    const controller = new AbortController();
    world.at(5, () => controller.abort());
    const report = await sync({ ports: { ...world.ports, signal: controller.signal } });

    expect(report.end).toBe('interrupted');
    expect(resultsOf(report)).toMatchObject([{ result: 'running' }]);
    expect(world.seconds()).toBeLessThan(5.5);
    expect(world.sandbox.store.jobs.list()).toMatchObject([{ isSettled: false }]);
  });
});

test.each([
  ['breaks', { type: 'reset-after' } as const],
  ['is a 500 that lies', { type: 'status-after', status: 500 } as const],
])('a sync whose answer %s is found among the jobs, and not started twice', async (_name, fault) => {
  await withJobWorld(async (world) => {
    world.break(/connections\/sync/, fault);

    expect(resultsOf(await sync(world))).toEqual([{ result: 'succeeded', status: 'succeeded', attempts: 1 }]);
    expect(world.sandbox.store.jobs.list()).toHaveLength(1);
  });
});

test('a sync that never reached the server is started at the second try', async () => {
  await withJobWorld(async (world) => {
    world.break(/connections\/sync/, { type: 'reset-before' });
    world.at(3, () => world.break(/never/, undefined));

    expect(resultsOf(await sync(world))).toEqual([{ result: 'succeeded', status: 'succeeded', attempts: 1 }]);
    expect(world.sandbox.store.jobs.list()).toHaveLength(1);
  });
});

test('a connection that is not active is refused when it is named, and left out otherwise', async () => {
  await withJobWorld(async (world) => {
    const project = withMoreConnections(world, 1);
    const ports = { ...world.ports, files: portsFor(project, world.sandbox.url).files };
    await world.post('connections/update', { connectionId: world.connectionId, status: 'inactive' });

    await expect(sync({ ports }, { select: ['shop-to-warehouse'] })).rejects.toMatchObject({
      code: 'refused',
      message: 'connection/shop-to-warehouse is inactive, so the server would not sync it',
    });
    expect(resultsOf(await sync({ ports }))).toMatchObject([{ result: 'succeeded' }, { result: 'inactive' }]);
    await expect(sync({ ports }, { select: ['shop-*'] })).rejects.toMatchObject({ code: 'refused' });
    await expect(sync({ ports }, { select: ['tag:gold'] })).rejects.toMatchObject({
      code: 'invalid-flags',
      hint: 'none of them has any tag',
    });
  });
});

test('one that cannot be started hides nothing of the others', async () => {
  await withJobWorld(async (world) => {
    const project = withMoreConnections(world, 1);
    const ports = { ...world.ports, files: portsFor(project, world.sandbox.url).files };
    world.sandbox.control.addFault({
      route: 'connections/sync',
      on: { nth: 1 },
      fault: { type: 'status', status: 423 },
    });

    expect(resultsOf(await sync({ ports }, { parallelism: 1 }))).toMatchObject([
      { result: 'not-started' },
      { result: 'succeeded' },
    ]);
  });
});

/** Requests about jobs while somebody waits, by path. */
function jobRequests({ sandbox }: JobWorld): readonly string[] {
  return sandbox.requests.map(({ path }) => path.replace('/api/v1/', '')).filter((path) => /^jobs/.test(path));
}

test('two hundred syncs are waited for with one request a look', async () => {
  await withJobWorld(async (world) => {
    const project = withMoreConnections(world, 199);
    const ports = { ...world.ports, files: portsFor(project, world.sandbox.url).files };
    const watcher = aWatcher();
    const before = jobRequests(world).length;
    const report = await sync({ ports }, {}, watcher);

    expect(report.outcomes.filter(({ result }) => result === 'succeeded')).toHaveLength(200);
    const asked = jobRequests(world).slice(before);
    // One to know which jobs are new, then one for each look.
    expect(new Set(asked)).toEqual(new Set(['jobs/list_for_workspaces']));
    expect(asked).toHaveLength(1 + watcher.heard.looks.length);
    expect(watcher.heard.looks.length).toBeLessThan(10);
  });
});

test('tokens that run out while somebody waits are renewed', async () => {
  const auth = { mode: 'token', clientId: 'ci', clientSecret: 'made-up-client-secret', tokenSeconds: 4 } as const;
  const shop = aShop();
  const settings = 'auth: {clientId: ci, clientSecret: "${env:CLIENT_SECRET}"}';
  const project = {
    variables: { ...shop.variables, CLIENT_SECRET: auth.clientSecret },
    contents: {
      ...shop.contents,
      'airplan.yaml': `version: 1\nenvironments:\n  test: {server: sandbox, workspace: default, ${settings}}\n`,
    },
  };
  await withJobWorld(
    async (world) => {
      expect(resultsOf(await sync(world))).toMatchObject([{ result: 'succeeded' }]);
      const tokens = world.sandbox.requests.filter(({ path }) => path.endsWith('applications/token'));
      expect(tokens.length).toBeGreaterThan(2);
    },
    { auth, project },
  );
});
