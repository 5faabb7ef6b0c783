import { expect, test } from 'vitest';
import type { Fault } from '../../src/sandbox/faults.ts';
import { apply, plan, requestsDuring, writes } from '../support/workflow.ts';
import {
  aShop,
  effectsOn,
  incrementalCustomers,
  incrementalOrders,
  outcomesOf,
  type SyncedWorld,
  withSynced,
} from './synced-world.ts';

const mark = '"$comment"';
const ordersById = '{name: orders, syncMode: incremental, destinationSyncMode: append, cursorField: id}';
const customersWhole = '{name: customers, syncMode: full_refresh, destinationSyncMode: overwrite}';

/** A shop whose orders get another cursor. */
function aChangedShop(whenStreamsChange: string, more: Parameters<typeof aShop>[0] = {}) {
  const streams = [ordersById, incrementalCustomers];
  return aShop({ streams, more: `whenStreamsChange: ${whenStreamsChange}`, ...more });
}

/** No stream is left marked, and nothing is left to do. */
async function expectDone(shop: ReturnType<typeof aShop>, { url, connectionId, post }: SyncedWorld): Promise<void> {
  expect((await plan(shop, url)).changes).toEqual([]);
  expect(JSON.stringify(await post('connections/get', { connectionId }))).not.toContain(mark);
}

test.each([
  ['refresh', 'refresh orders'],
  ['clear', 'reset_connection orders'],
])('whenStreamsChange: %s asks for the streams that changed, once', async (choice, step) => {
  await withSynced(aShop(), async (world) => {
    const shop = aChangedShop(choice);
    const [change] = (await plan(shop, world.url)).changes;
    const result = await apply(shop, world.url);

    expect(change).toMatchObject({
      afterwards: { action: choice, streams: [{ name: 'orders', namespace: 'public' }] },
    });
    expect(result.result).toBe('applied');
    expect(outcomesOf(result)).toEqual([
      { result: 'applied', notes: [expect.stringMatching(`^${choice} of public.orders started: job \\d+$`)] },
    ]);
    expect(await world.steps()).toEqual([step]);
    await expectDone(shop, world);
  });
});

test('none, and no word of it, ask for nothing', async () => {
  await withSynced(aShop(), async ({ url, steps }) => {
    await apply(aChangedShop('none'), url);
    await apply(aShop(), url);

    expect(await steps()).toEqual([]);
  });
});

test('streams that come or go, and other settings, ask for nothing', async () => {
  await withSynced(aShop({ streams: [incrementalOrders] }), async ({ url, steps }) => {
    const more = 'whenStreamsChange: clear\nprefix: raw_';
    expect(await apply(aShop({ more }), url)).toMatchObject({ result: 'applied' });
    expect(await apply(aShop({ more, streams: [incrementalCustomers] }), url)).toMatchObject({ result: 'applied' });

    expect(await steps()).toEqual([]);
  });
});

test('a refresh keeps records, and reads every changed stream', async () => {
  await withSynced(aShop(), async (world) => {
    const shop = aChangedShop('refresh', { streams: [ordersById, customersWhole] });
    const { requests } = await requestsDuring(world.sandbox, () => apply(shop, world.url));

    const asked = requests.filter(({ path }) => path.endsWith('connections/refresh'));
    expect(asked.map(({ body }) => body)).toEqual([
      {
        connectionId: world.connectionId,
        refreshMode: 'Merge',
        streams: [
          { streamName: 'customers', streamNamespace: 'public' },
          { streamName: 'orders', streamNamespace: 'public' },
        ],
      },
    ]);
  });
});

test('a clear forgets the state, and the next sync has it again', async () => {
  await withSynced(aShop(), async ({ url, states, pass, sync }) => {
    await apply(aChangedShop('clear'), url);
    pass(60);
    expect(await states()).toEqual(['customers']);

    await sync();
    expect(await states()).toEqual(['customers', 'orders']);
  });
});

test('a destination that cannot refresh is found while planning, with the way out', async () => {
  await withSynced(aShop({ destination: 'lake' }), async ({ url, sandbox }) => {
    const { requests } = await requestsDuring(sandbox, async () => {
      await expect(plan(aChangedShop('refresh', { destination: 'lake' }), url)).rejects.toMatchObject({
        code: 'invalid-files',
        issues: [
          {
            rule: 'refresh-unsupported',
            message: 'connection/shop-to-warehouse: the connector of destination/lake does not support refreshes',
            place: { file: 'pipelines/shop-to-warehouse.yaml', line: 4 },
            hint: expect.stringContaining('write "clear"'),
          },
        ],
      });
    });

    expect(writes(requests)).toEqual([]);
    expect(await apply(aChangedShop('clear', { destination: 'lake' }), url)).toMatchObject({ result: 'applied' });
  });
});

/** A stream that the connection does not have yet, so that nobody knows what it is like once the source has changed. */
const products = '{name: products}';

test('where a source changes as well, the streams that have changed are found while applying', async () => {
  await withSynced(aShop(), async (world) => {
    const streams = [ordersById, incrementalCustomers, products];
    const shop = aChangedShop('refresh', { host: 'other.example.com', streams });
    const change = (await plan(shop, world.url)).changes.find(({ kind }) => kind === 'connection');

    expect(change).toMatchObject({ afterwards: { action: 'refresh', streams: [] } });
    expect(await apply(shop, world.url)).toMatchObject({ result: 'applied' });
    expect(await world.steps()).toEqual(['refresh orders']);
    await expectDone(shop, world);
  });
});

test('and where none has, nothing is asked for', async () => {
  await withSynced(aShop({ streams: [incrementalOrders] }), async ({ url, steps }) => {
    const streams = [incrementalOrders, products];
    const shop = aShop({ more: 'whenStreamsChange: clear', host: 'other.example.com', streams });

    expect(await apply(shop, url)).toMatchObject({ result: 'applied' });
    expect(await steps()).toEqual([]);
  });
});

const unstarted: readonly (readonly [string, Fault])[] = [
  ['is refused because a sync runs', { type: 'status', status: 409 }],
  ['cannot be reached', { type: 'status', status: 400 }],
];

test.each(unstarted)('a step that %s fails with its streams, and the next apply has it again', async (_name, fault) => {
  let isCalm = true;
  const intercept = ({ path }: { readonly path: string }) =>
    !isCalm && path.endsWith('connections/refresh') ? fault : undefined;
  const work = async (world: SyncedWorld) => {
    const shop = aChangedShop('refresh');
    isCalm = false;
    const failed = await apply(shop, world.url);
    isCalm = true;
    const [left] = (await plan(shop, world.url)).changes;

    expect(outcomesOf(failed)).toMatchObject([
      {
        result: 'failed',
        message: expect.stringContaining(
          'connection/shop-to-warehouse: changed, but the refresh of public.orders was not started',
        ),
        hint: expect.stringContaining('once'),
      },
    ]);
    expect(left).toMatchObject({
      fields: [],
      afterwards: { action: 'refresh', streams: [{ name: 'orders', namespace: 'public' }] },
      notes: ['an earlier apply changed streams, but could not ask for the refresh behind it'],
    });
    expect(await apply(shop, world.url)).toMatchObject({ result: 'applied' });
    expect(await world.steps()).toEqual(['refresh orders']);
    await expectDone(shop, world);
  };
  await withSynced(aShop(), work, { intercept });
});

const lost: readonly (readonly [string, Fault])[] = [
  ['breaks', { type: 'reset-after' }],
  ['is a 500 that lies', { type: 'status-after', status: 500 }],
  ['breaks off', { type: 'truncated' }],
];

test.each(lost)('a step whose answer %s is found among the jobs, and not asked for twice', async (_name, fault) => {
  let isCalm = true;
  const intercept = ({ path }: { readonly path: string }) => {
    if (isCalm || !path.endsWith('connections/clear/stream')) return undefined;
    isCalm = true;
    return fault;
  };
  const work = async (world: SyncedWorld) => {
    isCalm = false;
    const shop = aChangedShop('clear');

    expect(await apply(shop, world.url)).toMatchObject({ result: 'applied' });
    expect(await world.steps()).toEqual(['reset_connection orders']);
    await expectDone(shop, world);
  };
  await withSynced(aShop(), work, { intercept });
});

test('a step that is started but cannot be noted fails, and is asked for once more', async () => {
  let updates = Number.POSITIVE_INFINITY;
  const intercept = ({ path }: { readonly path: string }): Fault | undefined => {
    if (!path.endsWith('connections/update')) return undefined;
    updates += 1;
    return updates === 2 ? { type: 'status', status: 400 } : undefined;
  };
  const work = async (world: SyncedWorld) => {
    const shop = aChangedShop('refresh');
    updates = 0;

    expect(outcomesOf(await apply(shop, world.url))).toMatchObject([
      {
        result: 'failed',
        message: expect.stringMatching(/the refresh of public.orders is job \d+, but that could not be noted/),
      },
    ]);
    expect(await apply(shop, world.url)).toMatchObject({ result: 'applied' });
    expect(await world.steps()).toEqual(['refresh orders', 'refresh orders']);
    await expectDone(shop, world);
  };
  await withSynced(aShop(), work, { intercept });
});

test('a file that no longer asks for a step leaves the streams as they are', async () => {
  let isCalm = true;
  const intercept = ({ path }: { readonly path: string }): Fault | undefined =>
    !isCalm && path.endsWith('connections/refresh') ? { type: 'status', status: 400 } : undefined;
  const work = async (world: SyncedWorld) => {
    isCalm = false;
    await apply(aChangedShop('refresh'), world.url);
    isCalm = true;

    expect((await plan(aChangedShop('none'), world.url)).changes).toEqual([]);
    expect(await effectsOn(aChangedShop('clear'), world)).toEqual([
      expect.stringContaining('deletes what was written of these streams'),
    ]);
  };
  await withSynced(aShop(), work, { intercept });
});
