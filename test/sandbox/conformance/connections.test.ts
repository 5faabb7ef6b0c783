import { describe, expect, test } from 'vitest';
import { createConnection, createDestination, createSource, unknownId, type World, withSandbox } from '../world.ts';

async function listed(world: World): Promise<readonly unknown[]> {
  return (await world.ok('connections/list', { workspaceId: world.workspaceId })).connections;
}

describe('creating a connection', () => {
  test('§8.10 fills in what is not sent', () =>
    withSandbox({ clock: () => 5000 }, async (world) => {
      const connection = await createConnection(world, { syncCatalog: null });

      expect(connection).toMatchObject({
        name: 'shop <> lake',
        namespaceDefinition: 'source',
        scheduleType: 'manual',
        operationIds: [],
        tags: [],
        breakingChange: false,
        notifySchemaChanges: false,
        notifySchemaChangesByEmail: false,
        nonBreakingChangesPreference: 'ignore',
        backfillPreference: 'disabled',
        syncCatalog: { streams: [] },
        created_at: 5,
      });
      expect(connection).not.toHaveProperty('prefix');
      expect(connection).not.toHaveProperty('schedule');
      expect(connection).not.toHaveProperty('scheduleData');
    }));

  test('§8.10 ignores the wish for mails', () =>
    withSandbox({}, async (world) => {
      const connection = await createConnection(world, { notifySchemaChangesByEmail: true, notifySchemaChanges: true });

      expect(connection).toMatchObject({ notifySchemaChangesByEmail: false, notifySchemaChanges: true });
    }));

  test('§8.10 ignores which dataplane group is meant', () =>
    withSandbox({}, async (world) => {
      const connection = await createConnection(world, { dataplaneGroupId: unknownId });

      expect(connection).not.toHaveProperty('dataplaneGroupId');
    }));

  test('§8.10 keeps the backfill preference only beside the other one', () =>
    withSandbox({}, async (world) => {
      const alone = await createConnection(world, { backfillPreference: 'enabled' });
      const both = await createConnection(world, {
        backfillPreference: 'enabled',
        nonBreakingChangesPreference: 'propagate_columns',
      });

      expect(alone.backfillPreference).toBe('disabled');
      expect(both).toMatchObject({ backfillPreference: 'enabled', nonBreakingChangesPreference: 'propagate_columns' });
    }));

  test('§8.10 hides a connection without a status from lists, though get finds it', () =>
    withSandbox({}, async (world) => {
      const { connectionId } = await createConnection(world, { status: null });

      expect(await listed(world)).toEqual([]);
      expect(await world.ok('connections/get', { connectionId })).not.toHaveProperty('status');
    }));

  test('§8.1 takes enum values in any case', () =>
    withSandbox({}, async (world) => {
      expect((await createConnection(world, { status: 'ACTIVE' })).status).toBe('active');
    }));

  test('§2.4 drops resources that it does not know', () =>
    withSandbox({}, async (world) => {
      const resourceRequirements = { cpu_limit: '2', ephemeral_storage_limit: '5G' };

      expect((await createConnection(world, { resourceRequirements })).resourceRequirements).toEqual({
        cpu_limit: '2',
      });
      expect((await createConnection(world, { resourceRequirements: {} })).resourceRequirements).toEqual({});
    }));

  test.each([
    ['an unknown source', { sourceId: unknownId }, 404],
    ['an unknown destination', { destinationId: unknownId }, 404],
    ['an unknown operation', { operationIds: [unknownId] }, 404],
    ['a catalog id that does not exist', { sourceCatalogId: unknownId }, 409],
    ['a prefix over 256 characters', { prefix: 'p'.repeat(257) }, 409],
    ['an unknown status', { status: 'paused' }, 400],
    ['tags that are null', { tags: null }, 500],
    ['a list where an object has to be', { syncCatalog: [] }, 400],
  ])('§2.3 refuses %s', (_what, changes, expected) =>
    withSandbox({}, async (world) => {
      const { sourceId } = await createSource(world);
      const { destinationId } = await createDestination(world);
      const { status } = await world.post('connections/create', {
        sourceId,
        destinationId,
        status: 'active',
        ...changes,
      });

      expect(status).toBe(expected);
    }),
  );
});

describe('updating a connection', () => {
  test('§8.11 leaves alone what is absent or null', () =>
    withSandbox({}, async (world) => {
      const connection = await createConnection(world, { prefix: 'raw_', namespaceFormat: 'x' });
      const { connectionId } = connection;
      const updated = await world.ok('connections/update', { connectionId, prefix: null, name: null, tags: null });

      expect(updated).toEqual(connection);
    }));

  test('§8.11 clears texts only by the empty text', () =>
    withSandbox({}, async (world) => {
      const { connectionId } = await createConnection(world, { prefix: 'raw_' });

      expect((await world.ok('connections/update', { connectionId, prefix: '' })).prefix).toBe('');
    }));

  test.each([
    ['what a read gives, as it has the legacy schedule', { schedule: { units: 1, timeUnit: 'hours' } }],
    ['schedule data without a type', { scheduleData: { basicSchedule: { units: 1, timeUnit: 'hours' } } }],
    ['a manual schedule with data', { scheduleType: 'manual', scheduleData: {} }],
    ['a basic schedule without data', { scheduleType: 'basic' }],
    ['a cron schedule without data', { scheduleType: 'cron' }],
  ])('§8.11 answers 500 for %s', (_what, changes) =>
    withSandbox({}, async (world) => {
      const { connectionId } = await createConnection(world);

      expect((await world.post('connections/update', { connectionId, ...changes })).status).toBe(500);
    }),
  );

  test('§2.4 changes the source or destination of nothing', () =>
    withSandbox({}, async (world) => {
      const { connectionId, sourceId } = await createConnection(world);
      const other = await createSource(world, { name: 'other' });

      expect((await world.ok('connections/update', { connectionId, sourceId: other.sourceId })).sourceId).toBe(
        sourceId,
      );
    }));

  test('§8.11 cannot take back mails while webhooks are on, by a bug of the server', () =>
    withSandbox({}, async (world) => {
      const { connectionId } = await createConnection(world, { notifySchemaChanges: true });
      const setMail = async (notifySchemaChangesByEmail: boolean, more = {}) => {
        const update = { connectionId, notifySchemaChangesByEmail, ...more };
        return (await world.ok('connections/update', update)).notifySchemaChangesByEmail;
      };

      expect(await setMail(false)).toBe(false);
      expect(await setMail(true)).toBe(true);
      expect(await setMail(false)).toBe(true);
      expect(await setMail(false, { notifySchemaChanges: false })).toBe(false);
    }));

  test('§8.11 replaces the catalog whole', () =>
    withSandbox({}, async (world) => {
      const { connectionId } = await createConnection(world);
      const { syncCatalog } = await world.ok('connections/update', { connectionId, syncCatalog: { streams: [] } });

      expect(syncCatalog.streams).toEqual([]);
    }));

  test('§2.7 is refused for what does not exist', () =>
    withSandbox({}, async (world) => {
      expect((await world.post('connections/update', { connectionId: unknownId })).status).toBe(404);
    }));
});

test('§8.9 a deleted connection is deprecated, hidden, and can be deleted again', () =>
  withSandbox({}, async (world) => {
    const { connectionId } = await createConnection(world);

    expect((await world.post('connections/delete', { connectionId })).status).toBe(204);
    expect((await world.post('connections/delete', { connectionId })).status).toBe(204);
    expect((await world.post('connections/delete', { connectionId: unknownId })).status).toBe(404);
    expect(await listed(world)).toEqual([]);
    expect((await world.ok('connections/get', { connectionId })).status).toBe('deprecated');
  }));

test('§1.6 the list has every connection with its catalog, as get has it', () =>
  withSandbox({}, async (world) => {
    const connection = await createConnection(world);

    expect(await listed(world)).toEqual([connection]);
  }));
