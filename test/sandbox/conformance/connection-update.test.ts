import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/model/json.ts';
import { sandboxProfiles } from '../../../src/sandbox/profile.ts';
import { aStream, type Body, createConnection, unknownId, type World, withSandbox } from '../world.ts';

/** Changes a connection, and gives it as it is read afterwards. */
async function update(world: World, connectionId: string, changes: object): Promise<Body> {
  await world.ok('connections/update', { connectionId, ...changes });
  return world.ok('connections/get', { connectionId });
}

describe.each(sandboxProfiles)('profile %s', (profile) => {
  test.each([
    ['name', 'renamed'],
    ['namespaceDefinition', 'destination'],
    ['namespaceFormat', '${SOURCE_NAMESPACE}'],
    ['prefix', 'raw_'],
    ['status', 'inactive'],
    ['notifySchemaChanges', true],
    ['nonBreakingChangesPreference', 'propagate_fully'],
    ['backfillPreference', 'enabled'],
    ['breakingChange', true],
  ])('§2.4 %s is set by a value, and left alone by null and by nothing', (name, value) =>
    withSandbox({ profile }, async (world) => {
      const { connectionId } = await createConnection(world);

      expect((await update(world, connectionId, { [name]: value }))[name]).toBe(value);
      expect((await update(world, connectionId, { [name]: null }))[name]).toBe(value);
      expect((await update(world, connectionId, {}))[name]).toBe(value);
    }),
  );

  test.each(['prefix', 'namespaceFormat'])('§2.4 %s is cleared by the empty text only', (name) =>
    withSandbox({ profile }, async (world) => {
      const { connectionId } = await createConnection(world, { [name]: 'x' });

      expect((await update(world, connectionId, { [name]: '' }))[name]).toBe('');
    }),
  );

  test('§2.4 syncCatalog is replaced whole, its field selections too; null leaves it alone', () =>
    withSandbox({ profile }, async (world) => {
      const fields = { fieldSelectionEnabled: true, selectedFields: [{ fieldPath: ['id'] }] };
      const before = [aStream({ config: fields }), aStream({ stream: { name: 'users' } })];
      const { connectionId } = await createConnection(world, { syncCatalog: { streams: before } });
      const unselected = aStream({ stream: { name: 'users' }, config: { selected: false } });
      const syncCatalog = { streams: [aStream(), unselected] };
      const after = await update(world, connectionId, { syncCatalog });
      const untouched = await update(world, connectionId, { syncCatalog: null });

      expect(after.syncCatalog.streams).toHaveLength(1);
      expect(after.syncCatalog.streams[0].config).toMatchObject({ fieldSelectionEnabled: false, selectedFields: [] });
      expect(untouched.syncCatalog).toEqual(after.syncCatalog);
    }));

  test('§2.4 operationIds are replaced by a list, emptied by an empty one, left alone by null', () =>
    withSandbox({ profile }, async (world) => {
      const { operationId } = await createOperation(world);
      const { connectionId } = await createConnection(world);
      const ids = async (operationIds: unknown) => (await update(world, connectionId, { operationIds })).operationIds;

      expect(await ids([operationId])).toEqual([operationId]);
      expect(await ids(null)).toEqual([operationId]);
      expect(await ids([])).toEqual([]);
      expect((await world.post('connections/update', { connectionId, operationIds: [unknownId] })).status).toBe(404);
    }));

  test('§2.4 tags are replaced by a list, emptied by an empty one, left alone by null', () =>
    withSandbox({ profile }, async (world) => {
      const tag = await world.ok('tags/create', { workspaceId: world.workspaceId, name: 'bronze', color: 'cd7f32' });
      const { connectionId } = await createConnection(world);
      const tags = async (value: unknown) => (await update(world, connectionId, { tags: value })).tags;

      expect(await tags([tag])).toEqual([tag]);
      expect(await tags(null)).toEqual([tag]);
      expect(await tags([])).toEqual([]);
    }));

  test('§2.4 tags count by their id alone; unknown ones and those of other workspaces are dropped', () =>
    withSandbox({ profile }, async (world) => {
      const other = await createWorkspace(world);
      const color = 'cd7f32';
      const tag = await world.ok('tags/create', { workspaceId: world.workspaceId, name: 'bronze', color });
      const foreign = await world.ok('tags/create', { workspaceId: other, name: 'gold', color });
      const { connectionId } = await createConnection(world);
      const sent = [{ ...tag, name: 'changed', color: '000000' }, { ...tag, tagId: unknownId }, foreign];

      expect((await update(world, connectionId, { tags: sent })).tags).toEqual([tag]);
    }));

  test('§2.4 scheduleType and scheduleData are replaced as a pair', () =>
    withSandbox({ profile }, async (world) => {
      const { connectionId } = await createConnection(world);
      const basicSchedule = { timeUnit: 'hours', units: 6 };
      const basic = { scheduleType: 'basic', scheduleData: { basicSchedule } };

      expect(await update(world, connectionId, basic)).toMatchObject({ ...basic, schedule: basicSchedule });
      expect(await update(world, connectionId, { scheduleType: null })).toMatchObject(basic);
      expect(await update(world, connectionId, { scheduleType: 'manual' })).not.toHaveProperty('scheduleData');
    }));

  test('§2.4 resourceRequirements are replaced, cannot be unset, and lose what the server does not know', () =>
    withSandbox({ profile }, async (world) => {
      const { connectionId } = await createConnection(world);
      const set = async (resourceRequirements: JsonObject | null) =>
        (await update(world, connectionId, { resourceRequirements })).resourceRequirements;

      expect(await set({ cpu_limit: '2', ephemeral_storage_limit: '5G' })).toEqual({ cpu_limit: '2' });
      expect(await set({ memory_limit: '1G' })).toEqual({ memory_limit: '1G' });
      expect(await set(null)).toEqual({ memory_limit: '1G' });
      expect(await set({})).toEqual({});
    }));

  test('§2.4 sourceCatalogId is set and never unset, and has to exist', () =>
    withSandbox({ profile }, async (world) => {
      const { connectionId, sourceId } = await createConnection(world);
      const { catalogId } = await world.ok('sources/discover_schema', { sourceId });
      const set = async (id: unknown) => (await update(world, connectionId, { sourceCatalogId: id })).sourceCatalogId;

      expect(await set(catalogId)).toBe(catalogId);
      expect(await set(null)).toBe(catalogId);
      expect((await world.post('connections/update', { connectionId, sourceCatalogId: unknownId })).status).toBe(409);
    }));

  test('§2.4 destinationCatalogId has to exist, and none does', () =>
    withSandbox({ profile }, async (world) => {
      const { connectionId } = await createConnection(world);

      expect((await world.post('connections/update', { connectionId, destinationCatalogId: unknownId })).status).toBe(
        409,
      );
    }));

  test('§2.4 notifySchemaChangesByEmail cannot be taken back while webhooks are on, by a bug of the server', () =>
    withSandbox({ profile }, async (world) => {
      const { connectionId } = await createConnection(world, { notifySchemaChanges: true });
      const set = async (notifySchemaChangesByEmail: boolean | null, more = {}) =>
        (await update(world, connectionId, { notifySchemaChangesByEmail, ...more })).notifySchemaChangesByEmail;

      expect(await set(false)).toBe(false);
      expect(await set(true)).toBe(true);
      expect(await set(null)).toBe(true);
      expect(await set(false)).toBe(true);
      expect(await set(false, { notifySchemaChanges: false })).toBe(false);
      expect(await set(true)).toBe(false);
    }));

  test('§2.4 onDemandEnabled needs a licence after 2.0, and is ignored before', () =>
    withSandbox({ profile }, async (world) => {
      const { connectionId } = await createConnection(world);
      const { status, body } = await world.post('connections/update', { connectionId, onDemandEnabled: true });

      expect(status).toBe(profile === '2.0' ? 403 : 200);
      expect(body.type).toBe(profile === '2.0' ? 'error:license/entitlement' : undefined);
      expect((await update(world, connectionId, { onDemandEnabled: false })).onDemandEnabled).toBe(
        profile === '2.0' ? false : undefined,
      );
    }));

  test('§2.4 dataplaneGroupId is taken and ignored', () =>
    withSandbox({ profile }, async (world) => {
      const { connectionId } = await createConnection(world);

      expect(await update(world, connectionId, { dataplaneGroupId: unknownId })).not.toHaveProperty('dataplaneGroupId');
    }));
});

test('§8.11 what a read gives cannot be sent back, as it has the legacy schedule', () =>
  withSandbox({}, async (world) => {
    const schedule = { timeUnit: 'hours', units: 24 };
    const { connectionId } = await createConnection(world, { schedule });
    const read = await world.ok('connections/get', { connectionId });

    expect((await world.post('connections/update', read)).status).toBe(500);
  }));

test('§8.11 a deprecated connection can be made active again', () =>
  withSandbox({}, async (world) => {
    const { connectionId } = await createConnection(world);
    await world.post('connections/delete', { connectionId });

    expect((await update(world, connectionId, { status: 'active' })).status).toBe('active');
  }));

function createOperation({ ok, workspaceId }: World): Promise<Body> {
  const operatorConfiguration = { operatorType: 'webhook', webhook: { webhookType: 'dbtCloud' } };
  return ok('operations/create', { workspaceId, name: 'dbt', operatorConfiguration });
}

async function createWorkspace({ ok }: World): Promise<string> {
  const organizationId = '00000000-0000-0000-0000-000000000000';
  return (await ok('workspaces/create', { name: 'other', organizationId })).workspaceId;
}
