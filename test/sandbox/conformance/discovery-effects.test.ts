import { describe, expect, test } from 'vitest';
import type { DriftEdit } from '../../../src/sandbox/drift/drift-edit.ts';
import {
  type Body,
  createDestination,
  createSource,
  definitions,
  postgresConfiguration,
  type World,
  withSandbox,
} from '../world.ts';

const dropId: DriftEdit = { type: 'drop-column', target: 'shop', stream: 'orders', column: 'id', isNoticed: false };
const addColumn: DriftEdit = { type: 'add-column', target: 'shop', stream: 'orders', column: 'note', isNoticed: false };
const dropStatus: DriftEdit = { ...dropId, column: 'status' };

/** A connection that deduplicates one stream by its `id`, as the source offers it. */
async function connect(world: World, settings: object = {}): Promise<Body> {
  const { sourceId } = await createSource(world);
  const { destinationId } = await createDestination(world);
  const { catalog, catalogId } = await world.ok('sources/discover_schema', { sourceId });
  const orders = catalog.streams.find(({ stream }: Body) => stream.name === 'orders');
  const config = { ...orders.config, selected: true, destinationSyncMode: 'append_dedup' };
  return world.ok('connections/create', {
    sourceId,
    destinationId,
    status: 'active',
    sourceCatalogId: catalogId,
    syncCatalog: { streams: [{ ...orders, config }] },
    ...settings,
  });
}

function discover(world: World, { sourceId, connectionId }: Body, more: object = {}): Promise<Body> {
  return world.ok('sources/discover_schema', { sourceId, connectionId, disable_cache: true, ...more });
}

describe('§8.15 discovery for a connection', () => {
  test('disables it when a column that it needs is gone, and tells so in place of a job', () =>
    withSandbox({}, async (world) => {
      const connection = await connect(world);
      await world.sandbox.control.drift(dropId);
      const answer = await discover(world, connection);
      const [{ updateStream }] = answer.catalogDiff.transforms;

      expect(answer).toMatchObject({ breakingChange: true, connectionStatus: 'inactive' });
      expect(answer).not.toHaveProperty('jobInfo');
      expect(updateStream.fieldTransforms).toMatchObject([
        { transformType: 'remove_field', fieldName: ['id'], breaking: true },
      ]);
      expect(await world.ok('connections/get', { connectionId: connection.connectionId })).toMatchObject({
        status: 'inactive',
        breakingChange: true,
      });
    }));

  test.each([
    ['ignore', addColumn, 'active'],
    ['ignore', dropStatus, 'active'],
    ['disable', addColumn, 'inactive'],
  ] as const)('under "%s" %j leaves it %s', (nonBreakingChangesPreference, edit, expected) =>
    withSandbox({}, async (world) => {
      const connection = await connect(world, { nonBreakingChangesPreference });
      await world.sandbox.control.drift(edit);

      expect(await discover(world, connection)).toMatchObject({ breakingChange: false, connectionStatus: expected });
    }),
  );

  test('does nothing to it when the answer comes from the cache', () =>
    withSandbox({}, async (world) => {
      const connection = await connect(world);
      await world.sandbox.control.drift(dropId);
      const answer = await discover(world, connection, { disable_cache: false });

      expect(answer).toHaveProperty('jobInfo');
      expect(answer).not.toHaveProperty('breakingChange');
    }));

  test('does nothing to it without its id', () =>
    withSandbox({}, async (world) => {
      const { connectionId, sourceId } = await connect(world);
      await world.sandbox.control.drift(dropId);
      await world.ok('sources/discover_schema', { sourceId, disable_cache: true });

      expect((await world.ok('connections/get', { connectionId })).status).toBe('active');
    }));
});

describe('§1.5 before anything is stored', () => {
  const workspaceOf = ({ workspaceId }: World) => ({ workspaceId, sourceDefinitionId: definitions.postgres });

  test('a source is checked without its specification being asked', () =>
    withSandbox({}, async (world) => {
      const check = (connectionConfiguration: object) =>
        world.ok('scheduler/sources/check_connection', { ...workspaceOf(world), connectionConfiguration });
      const { configuration } = { configuration: postgresConfiguration({ port: 'no port' }) };

      expect((await check(configuration)).status).toBe('succeeded');
      expect((await check(postgresConfiguration({ password: 'wrong' }))).status).toBe('failed');
    }));

  test('a destination is checked', () =>
    withSandbox({}, async (world) => {
      const body = {
        workspaceId: world.workspaceId,
        destinationDefinitionId: definitions.localJson,
        connectionConfiguration: { destination_path: '/lake' },
      };

      expect((await world.ok('scheduler/destinations/check_connection', body)).status).toBe('succeeded');
    }));

  test('a source is discovered, and what it has keeps its id', () =>
    withSandbox({}, async (world) => {
      const connectionConfiguration = postgresConfiguration();
      const body = { ...workspaceOf(world), connectionConfiguration };
      const found = await world.ok('scheduler/sources/discover_schema', body);
      const { sourceId } = await createSource(world);

      expect((await world.ok('sources/discover_schema', { sourceId })).catalogId).toBe(found.catalogId);
      expect(found.jobInfo.succeeded).toBe(true);
    }));
});
