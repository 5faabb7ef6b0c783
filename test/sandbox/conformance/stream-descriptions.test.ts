import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/model/json.ts';
import { sandboxProfiles } from '../../../src/sandbox/profile.ts';
import {
  aStream,
  type Body,
  createConnection,
  createDestination,
  createSource,
  type World,
  withSandbox,
} from '../world.ts';

/** What is read of a stream after it was posted; without `supportedSyncModes`, unless `stream` has them. */
async function read(world: World, stream: JsonObject, config: JsonObject = {}): Promise<Body> {
  const posted = aStream({ stream: { supportedSyncModes: null, ...stream }, config });
  const { connectionId } = await createConnection(world, { syncCatalog: { streams: [posted] } });
  return (await world.ok('connections/get', { connectionId })).syncCatalog.streams[0].stream;
}

async function statusOf(world: World, stream: JsonObject, config: JsonObject = {}): Promise<number> {
  const { sourceId } = await createSource(world);
  const { destinationId } = await createDestination(world);
  const syncCatalog = { streams: [aStream({ stream, config })] };
  return (await world.post('connections/create', { sourceId, destinationId, status: 'active', syncCatalog })).status;
}

describe.each(sandboxProfiles)('profile %s', (profile) => {
  test('§3.2 name is required', () =>
    withSandbox({ profile }, async (world) => {
      expect(await statusOf(world, { name: null })).toBe(500);
    }));

  test('§3.2 namespace: null stays absent, the empty text stays empty', () =>
    withSandbox({ profile }, async (world) => {
      expect(await read(world, { namespace: null })).not.toHaveProperty('namespace');
      expect((await read(world, { namespace: '' })).namespace).toBe('');
    }));

  test('§3.2 jsonSchema: missing is a 500 if the stream is selected, an empty one is good', () =>
    withSandbox({ profile }, async (world) => {
      expect(await statusOf(world, { jsonSchema: null })).toBe(500);
      expect(await statusOf(world, { jsonSchema: null }, { selected: false })).toBe(200);
      expect((await read(world, { jsonSchema: {} })).jsonSchema).toEqual({});
    }));

  test('§3.2 jsonSchema is kept as posted, its keys by length, and cut down to the selected fields', () =>
    withSandbox({ profile }, async (world) => {
      const jsonSchema = { type: 'object', properties: { customer: {}, b: {}, id: {}, aa: {} }, made: 'up' };
      const whole = await read(world, { jsonSchema });
      const cut = await read(
        world,
        { jsonSchema },
        { fieldSelectionEnabled: true, selectedFields: [{ fieldPath: ['id'] }, { fieldPath: ['b'] }] },
      );

      expect(whole.jsonSchema).toEqual(jsonSchema);
      expect(Object.keys(whole.jsonSchema.properties)).toEqual(['b', 'aa', 'id', 'customer']);
      expect(Object.keys(cut.jsonSchema.properties)).toEqual(['b', 'id']);
    }));

  test('§3.2 supportedSyncModes: missing is an empty list, a value is kept', () =>
    withSandbox({ profile }, async (world) => {
      expect((await read(world, {})).supportedSyncModes).toEqual([]);
      expect((await read(world, { supportedSyncModes: ['incremental'] })).supportedSyncModes).toEqual(['incremental']);
    }));

  test('§3.2 sourceDefinedCursor: missing is read as false', () =>
    withSandbox({ profile }, async (world) => {
      expect((await read(world, {})).sourceDefinedCursor).toBe(false);
      expect((await read(world, { sourceDefinedCursor: true })).sourceDefinedCursor).toBe(true);
    }));

  test.each([
    ['defaultCursorField', ['id']],
    ['sourceDefinedPrimaryKey', [['id']]],
  ])('§3.2 %s: missing is an empty list, a value is kept', (name, value) =>
    withSandbox({ profile }, async (world) => {
      expect((await read(world, {}))[name]).toEqual([]);
      expect((await read(world, { [name]: value }))[name]).toEqual(value);
    }),
  );

  test('§3.2 isResumable is absent unless posted', () =>
    withSandbox({ profile }, async (world) => {
      expect(await read(world, {})).not.toHaveProperty('isResumable');
      expect((await read(world, { isResumable: true })).isResumable).toBe(true);
    }));

  test('§3.2 isFileBased is absent unless posted, and unknown before 1.7', () =>
    withSandbox({ profile }, async (world) => {
      expect(await read(world, {})).not.toHaveProperty('isFileBased');
      expect((await read(world, { isFileBased: true })).isFileBased).toBe(profile === '1.6' ? undefined : true);
    }));
});

test('§3.2 the server does not look at what the source really has', () =>
  withSandbox({}, async (world) => {
    expect(await read(world, { name: 'made_up', namespace: 'nowhere' })).toMatchObject({ name: 'made_up' });
  }));
