import { describe, expect, test } from 'vitest';

import { UnreachableError } from '../../src/airbyte/api-error.ts';
import type { ConnectionState, WorkspaceStatus } from '../../src/model/status.ts';
import { plainPalette } from '../../src/render/palette.ts';
import { statusFormats } from '../../src/render/status.ts';
import { renderStatusChanges } from '../../src/render/status-changes.ts';
import { openStatus } from '../../src/workflows/status.ts';
import { type Look, watchStatus } from '../../src/workflows/watch-status.ts';
import { discoveries, portsFor, requestsDuring, withSandbox, writes } from '../support/workflow.ts';
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

test.each(profiles)('tells how a connection on %s fares, from its first sync to the day after', (profile) => {
  const shop = aShop({ more: `${hourly}\nstatus: active` });
  const day = async (world: SyncedWorld) => {
    const { drift } = world.sandbox.control;
    const first = await onlyOf(shop, world);
    expect(first).toMatchObject({ key: 'connection/shop-to-warehouse', state: 'succeeded', schema: 'none', drift: 0 });
    expect(first?.records).toBeGreaterThan(0);
    expect(first?.bytes).toBeGreaterThan(0);
    expect((first?.nextRunMs ?? 0) - (first?.lastRunMs ?? 0)).toBe(3_600_000);

    const { job } = await world.post('connections/sync', { connectionId: world.connectionId });
    world.pass(5);
    expect(await onlyOf(shop, world)).toMatchObject({ state: 'running' });
    await world.post('jobs/cancel', { id: job.id });
    world.pass(60);
    expect(await onlyOf(shop, world)).toMatchObject({ state: 'cancelled' });

    await drift({ type: 'pause', target: world.connectionId });
    const paused = await onlyOf(shop, world);
    expect(paused).toMatchObject({ status: 'inactive', state: 'cancelled', drift: 1 });
    expect(paused).not.toHaveProperty('nextRunMs');

    await drift({ type: 'add-column', target: 'shop', stream: 'orders', column: 'colour' });
    expect(await onlyOf(shop, world)).toMatchObject({ schema: 'non-breaking' });
    await drift({ type: 'drop-column', target: 'shop', stream: 'orders', column: 'updated_at' });
    expect(await onlyOf(shop, world)).toMatchObject({ schema: 'breaking' });

    world.pass(25 * 3600);
    expect(await onlyOf(shop, world)).toMatchObject({ state: 'cancelled', records: 0, bytes: 0 });
  };
  return withSynced(shop, day, { profile });
});

test('tells one that failed', () => {
  const shop = aShop();
  return withSynced(shop, async (world) => {
    const configuration = { host: 'fail.internal' };
    await world.sandbox.control.drift({ type: 'configure', kind: 'source', target: 'shop', configuration });
    await world.sync();
    world.pass(600);

    expect(await onlyOf(shop, world)).toMatchObject({ state: 'failed' });
  });
});

test('tells one that never ran, because it is in the files only', () => {
  const shop = aShop({ more: hourly });
  return withSandbox({}, async (sandbox) => {
    const status = await (await openStatus(portsIn(shop, { sandbox, url: sandbox.url }), {}))();

    expect(status.connections).toHaveLength(1);
    expect(status.connections[0]).toMatchObject({ state: 'never', records: 0 });
    expect(status.connections[0]).not.toHaveProperty('id');
    expect(status.connections[0]).not.toHaveProperty('nextRunMs');
  });
});

test('says why drift is not known where no plan can be made, and tells what no file names behind the others', () => {
  const shop = aShop();
  return withSynced(shop, async (world) => {
    const { contents } = shop;
    const file = String(contents['pipelines/shop.yaml']).replace('source-postgres', 'source-nowhere');
    const unplanned = await statusOf({ ...shop, contents: { ...contents, 'pipelines/shop.yaml': file } }, world);

    expect(unplanned.connections).toMatchObject([{ key: 'connection/shop-to-warehouse', state: 'succeeded' }]);
    expect(unplanned.connections[0]).not.toHaveProperty('drift');
    expect(unplanned.notes.join()).toContain('source-nowhere');
    expect(statusFormats.text(unplanned, plainPalette)).toContain('! drift is not known');

    const name = 'a|b `c` <img> \u001b[2J';
    await world.sandbox.control.drift({ type: 'rename', kind: 'connection', target: world.connectionId, name });
    const unnamed = await statusOf(withoutConnection(shop), world);
    expect(unnamed.connections).toMatchObject([{ name, state: 'succeeded' }]);
    expect(unnamed.connections[0]).not.toHaveProperty('key');
    expect(statusFormats.text(unnamed, plainPalette)).toContain('* a|b `c` <img>');
    expect(statusFormats.markdown(unnamed, plainPalette)).toContain(
      '| a\\|b \\`c\\` &lt;img&gt; \\\\u001b\\[2J (unmanaged) |',
    );
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

test('runs no connector, also for streams that nobody knows yet', () => {
  const shop = aShop();
  return withSynced(shop, async (world) => {
    const read = await openStatus(portsIn(aShop({ streams: [incrementalOrders, '{name: customers}'] }), world), {});
    const { requests } = await requestsDuring(world.sandbox, read);
    expect(discoveries(requests)).toEqual([]);
    expect(writes(requests)).toEqual([]);
  });
});

test('says what a server does not list, and goes on', () => {
  const shop = aShop();
  return withSynced(shop, async (world) => {
    for (const route of ['web_backend/connections/list', 'jobs/list_for_workspaces']) {
      world.sandbox.control.addFault({ route, fault: { type: 'status', status: 403 } });
    }
    const status = await statusOf(shop, world);
    expect(status.connections).toMatchObject([{ key: 'connection/shop-to-warehouse', state: 'never' }]);
    expect(status.notes).toHaveLength(2);
  });
});

describe('watching', () => {
  test('looks again and again, and ends when it is interrupted', () => {
    const shop = aShop({ more: hourly });
    return withSynced(shop, async (world) => {
      const controller = new AbortController();
      const read = await openStatus(portsIn(shop, world), {});
      const start = world.sandbox.control.nowMs();
      const lines: string[] = [];
      const sleep = async (ms: number) => {
        const before = world.sandbox.control.nowMs() - start;
        world.pass(ms / 1000);
        if (before < 20_000 && before + ms >= 20_000) {
          await world.post('connections/sync', { connectionId: world.connectionId });
        }
        if (before + ms >= 60_000) controller.abort();
      };
      const show = ({ status, before }: Look) => {
        if (before !== undefined) lines.push(...renderStatusChanges(before, status));
      };
      await watchStatus(read, { sleep, signal: controller.signal }, { everyMs: 5000, show });

      const states = lines.filter((line) => line.includes('state ')).map((line) => line.replace(/^\S+ |;.*/g, ''));
      expect(states).toEqual([
        'shop-to-warehouse: state succeeded → running',
        'shop-to-warehouse: state running → succeeded',
      ]);
    });
  });

  test('outlives a server that does not answer for a while, but not one that never did', async () => {
    const controller = new AbortController();
    const trouble = new UnreachableError('gone', { request: 'health' });
    const answers = [aStatus([]), trouble, aStatus([])];
    const looks: Look[] = [];
    const read = async () => {
      const answer = answers[looks.length];
      if (answer === undefined || answer instanceof Error) throw answer ?? trouble;
      return answer;
    };
    const ports = { sleep: async () => undefined, signal: controller.signal };
    const show = (look: Look) => {
      if (looks.push(look) === answers.length) controller.abort();
    };
    await watchStatus(read, ports, { everyMs: 1000, show });

    expect(looks.map((look) => look.trouble?.message)).toEqual([undefined, 'gone', undefined]);
    const never = async () => {
      throw trouble;
    };
    const patient = { ...ports, signal: new AbortController().signal };
    await expect(watchStatus(never, patient, { everyMs: 1000, show })).rejects.toBe(trouble);
  });

  test('waits for no answer once it is interrupted', async () => {
    const controller = new AbortController();
    const silent = new Promise<WorkspaceStatus>(() => controller.abort());
    await watchStatus(
      () => silent,
      { sleep: async () => undefined, signal: controller.signal },
      { everyMs: 1000, show: () => expect.unreachable() },
    );
  });
});

function aStatus(connections: readonly ConnectionState[]): WorkspaceStatus {
  const workspace = { id: 'w', name: 'default', slug: 'default' };
  return { formatVersion: '1.0', environment: 'test', server: 'sandbox', workspace, atMs: 0, connections, notes: [] };
}
