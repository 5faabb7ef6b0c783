import { expect, test } from 'vitest';
import type { PlannedStreamJob } from '../../src/model/stream-job.ts';
import { runStreamJobs, type StreamJobRequest } from '../../src/workflows/stream-jobs.ts';
import { aWatcher, type JobWorld, resultsOf, sync, withJobWorld } from './job-world.ts';
import { aShop } from './synced-world.ts';

const agreeing = (planned: PlannedStreamJob[] = []) => ({
  ...aWatcher(),
  confirm: async (shown: readonly PlannedStreamJob[]) => {
    planned.push(...shown);
    return true;
  },
});

function run({ ports }: JobWorld, request: Partial<StreamJobRequest>, watcher = agreeing()) {
  const usual = { action: 'refresh', select: [], exclude: [], streams: [], wait: {} } as const;
  return runStreamJobs(ports, { ...usual, ...request }, watcher);
}

const targetsOf = ({ sandbox }: JobWorld) =>
  sandbox.store.jobs.list().map(({ type, targets = [] }) => `${type} ${targets.map(({ name }) => name).join(', ')}`);

test('refreshes and clears the streams that are meant', async () => {
  await withJobWorld(async (world) => {
    const report = await run(world, { streams: ['cust*'] });
    await run(world, { action: 'clear', streams: ['public.orders', 'customers'] });
    await run(world, { action: 'clear' });

    expect(report?.outcomes).toMatchObject([{ result: 'succeeded', job: { type: 'refresh' } }]);
    expect(targetsOf(world)).toEqual([
      'refresh customers',
      'reset_connection customers, orders',
      'reset_connection customers, orders',
    ]);
    const asked = world.sandbox.requests.filter(({ path }) => path.endsWith('clear/stream'));
    // None named is all, those included that are not selected any more.
    expect(asked).toMatchObject([{ body: { streams: [{}, {}] } }, { body: { streams: [] } }]);
  });
});

test('says before what it costs: figures of the last sync, and the job that is cancelled for it', async () => {
  await withJobWorld(async (world) => {
    await sync(world);
    await sync(world, { wait: undefined });
    const planned: PlannedStreamJob[] = [];
    await run(world, { action: 'clear', streams: ['orders'] }, agreeing(planned));

    expect(planned).toEqual([
      {
        connection: expect.objectContaining({ key: 'connection/shop-to-warehouse' }),
        action: 'clear',
        streams: [{ name: 'orders', namespace: 'public' }],
        names: ['public.orders'],
        last: { records: expect.any(Number), bytes: expect.any(Number) },
        runningId: 2,
      },
    ]);
    expect(planned[0]?.last?.records).toBeGreaterThan(0);
    expect(world.sandbox.store.jobs.list()[1]).toHaveProperty('cancelledAtMs');
  });
});

test('nothing is started unless somebody agrees', async () => {
  await withJobWorld(async (world) => {
    expect(await run(world, {}, { ...agreeing(), confirm: async () => false })).toBeUndefined();
    expect(targetsOf(world)).toEqual([]);
  });
});

test('a refresh that the destination cannot do is refused, a clearing is not', async () => {
  await withJobWorld(
    async (world) => {
      await expect(run(world, {})).rejects.toMatchObject({
        code: 'refused',
        hint: expect.stringContaining('airplan clear'),
      });
      expect(
        resultsOf((await run(world, { action: 'clear' })) ?? { outcomes: [], end: 'over', durationMs: 0 }),
      ).toMatchObject([{ result: 'succeeded' }]);
    },
    { project: aShop({ destination: 'lake' }) },
  );
});

test('a stream that is not there is a mistake, with the one that was meant', async () => {
  await withJobWorld(async (world) => {
    await expect(run(world, { streams: ['orders', 'custmers'] })).rejects.toMatchObject({
      code: 'invalid-flags',
      hint: 'did you mean "customers"?',
    });
  });
});

test.each(['refresh', 'clear'] as const)('a %s whose answer is lost is found among the jobs', async (action) => {
  await withJobWorld(async (world) => {
    world.break(/connections\/(refresh|clear)/, { type: 'reset-after' });

    expect((await run(world, { action }))?.outcomes).toMatchObject([{ result: 'succeeded' }]);
    expect(targetsOf(world)).toHaveLength(1);
  });
});
