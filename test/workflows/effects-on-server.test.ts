import { expect, test } from 'vitest';
import { sandboxProfiles } from '../../src/sandbox/profile.ts';
import { apply, plan, requestsDuring } from '../support/workflow.ts';
import { aShop, effectsOn, incrementalCustomers, incrementalOrders, outcomesOf, withSynced } from './synced-world.ts';

/*
 * What the table of effects says, held against the server. Each test applies the change that it planned.
 */

const ordersWhole = '{name: orders, destinationSyncMode: append}';
const customers = incrementalCustomers;
const moved = /^.* \(the last sync moved [\d,]+ records, [\d.]+ .?B\)$/;

test.each(sandboxProfiles)(
  'another sync mode: %s forgets the state from 1.8 on, and the plan says both',
  async (profile) => {
    const work = async (world: Parameters<Parameters<typeof withSynced>[1]>[0]) => {
      const shop = aShop({ streams: [ordersWhole, customers] });
      const [effect] = await effectsOn(shop, world);
      await apply(shop, world.url);

      expect(effect).toContain('read whole at every sync from now on; servers from 1.8 on delete the state');
      expect(effect).toMatch(moved);
      expect(await world.states()).toEqual(profile === '1.6' ? ['customers', 'orders'] : ['customers']);
    };
    await withSynced(aShop(), work, { profile });
  },
);

test('another cursor keeps the state', async () => {
  await withSynced(aShop(), async (world) => {
    const shop = aShop({ streams: [incrementalOrders.replace('updated_at', 'id'), customers] });
    const [effect] = await effectsOn(shop, world);
    await apply(shop, world.url);

    expect(effect).toContain('the old state stays: rows may be missed');
    expect(await world.states()).toEqual(['customers', 'orders']);
  });
});

test('another key, other fields and other mappers keep the state', async () => {
  const more =
    'fields: {include: [id, updated_at]}, mappers: [{type: hashing, mapperConfiguration: {targetField: id, method: SHA-256, fieldNameSuffix: _hashed}}]';
  await withSynced(aShop(), async (world) => {
    const shop = aShop({ streams: [incrementalOrders.replace('}', `, ${more}}`), customers] });
    const { changes } = await plan(shop, world.url);
    await apply(shop, world.url);

    expect(changes[0]?.effects.map(({ rule }) => rule)).toEqual(['values-stay-readable', 'fields-removed']);
    expect(await world.states()).toEqual(['customers', 'orders']);
  });
});

test('a stream that goes keeps its state, and goes on from there when it comes back', async () => {
  await withSynced(aShop(), async (world) => {
    const smaller = aShop({ streams: [customers] });
    expect(await effectsOn(smaller, world)).toEqual([
      'no longer synced; what was written stays in the destination, the state on the server',
    ]);
    await apply(smaller, world.url);

    expect(await world.states()).toEqual(['customers', 'orders']);
    expect(await effectsOn(aShop(), world)).toEqual([
      'read from the start at the next sync; if it was synced before, it goes on where it stopped',
    ]);
  });
});

test('a new prefix keeps the state, so that the new tables begin in the middle', async () => {
  await withSynced(aShop(), async (world) => {
    const shop = aShop({ more: 'prefix: raw_' });
    const [effect] = await effectsOn(shop, world);
    await apply(shop, world.url);

    expect(effect).toContain('the new ones get only new rows of 2 incremental streams');
    expect(effect).toMatch(moved);
    expect(await world.states()).toEqual(['customers', 'orders']);
  });
});

test('another host of the source keeps the state', async () => {
  await withSynced(aShop(), async ({ url, states }) => {
    const shop = aShop({ host: 'other.example.com' });
    const [source] = (await plan(shop, url)).changes;
    await apply(shop, url);

    expect(source?.effects).toMatchObject([{ rule: 'source-configuration-changed', path: ['configuration', 'host'] }]);
    expect(await states()).toEqual(['customers', 'orders']);
  });
});

test('a paused connection is refused a sync, and goes on once it is resumed', async () => {
  await withSynced(aShop(), async (world) => {
    const paused = aShop({ more: 'status: inactive' });
    expect(await effectsOn(paused, world)).toEqual([expect.stringContaining('paused: nothing runs')]);
    await apply(paused, world.url);
    await expect(world.sync()).rejects.toThrow('500');

    const resumed = aShop({ more: 'status: active' });
    expect(await effectsOn(resumed, world)).toEqual([expect.stringContaining('may be synced again')]);
    await apply(resumed, world.url);
    await world.sync();
    expect(await world.states()).toEqual(['customers', 'orders']);
  });
});

test('a connection that moves to another destination begins without state', async () => {
  await withSynced(aShop(), async (world) => {
    const shop = aShop({ destination: 'lake' });
    const { changes } = await plan(shop, world.url);
    expect(outcomesOf(await apply(shop, world.url))).toHaveLength(2);

    expect(changes.map(({ action }) => action)).toEqual(['create', 'replace']);
    expect(changes[1]?.effects).toEqual([
      { rule: 'connection-replaced', weight: 'loses', path: [], text: expect.stringMatching(moved) },
    ]);
    const [id] = world.sandbox.store.connections.list().flatMap((one) => (one.status === 'active' ? one.id : []));
    expect(await world.post('state/get', { connectionId: id })).toMatchObject({ stateType: 'not_set' });
  });
});

test('who loses nothing is not asked for its last sync', async () => {
  await withSynced(aShop(), async ({ sandbox, url }) => {
    const { requests } = await requestsDuring(sandbox, () => plan(aShop({ more: 'status: inactive' }), url));

    expect(requests.filter(({ path }) => path.endsWith('jobs/list'))).toEqual([]);
  });
});

test('a server that does not tell of its jobs plans all the same, without figures', async () => {
  const intercept = ({ path }: { readonly path: string }) =>
    path.endsWith('jobs/list') ? ({ type: 'status', status: 500 } as const) : undefined;
  const work = async (world: Parameters<Parameters<typeof withSynced>[1]>[0]) => {
    expect(await effectsOn(aShop({ more: 'prefix: raw_' }), world)).toEqual([expect.not.stringContaining('last sync')]);
  };
  await withSynced(aShop(), work, { intercept });
});
