import { describe, expect, test } from 'vitest';

import type { ConnectionState, WorkspaceStatus } from '../../src/model/status.ts';
import { plainPalette } from '../../src/render/palette.ts';
import { statusFormats } from '../../src/render/status.ts';
import { openStatus } from '../../src/workflows/status.ts';
import { watchStatus } from '../../src/workflows/watch-status.ts';
import { portsFor, requestsDuring, withSandbox, writes } from '../support/workflow.ts';
import { aShop, incrementalOrders, type SyncedWorld, withSynced } from './synced-world.ts';

const profiles = ['1.6', '2.0'] as const;
const hourly = 'schedule: {units: 1, timeUnit: hours}';

/** The same without its connection. */
function withoutConnection(shop: ReturnType<typeof aShop>): ReturnType<typeof aShop> {
  const { 'pipelines/shop-to-warehouse.yaml': _, ...contents } = shop.contents;
  return { ...shop, contents };
}

function portsIn(shop: ReturnType<typeof aShop>, { sandbox, url }: Pick<SyncedWorld, 'sandbox' | 'url'>) {
  return { ...portsFor(shop, url), nowMs: sandbox.control.nowMs };
}

async function statusOf(shop: ReturnType<typeof aShop>, world: SyncedWorld): Promise<WorkspaceStatus> {
  return (await openStatus(portsIn(shop, world), {}))();
}

async function onlyOf(shop: ReturnType<typeof aShop>, world: SyncedWorld): Promise<ConnectionState | undefined> {
  return (await statusOf(shop, world)).connections[0];
}

describe.each(profiles)('the status of a connection on %s', (profile) => {
  const withShop = (shop: ReturnType<typeof aShop>, use: (world: SyncedWorld) => Promise<void>) =>
    withSynced(shop, use, { profile });

  test('tells a sync that went well, what it moved and when the next one is due', () => {
    const shop = aShop({ more: hourly });
    return withShop(shop, async (world) => {
      const state = await onlyOf(shop, world);

      expect(state).toMatchObject({
        key: 'connection/shop-to-warehouse',
        state: 'succeeded',
        schema: 'none',
        drift: 0,
      });
      expect(state?.records).toBeGreaterThan(0);
      expect(state?.bytes).toBeGreaterThan(0);
      expect((state?.nextRunMs ?? 0) - (state?.lastRunMs ?? 0)).toBe(3_600_000);
    });
  });

  test('counts rows and bytes of one day only, and still knows how the last job went', () => {
    const shop = aShop();
    return withShop(shop, async (world) => {
      world.pass(25 * 3600);

      expect(await onlyOf(shop, world)).toMatchObject({ state: 'succeeded', records: 0, bytes: 0 });
    });
  });

  test('tells one that never ran, because it is in the files only', () => {
    const shop = aShop({ more: hourly });
    return withSandbox({ profile }, async (sandbox) => {
      const status = await (await openStatus(portsIn(shop, { sandbox, url: sandbox.url }), {}))();

      expect(status.connections).toHaveLength(1);
      expect(status.connections[0]).toMatchObject({ state: 'never', records: 0 });
      expect(status.connections[0]).not.toHaveProperty('id');
      expect(status.connections[0]).not.toHaveProperty('nextRunMs');
    });
  });

  test('tells one that runs, and one that somebody has cancelled', () => {
    const shop = aShop();
    return withShop(shop, async (world) => {
      const { job } = await world.post('connections/sync', { connectionId: world.connectionId });
      world.pass(5);
      expect(await onlyOf(shop, world)).toMatchObject({ state: 'running' });

      await world.post('jobs/cancel', { id: job.id });
      world.pass(60);
      expect(await onlyOf(shop, world)).toMatchObject({ state: 'cancelled' });
    });
  });

  test('tells one that failed', () => {
    const shop = aShop();
    return withShop(shop, async (world) => {
      const configuration = { host: 'fail.internal' };
      await world.sandbox.control.drift({ type: 'configure', kind: 'source', target: 'shop', configuration });
      await world.sync();
      world.pass(600);

      expect(await onlyOf(shop, world)).toMatchObject({ state: 'failed' });
    });
  });

  test('gives no next run to one that somebody has paused, which is drift', () => {
    const shop = aShop({ more: `${hourly}\nstatus: active` });
    return withShop(shop, async (world) => {
      await world.sandbox.control.drift({ type: 'pause', target: world.connectionId });
      const state = await onlyOf(shop, world);

      expect(state).toMatchObject({ status: 'inactive', state: 'succeeded', drift: 1 });
      expect(state).not.toHaveProperty('nextRunMs');
    });
  });

  test('tells a schema change that is pending, and one that breaks', () => {
    const shop = aShop();
    return withShop(shop, async (world) => {
      const { drift } = world.sandbox.control;
      await drift({ type: 'add-column', target: 'shop', stream: 'orders', column: 'colour' });
      expect(await onlyOf(shop, world)).toMatchObject({ schema: 'non-breaking' });

      await drift({ type: 'drop-column', target: 'shop', stream: 'orders', column: 'updated_at' });
      expect(await onlyOf(shop, world)).toMatchObject({ schema: 'breaking' });
    });
  });

  test('says why drift is not known where no plan can be made, and tells the rest', () => {
    const shop = aShop();
    return withShop(shop, async (world) => {
      const status = await statusOf(aShop({ streams: [incrementalOrders, '{name: ghosts}'] }), world);

      expect(status.connections).toMatchObject([{ key: 'connection/shop-to-warehouse', state: 'succeeded' }]);
      expect(status.connections[0]).not.toHaveProperty('drift');
      expect(status.notes.join()).toContain('ghosts');
      expect(await statusFormats.text(status, plainPalette)).toContain('! drift is not known');
    });
  });

  test('lists what no file names behind the others, by its name', () => {
    const shop = aShop();
    return withShop(shop, async (world) => {
      const name = 'a|b `c` <img> \u001b[2J';
      await world.sandbox.control.drift({ type: 'rename', kind: 'connection', target: world.connectionId, name });
      const status = await statusOf(withoutConnection(shop), world);
      const markdown = await statusFormats.markdown(status, plainPalette);

      expect(status.connections).toMatchObject([{ name, state: 'succeeded' }]);
      expect(status.connections[0]).not.toHaveProperty('key');
      expect(await statusFormats.text(status, plainPalette)).toContain('* a|b `c` <img>');
      expect(markdown).toContain('| a\\|b \\`c\\` &lt;img&gt; \\\\u001b\\[2J (unmanaged) |');
    });
  });
});

test('asks as often for eighty connections as for eight, and writes nothing', async () => {
  const shop = withoutConnection(aShop());
  const paths = async (worldSize: number) =>
    withSandbox({ worldSize }, async (sandbox) => {
      const read = await openStatus(portsIn(shop, { sandbox, url: sandbox.url }), {});
      const { result, requests } = await requestsDuring(sandbox, read);
      expect(result.connections).toHaveLength(worldSize);
      expect(writes(requests)).toEqual([]);
      return requests.map(({ path }) => path);
    });
  const few = await paths(8);
  const many = await paths(80);

  expect(many.filter((path) => /web_backend|jobs/.test(path))).toEqual(
    few.filter((path) => /web_backend|jobs/.test(path)),
  );
  expect(many).toHaveLength(few.length);
});

test('is a table of at most 80 columns whatever the names are', async () => {
  await withSandbox({ worldSize: 40 }, async (sandbox) => {
    const status = await (await openStatus(portsIn(withoutConnection(aShop()), { sandbox, url: sandbox.url }), {}))();
    const text = await statusFormats.text(status, plainPalette);

    expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(text.split('\n')).toHaveLength(40 + 5);
  });
});

describe('watching', () => {
  test('prints again only when something changed, and ends when it is interrupted', () => {
    const shop = aShop({ more: hourly });
    return withSynced(shop, async (world) => {
      const controller = new AbortController();
      const read = await openStatus(portsIn(shop, world), {});
      const start = world.sandbox.control.nowMs();
      const seen: string[] = [];
      const sleep = async (ms: number) => {
        const before = world.sandbox.control.nowMs() - start;
        world.pass(ms / 1000);
        if (before < 20_000 && before + ms >= 20_000) {
          await world.post('connections/sync', { connectionId: world.connectionId });
        }
        if (before + ms >= 60_000) controller.abort();
      };
      await watchStatus(
        read,
        { sleep, signal: controller.signal },
        {
          everyMs: 5000,
          onlyChanges: true,
          show: ({ connections: [one] }) => void seen.push(one?.state ?? ''),
        },
      );

      expect(seen.filter((state, index) => state !== seen[index - 1])).toEqual(['succeeded', 'running', 'succeeded']);
      expect(seen.length).toBeLessThan(8);
    });
  });

  test('shows it each time where it is drawn in place', async () => {
    const controller = new AbortController();
    const status: WorkspaceStatus = {
      formatVersion: '1.0',
      environment: 'test',
      server: 'sandbox',
      workspace: { id: 'w', name: 'default', slug: 'default' },
      atMs: 0,
      connections: [],
      notes: [],
    };
    let shown = 0;
    await watchStatus(
      async () => status,
      { sleep: async () => undefined, signal: controller.signal },
      {
        everyMs: 1000,
        onlyChanges: false,
        show: () => {
          shown += 1;
          if (shown === 3) controller.abort();
        },
      },
    );

    expect(shown).toBe(3);
  });
});
