import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/model/json.ts';
import { sandboxProfiles } from '../../../src/sandbox/profile.ts';
import {
  type Body,
  createDestination,
  createSource,
  postgresConfiguration,
  type World,
  withSandbox,
} from '../world.ts';

/** A connection that takes `orders` of all that its source has, as the log shows it. */
async function connect(world: World, config: JsonObject = {}): Promise<Body> {
  const replication_method = { method: 'CDC', replication_slot: 's', publication: 'p' };
  const { sourceId } = await createSource(world, {
    connectionConfiguration: postgresConfiguration({ replication_method }),
  });
  const { destinationId } = await createDestination(world);
  const { catalog, catalogId } = await world.ok('sources/discover_schema', { sourceId });
  const { stream } = catalog.streams.find((entry: Body) => entry.stream.name === 'orders');
  const settings = { syncMode: 'incremental', destinationSyncMode: 'append', selected: true, ...config };
  const syncCatalog = { streams: [{ stream, config: settings }] };
  return world.ok('connections/create', {
    sourceId,
    destinationId,
    sourceCatalogId: catalogId,
    status: 'active',
    syncCatalog,
  });
}

function show(world: World, connectionId: string, withRefreshedCatalog: boolean): Promise<Body> {
  return world.ok('web_backend/connections/get', { connectionId, withRefreshedCatalog });
}

const ordersOf = ({ syncCatalog }: Body): Body =>
  syncCatalog.streams.find(({ stream }: Body) => stream.name === 'orders');
const selection = {
  fieldSelectionEnabled: true,
  selectedFields: [{ fieldPath: ['id'] }, { fieldPath: ['_ab_cdc_lsn'] }],
};

describe.each(sandboxProfiles)('profile %s', (profile) => {
  test.each([false, true])('§8.20 the UI sees unselected streams too, refreshed: %s', (isRefreshed) =>
    withSandbox({ profile }, async (world) => {
      const { connectionId } = await connect(world);
      const { streams } = (await show(world, connectionId, isRefreshed)).syncCatalog;
      const selected = streams.filter(({ config }: Body) => config.selected);

      expect(streams.length).toBeGreaterThan(1);
      expect(selected.map(({ stream }: Body) => stream.name)).toEqual(['orders']);
      expect((await world.ok('connections/get', { connectionId })).syncCatalog.streams).toHaveLength(1);
    }),
  );

  test('§8.20 it sees an empty cursor filled by that of the source, and the key of the source whatever was set', () =>
    withSandbox({ profile }, async (world) => {
      const { connectionId } = await connect(world, { primaryKey: [['status']] });
      const plain = await world.ok('connections/get', { connectionId });

      expect(ordersOf(plain).config).toMatchObject({ cursorField: [], primaryKey: [['status']] });
      expect(ordersOf(await show(world, connectionId, false)).config).toMatchObject({
        cursorField: ['_ab_cdc_lsn'],
        primaryKey: [['id']],
      });
    }));

  test('§8.20 it sees schemas whole, and columns that are new as selected', () =>
    withSandbox({ profile }, async (world) => {
      const { connectionId } = await connect(world, {
        ...selection,
        destinationSyncMode: 'overwrite',
        syncMode: 'full_refresh',
      });
      const plain = ordersOf(await world.ok('connections/get', { connectionId }));
      await world.sandbox.control.drift({
        type: 'add-column',
        target: 'shop',
        stream: 'orders',
        column: 'coupon',
        isNoticed: false,
      });
      const shown = ordersOf(await show(world, connectionId, true));
      const fields = shown.config.selectedFields.map(({ fieldPath }: Body) => fieldPath[0]);

      expect(Object.keys(plain.stream.jsonSchema.properties).sort()).toEqual(['_ab_cdc_lsn', 'id']);
      expect(shown.stream.jsonSchema.properties).toMatchObject({ coupon: {}, id: {}, status: {} });
      expect(fields.sort()).toEqual(['_ab_cdc_lsn', 'coupon', 'id']);
    }));

  test('§8.20 a refresh tells what changed, and stops the connection where that breaks it', () =>
    withSandbox({ profile }, async (world) => {
      const { connectionId, sourceCatalogId } = await connect(world, {
        primaryKey: [['id']],
        destinationSyncMode: 'append_dedup',
      });
      await world.sandbox.control.drift({
        type: 'drop-column',
        target: 'shop',
        stream: 'orders',
        column: 'id',
        isNoticed: false,
      });
      const { catalogDiff, catalogId } = await show(world, connectionId, true);

      expect(catalogDiff.transforms).toMatchObject([{ transformType: 'update_stream' }]);
      expect(catalogId).not.toBe(sourceCatalogId);
      expect(await world.ok('connections/get', { connectionId })).toMatchObject({
        status: 'inactive',
        breakingChange: true,
      });
    }));
});
