import { expect, test } from 'vitest';
import type { JsonObject } from '../../../src/model/json.ts';
import { type Body, createSource, definitions, postgresConfiguration, type World, withSandbox } from '../world.ts';

const names = ({ catalog }: Body): readonly string[] => catalog.streams.map(({ stream }: Body) => stream.name);

async function discovered(world: World, changes: JsonObject = {}, more: JsonObject = {}): Promise<Body> {
  const { sourceId } = await createSource(world, changes);
  return world.ok('sources/discover_schema', { sourceId, ...more });
}

test('§3.3 a Postgres source has a shop in the first of its schemas, and reports in the others', () =>
  withSandbox({}, async (world) => {
    const connectionConfiguration = postgresConfiguration({ schemas: ['sales', 'public'] });
    const answer = await discovered(world, { connectionConfiguration });
    const { stream, config } = answer.catalog.streams.find(({ stream: { name } }: Body) => name === 'customers');

    expect(names(answer)).toEqual([
      'audit_changes',
      'audit_logins',
      'customers',
      'order_items',
      'orders',
      'payments',
      'products',
      'monthly_revenue',
      'stock_levels',
    ]);
    expect(stream).toMatchObject({
      namespace: 'sales',
      sourceDefinedCursor: false,
      defaultCursorField: [],
      sourceDefinedPrimaryKey: [['id']],
    });
    expect(stream.jsonSchema.properties).toHaveProperty('updated_at');
    expect(config).toEqual({
      syncMode: 'full_refresh',
      destinationSyncMode: 'overwrite',
      cursorField: [],
      primaryKey: [['id']],
      aliasName: 'customers',
      selected: false,
      suggested: false,
      selectedFields: [],
      hashedFields: [],
      mappers: [],
    });
  }));

test('§3.3 with a cursor and a key of the source, incremental with deduplication is proposed', () =>
  withSandbox({}, async (world) => {
    const answer = await discovered(world, { sourceDefinitionId: definitions.faker, connectionConfiguration: {} });

    expect(names(answer)).toEqual(['users', 'products', 'purchases']);
    expect(answer.catalog.streams[0].config).toMatchObject({
      syncMode: 'incremental',
      destinationSyncMode: 'append_dedup',
      cursorField: ['updated_at'],
    });
  }));

test('§3.3 under change data capture the cursor is the log', () =>
  withSandbox({}, async (world) => {
    const replication_method = { method: 'CDC', replication_slot: 's', publication: 'p' };
    const { catalog } = await discovered(world, {
      connectionConfiguration: postgresConfiguration({ replication_method }),
    });

    expect(catalog.streams[0].stream).toMatchObject({ sourceDefinedCursor: true, defaultCursorField: ['_ab_cdc_lsn'] });
  }));

test('§3.3 the REST source has the records of a CRM', () =>
  withSandbox({}, async (world) => {
    const connectionConfiguration = { url: 'https://crm.example.com' };

    expect(
      names(await discovered(world, { sourceDefinitionId: definitions.restApi, connectionConfiguration })),
    ).toEqual(['companies', 'contacts', 'deals']);
  }));

test('§8.15 a second discovery comes from the cache, and says so by a job without times', () =>
  withSandbox({ clock: () => 99 }, async (world) => {
    const { sourceId } = await createSource(world);
    const first = await world.ok('sources/discover_schema', { sourceId });
    const second = await world.ok('sources/discover_schema', { sourceId });
    const fresh = await world.ok('sources/discover_schema', { sourceId, disable_cache: true });

    expect(first.jobInfo).toMatchObject({ configId: sourceId, createdAt: 99, succeeded: true });
    expect(second.jobInfo).toMatchObject({ configId: 'NoConfiguration', createdAt: 0, succeeded: true });
    expect(fresh.jobInfo).toMatchObject({ configId: sourceId });
    expect(second.catalog).toEqual(first.catalog);
  }));

test('§8.15 a changed configuration is discovered anew; the catalog id changes only with the content', () =>
  withSandbox({}, async (world) => {
    const { sourceId } = await createSource(world);
    const rediscover = async (changes: JsonObject) => {
      const connectionConfiguration = postgresConfiguration(changes);
      await world.ok('sources/update', { sourceId, name: 'shop', connectionConfiguration });
      return world.ok('sources/discover_schema', { sourceId });
    };
    const first = await world.ok('sources/discover_schema', { sourceId });
    const samePlace = await rediscover({ host: 'replica.internal' });
    const elsewhere = await rediscover({ schemas: ['sales'] });

    expect(samePlace.jobInfo.configId).toBe(sourceId);
    expect(samePlace.catalogId).toBe(first.catalogId);
    expect(elsewhere.catalogId).not.toBe(first.catalogId);
  }));

test('§8.15 a failing discovery is a 200 without a catalog', () =>
  withSandbox({}, async (world) => {
    const answer = await discovered(world, {
      connectionConfiguration: postgresConfiguration({ host: 'fail.internal' }),
    });

    expect(answer.jobInfo.succeeded).toBe(false);
    expect(answer.jobInfo.failureReason.externalMessage).toContain('fail.internal');
    expect(answer).not.toHaveProperty('catalog');
    expect(answer).not.toHaveProperty('catalogId');
  }));

test('§1.4 the newest catalog can be had without a run, in the words of the protocol', () =>
  withSandbox({ clock: () => 7000 }, async (world) => {
    const { sourceId } = await createSource(world);
    const never = await world.ok('sources/most_recent_source_actor_catalog', { sourceId });
    await world.ok('sources/discover_schema', { sourceId });
    const { updatedAt, catalog } = await world.ok('sources/most_recent_source_actor_catalog', { sourceId });

    expect(never).toEqual({});
    expect(updatedAt).toBe(7);
    expect(catalog.streams[0]).toHaveProperty('json_schema.properties');
    expect(catalog.streams[0].supported_sync_modes).toEqual(['full_refresh', 'incremental']);
  }));
