import { describe, expect, test } from 'vitest';
import type { DriftEdit } from '../../../src/sandbox/drift/drift-edit.ts';
import { type Body, createDestination, createSource, mask, type World, withSandbox } from '../world.ts';

interface Shop {
  readonly sourceId: string;
  readonly connectionId: string;
  readonly catalogId: string;
}

/** A connection called "sync" from a source called "shop", made from what the source really has. */
async function buildShop(world: World, settings: object = {}, config: object = {}): Promise<Shop> {
  const { sourceId } = await createSource(world);
  const { destinationId } = await createDestination(world);
  const { catalog, catalogId } = await world.ok('sources/discover_schema', { sourceId });
  const orders = catalog.streams.find(({ stream }: Body) => stream.name === 'orders');
  const { connectionId } = await world.ok('connections/create', {
    name: 'sync',
    sourceId,
    destinationId,
    status: 'active',
    sourceCatalogId: catalogId,
    syncCatalog: { streams: [{ ...orders, config: { ...orders.config, selected: true, ...config } }] },
    ...settings,
  });
  return { sourceId, connectionId, catalogId };
}

async function readConnection(world: World): Promise<Body> {
  const { connections } = await world.ok('connections/list', { workspaceId: world.workspaceId });
  return connections[0];
}

const streamNames = ({ syncCatalog }: Body): readonly string[] =>
  syncCatalog.streams.map(({ stream }: Body) => stream.name);
const columns = ({ syncCatalog }: Body): readonly string[] =>
  Object.keys(syncCatalog.streams[0].stream.jsonSchema.properties);

const addColumn: DriftEdit = { type: 'add-column', target: 'shop', stream: 'orders', column: 'coupon' };
const addStream: DriftEdit = { type: 'add-stream', target: 'shop', stream: 'coupons' };

describe('§8.19 somebody in the web interface', () => {
  test.each<[DriftEdit, object]>([
    [{ type: 'rename', kind: 'connection', target: 'sync', name: 'other' }, { name: 'other' }],
    [{ type: 'pause', target: 'sync' }, { status: 'inactive' }],
    [{ type: 'deselect', target: 'sync', stream: 'orders' }, { syncCatalog: { streams: [] } }],
    [
      {
        type: 'schedule',
        target: 'sync',
        schedule: { scheduleType: 'basic', scheduleData: { basicSchedule: { units: 3, timeUnit: 'days' } } },
      },
      { scheduleType: 'basic', schedule: { units: 3, timeUnit: 'days' } },
    ],
  ])('edits a connection: %j', (edit, expected) =>
    withSandbox({}, async (world) => {
      await buildShop(world);
      await world.sandbox.control.drift(edit);

      expect(await readConnection(world)).toMatchObject(expected);
    }),
  );

  test('pauses a connection and lets it go on, by its id', () =>
    withSandbox({}, async (world) => {
      const { connectionId } = await buildShop(world);
      for (const type of ['pause', 'resume'] as const)
        await world.sandbox.control.drift({ type, target: connectionId });

      expect((await readConnection(world)).status).toBe('active');
    }));

  test('edits a configuration, and what is secret in it stays secret', () =>
    withSandbox({}, async (world) => {
      const { sourceId } = await createSource(world);
      const configuration = { host: 'elsewhere', password: 'new' };
      await world.sandbox.control.drift({ type: 'configure', kind: 'source', target: 'shop', configuration });
      const { connectionConfiguration } = await world.ok('sources/get', { sourceId });

      expect(connectionConfiguration).toMatchObject({ host: 'elsewhere', port: 5432, password: mask });
      expect(world.sandbox.store.secrets.list()).toMatchObject([{ value: 'new' }]);
    }));

  test('rotates a secret: another value, the same mask', () =>
    withSandbox({}, async (world) => {
      const { sourceId } = await createSource(world);
      const before = await world.ok('sources/get', { sourceId });
      await world.sandbox.control.drift({ type: 'rotate-secret', kind: 'source', target: 'shop', value: 'new' });

      expect(await world.ok('sources/get', { sourceId })).toEqual(before);
      expect(world.sandbox.store.secrets.list()).toMatchObject([{ value: 'new' }]);
    }));

  test('deletes a source, and its connections go with it', () =>
    withSandbox({}, async (world) => {
      const { connectionId } = await buildShop(world);
      await world.sandbox.control.drift({ type: 'delete', kind: 'source', target: 'shop' });

      expect(await readConnection(world)).toBeUndefined();
      expect((await world.ok('connections/get', { connectionId })).status).toBe('deprecated');
    }));

  test.each<[DriftEdit, string]>([
    [{ type: 'pause', target: 'nobody' }, 'there is no connection "nobody"'],
    [{ type: 'rename', kind: 'source', target: 'twin', name: 'x' }, '2 sources are called "twin"'],
    [{ type: 'rotate-secret', kind: 'source', target: 'shop', path: 'pasword' }, 'has no secret pasword'],
    [{ type: 'deselect', target: 'sync', stream: 'ordres' }, 'has no stream "ordres"'],
  ])('cannot edit what is not there: %j', (edit, message) =>
    withSandbox({}, async (world) => {
      await buildShop(world);
      for (const name of ['twin', 'twin']) await createSource(world, { name });

      await expect(world.sandbox.control.drift(edit)).rejects.toThrow(message);
    }),
  );
});

describe('§8.19 the server finds that a schema changed', () => {
  test('a new column is taken over where columns are propagated, with the new catalog id', () =>
    withSandbox({}, async (world) => {
      const { catalogId } = await buildShop(world, { nonBreakingChangesPreference: 'propagate_columns' });
      for (const edit of [addColumn, addStream]) await world.sandbox.control.drift(edit);
      const connection = await readConnection(world);

      expect(columns(connection)).toContain('coupon');
      expect(streamNames(connection)).toEqual(['orders']);
      expect(connection.sourceCatalogId).not.toBe(catalogId);
    }));

  test('streams come and go where everything is propagated', () =>
    withSandbox({}, async (world) => {
      await buildShop(world, { nonBreakingChangesPreference: 'propagate_fully' });
      await world.sandbox.control.drift(addStream);
      expect(streamNames(await readConnection(world))).toEqual(['orders', 'coupons']);
      await world.sandbox.control.drift({ type: 'drop-stream', target: 'shop', stream: 'orders' });
      expect(streamNames(await readConnection(world))).toEqual(['coupons']);
    }));

  test('a new column joins a selection of columns', () =>
    withSandbox({}, async (world) => {
      const selection = { fieldSelectionEnabled: true, selectedFields: [{ fieldPath: ['id'] }] };
      await buildShop(world, { nonBreakingChangesPreference: 'propagate_columns' }, selection);
      await world.sandbox.control.drift(addColumn);

      expect(columns(await readConnection(world))).toEqual(['id', 'coupon']);
    }));

  test('changes are ignored unless told otherwise; only what nobody selected moves the catalog id', () =>
    withSandbox({}, async (world) => {
      const { catalogId } = await buildShop(world);
      await world.sandbox.control.drift(addStream);
      const moved = await readConnection(world);
      expect(moved.sourceCatalogId).not.toBe(catalogId);
      await world.sandbox.control.drift(addColumn);
      expect(await readConnection(world)).toEqual(moved);
    }));

  test('any change stops a connection that asked for it', () =>
    withSandbox({}, async (world) => {
      await buildShop(world, { nonBreakingChangesPreference: 'disable' });
      await world.sandbox.control.drift(addColumn);

      expect(await readConnection(world)).toMatchObject({ status: 'inactive', breakingChange: false });
    }));

  test.each<[DriftEdit]>([
    [{ type: 'drop-stream', target: 'shop', stream: 'orders' }],
    [{ type: 'drop-column', target: 'shop', stream: 'orders', column: 'updated_at' }],
  ])('a selected stream or a cursor that is gone breaks the connection: %j', (edit) =>
    withSandbox({}, async (world) => {
      await buildShop(world, {}, { syncMode: 'incremental', cursorField: ['updated_at'] });
      await world.sandbox.control.drift(edit);

      expect(await readConnection(world)).toMatchObject({ status: 'inactive', breakingChange: true });
    }),
  );

  test('nobody notices before the next discovery, if so told', () =>
    withSandbox({}, async (world) => {
      const { sourceId } = await buildShop(world, { nonBreakingChangesPreference: 'propagate_columns' });
      const before = await readConnection(world);
      await world.sandbox.control.drift({ ...addColumn, isNoticed: false });
      expect(await readConnection(world)).toEqual(before);
      const { catalog } = await world.ok('sources/discover_schema', { sourceId, disable_cache: true });
      expect(JSON.stringify(catalog)).toContain('coupon');
      await world.sandbox.control.drift({ type: 'discover', target: 'shop' });
      expect(columns(await readConnection(world))).toContain('coupon');
    }));
});

describe('§8.19 over the control route', () => {
  const drift = (world: World, edit: object) =>
    fetch(`${world.sandbox.url}/control/drift`, { method: 'POST', body: JSON.stringify(edit) });

  test('edits are carried out', () =>
    withSandbox({}, async (world) => {
      await createSource(world);
      const answer = await drift(world, { type: 'rename', kind: 'source', target: 'shop', name: 'other' });

      expect(answer.status).toBe(204);
      expect(world.sandbox.store.actors.source.list()[0]?.name).toBe('other');
    }));

  test.each([
    [{ type: 'explode', target: 'shop' }, 'body.type should not be "explode"'],
    [{ type: 'rename', kind: 'tag', target: 'shop', name: 'x' }, 'one of source, destination, connection'],
    [{ type: 'pause', target: 'nobody' }, 'there is no connection "nobody"'],
    [{ type: 'pause', targt: 'sync' }, '"targt"'],
    [{ type: 'schedule', target: 'sync', schedule: { scheduleType: 'basic' } }, 'needs scheduleData'],
  ])('edits that make no sense are refused: %j', (edit, says) =>
    withSandbox({}, async (world) => {
      await buildShop(world);
      const answer = await drift(world, edit);

      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain(says.replaceAll('"', '\\"'));
    }),
  );
});
