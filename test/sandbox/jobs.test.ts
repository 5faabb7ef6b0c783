import { describe, expect, test } from 'vitest';
import { connect, poll, start, sync, syncWhole, twoStreams, watch, withJobs } from './job-world.ts';
import { unknownId, withSandbox } from './world.ts';

describe('a sync', () => {
  test('waits, runs and succeeds as time passes', () =>
    withJobs({}, async (world) => {
      const { id } = await sync(world, await connect(world));

      expect(await watch(world, id, 15)).toEqual(['pending', 'running', 'succeeded']);
    }));

  test('is answered with its job, whose times are seconds', () =>
    withJobs({}, async (world) => {
      const connectionId = await connect(world);
      const answer = await world.ok('connections/sync', { connectionId });

      expect(answer.attempts).toEqual([]);
      expect(answer.job).toEqual({
        id: 1,
        configType: 'sync',
        configId: connectionId,
        status: 'pending',
        createdAt: start,
        updatedAt: start,
        enabledStreams: [{ name: 'orders', namespace: 'public' }],
      });
    }));

  test('tells when it started, when it ended and what it moved', () =>
    withJobs({}, async (world) => {
      const { id } = await sync(world, await connect(world));
      world.pass(30);
      const { job, attempts } = await poll(world, id);
      const [{ attempt }] = attempts;

      expect(job).toMatchObject({ status: 'succeeded', startedAt: start + 1, updatedAt: start + 11 });
      expect(attempt).toMatchObject({ id: 0, status: 'succeeded', createdAt: start + 1, endedAt: start + 11 });
      expect(attempt).not.toHaveProperty('failureSummary');
      expect(attempt.recordsSynced).toBeGreaterThan(0);
      expect(job.aggregatedStats).toMatchObject({
        recordsEmitted: attempt.recordsSynced,
        recordsCommitted: attempt.recordsSynced,
        bytesCommitted: attempt.bytesSynced,
      });
    }));

  test('moves more and more while somebody polls, and never more than it reads', () =>
    withJobs({}, async (world) => {
      const { id } = await sync(world, await connect(world, { syncCatalog: twoStreams() }));
      const seen = [];
      for (let second = 0; second < 14; second += 1) {
        seen.push((await poll(world, id)).job.aggregatedStats);
        world.pass(1);
      }
      const emitted = seen.map(({ recordsEmitted }) => recordsEmitted);
      const committed = seen.map(({ recordsCommitted }) => recordsCommitted);

      expect(emitted).toEqual([...emitted].sort((left, right) => left - right));
      expect(committed).toEqual([...committed].sort((left, right) => left - right));
      expect(seen.every(({ recordsEmitted, recordsCommitted }) => recordsCommitted <= recordsEmitted)).toBe(true);
      expect(new Set(emitted).size).toBeGreaterThan(8);
      expect(committed.at(-1)).toBe(emitted.at(-1));
    }));

  test('adds up what it moves of each stream', () =>
    withJobs({}, async (world) => {
      const { id } = await sync(world, await connect(world, { syncCatalog: twoStreams() }));
      world.pass(7);
      const { job, attempts } = await poll(world, id);
      const byStream = job.streamAggregatedStats;

      expect(byStream).toMatchObject([
        { streamName: 'orders', streamNamespace: 'public', recordsRejected: 0 },
        { streamName: 'customers', streamNamespace: 'public' },
      ]);
      expect(byStream[0].recordsEmitted + byStream[1].recordsEmitted).toBe(job.aggregatedStats.recordsEmitted);
      expect(attempts[0].attempt.streamStats.map((one: typeof byStream) => one.stats.recordsEmitted)).toEqual(
        byStream.map((one: typeof byStream) => one.recordsEmitted),
      );
    }));

  test('moves only what is new once there is a state, and everything again without one', () =>
    withJobs({}, async (world) => {
      const incremental = await connect(world, { syncCatalog: twoStreams() });
      const whole = await connect(world);
      const moved = async (connectionId: string): Promise<number> => {
        const { id } = await syncWhole(world, connectionId);
        return (await poll(world, id)).job.aggregatedStats.recordsCommitted;
      };
      const first = await moved(incremental);

      expect(await moved(incremental)).toBeLessThan(first / 10);
      expect(await moved(whole)).toBe(await moved(whole));
    }));

  test('goes the same way again with the same seed, and another with another one', async () => {
    const run = async (seed: number): Promise<unknown> => {
      let ids = 0;
      let attempts: unknown;
      const newId = (): string => `00000000-0000-4000-8000-${String(ids++).padStart(12, '0')}`;
      await withJobs({ seed, newId, jobs: {} }, async (world) => {
        const { id } = await sync(world, await connect(world));
        world.pass(3600);
        attempts = (await poll(world, id)).attempts;
      });
      return attempts;
    };

    expect(await run(1)).toEqual(await run(1));
    expect(await run(1)).not.toEqual(await run(2));
  });

  test('succeeds with nothing to do', () =>
    withJobs({}, async (world) => {
      const connectionId = await connect(world, { syncCatalog: null });

      expect(await syncWhole(world, connectionId)).toMatchObject({ status: 'succeeded', enabledStreams: [] });
    }));

  test('takes a few seconds of the wall clock, and mostly runs at once', () =>
    withSandbox({}, async (world) => {
      const connectionId = await connect(world);
      const { id } = await sync(world, connectionId);
      const [stored] = world.sandbox.store.jobs.list();

      expect(id).toBe(1);
      expect((stored?.attempts[0]?.endsAtMs ?? 0) - Date.now()).toBeGreaterThan(1000);
      expect((stored?.attempts[0]?.endsAtMs ?? 0) - Date.now()).toBeLessThan(12_000);
    }));
});

describe('who may sync', () => {
  test('nobody while a sync is running, whichever status it has', () =>
    withJobs({}, async (world) => {
      const connectionId = await connect(world, { host: 'flaky.internal' });
      await sync(world, connectionId);
      for (const seconds of [0, 2, 5, 3]) {
        world.pass(seconds);
        const answer = await world.post('connections/sync', { connectionId });

        expect(answer).toMatchObject({
          status: 409,
          body: { message: `A sync is already running for: ${connectionId}` },
        });
      }
    }));

  test('one connection does not keep another from it', () =>
    withJobs({}, async (world) => {
      await sync(world, await connect(world));

      expect(await sync(world, await connect(world))).toMatchObject({ id: 2, status: 'pending' });
    }));

  test('everybody again once the first sync is over', () =>
    withJobs({}, async (world) => {
      const connectionId = await connect(world);
      await syncWhole(world, connectionId);

      expect(await syncWhole(world, connectionId)).toMatchObject({ id: 2, status: 'succeeded' });
    }));

  test.each(['inactive', 'deprecated', null])('nobody where the status is %s', (status) =>
    withJobs({ profile: '1.6' }, async (world) => {
      const connectionId = await connect(world, { status });

      expect((await world.post('connections/sync', { connectionId })).status).toBe(500);
      expect(world.sandbox.store.jobs.list()).toEqual([]);
    }),
  );

  test('nobody where there is no such connection', () =>
    withJobs({}, async (world) => {
      for (const path of ['sync', 'reset', 'clear', 'clear/stream', 'reset/stream', 'refresh']) {
        expect((await world.post(`connections/${path}`, { connectionId: unknownId, streams: [] })).status).toBe(404);
      }
    }));
});

describe('a job that is asked for', () => {
  test('comes with logs and without sums, or the other way round, or alone', () =>
    withJobs({}, async (world) => {
      const { id } = await sync(world, await connect(world));
      world.pass(5);
      const whole = await world.ok('jobs/get', { id });
      const polled = await poll(world, id);
      const light = await world.ok('jobs/get_light', { id });

      expect(whole.job).not.toHaveProperty('aggregatedStats');
      expect(whole.attempts[0]).toMatchObject({ logType: 'formatted', logs: { logLines: expect.any(Array) } });
      expect(polled.job).toHaveProperty('streamAggregatedStats');
      expect(polled.attempts[0]).not.toHaveProperty('logs');
      expect(light).toEqual({ job: whole.job });
      expect(whole.job).not.toHaveProperty('summary');
    }));

  test('logs more as it goes, and takes back nothing', () =>
    withJobs({}, async (world) => {
      const { id } = await sync(world, await connect(world, { syncCatalog: twoStreams() }));
      let before: readonly string[] = [];
      for (let second = 0; second < 15; second += 1) {
        world.pass(1);
        const { attempts } = await world.ok('jobs/get', { id });
        const { logLines } = attempts[0].logs;

        expect(logLines.slice(0, before.length)).toEqual(before);
        before = logLines;
      }

      expect(before.at(-1)).toContain('The attempt succeeded.');
    }));

  test.each(['get', 'get_without_logs', 'get_light', 'cancel'])('%s answers 500 for one that nobody knows', (name) =>
    withJobs({}, async (world) => {
      expect((await world.post(`jobs/${name}`, { id: 77 })).status).toBe(500);
      expect((await world.post(`jobs/${name}`, {})).status).toBe(500);
      expect((await world.post(`jobs/${name}`, { id: 'x' })).status).toBe(400);
    }),
  );
});
