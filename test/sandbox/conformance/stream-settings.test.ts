import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/model/json.ts';
import { sandboxProfiles } from '../../../src/sandbox/profile.ts';
import {
  aStream,
  type Body,
  createConnection,
  createDestination,
  createSource,
  mask,
  type World,
  withSandbox,
} from '../world.ts';

/** The settings of one stream as they are read after they were posted. */
async function read(world: World, config: JsonObject, stream: JsonObject = {}): Promise<Body> {
  const { connectionId } = await createConnection(world, { syncCatalog: { streams: [aStream({ stream, config })] } });
  return (await world.ok('connections/get', { connectionId })).syncCatalog.streams[0]?.config;
}

async function statusOf(world: World, config: JsonObject, stream: JsonObject = {}): Promise<number> {
  const { sourceId } = await createSource(world);
  const { destinationId } = await createDestination(world);
  const syncCatalog = { streams: [aStream({ stream, config })] };
  return (await world.post('connections/create', { sourceId, destinationId, status: 'active', syncCatalog })).status;
}

const hashing = { type: 'hashing', mapperConfiguration: { targetField: 'id', method: 'MD5', fieldNameSuffix: '_h' } };
const encryption = {
  type: 'encryption',
  mapperConfiguration: {
    algorithm: 'AES',
    key: '0011',
    mode: 'CBC',
    padding: 'NoPadding',
    targetField: 'id',
    fieldNameSuffix: '_e',
  },
};

describe.each(sandboxProfiles)('profile %s', (profile) => {
  const hasFiles = profile !== '1.6';

  test('§3.1 selected: missing is a 500, false drops the stream, true is always read', () =>
    withSandbox({ profile }, async (world) => {
      expect(await statusOf(world, { selected: null })).toBe(500);
      expect(await read(world, { selected: false })).toBeUndefined();
      expect((await read(world, { selected: true })).selected).toBe(true);
    }));

  test('§3.1 suggested is dropped and always read as false', () =>
    withSandbox({ profile }, async (world) => {
      expect((await read(world, { suggested: true })).suggested).toBe(false);
    }));

  test('§3.1 aliasName is dropped and made anew: without marks, blanks and signs', () =>
    withSandbox({ profile }, async (world) => {
      expect((await read(world, { aliasName: 'mine' }, { name: 'Ünï  cödé-1' })).aliasName).toBe('Uni_code_1');
    }));

  test.each(['syncMode', 'destinationSyncMode'])('§3.1 %s: missing is a 500, a value is kept', (name) =>
    withSandbox({ profile }, async (world) => {
      const values = { syncMode: 'incremental', destinationSyncMode: 'append' };

      expect(await statusOf(world, { [name]: null })).toBe(500);
      expect(await read(world, values)).toMatchObject(values);
    }),
  );

  test('§3.1 cursorField: missing is an empty list, the default of the source is not filled in', () =>
    withSandbox({ profile }, async (world) => {
      const stream = { sourceDefinedCursor: true, defaultCursorField: ['id'] };

      expect((await read(world, {}, stream)).cursorField).toEqual([]);
      expect((await read(world, { cursorField: ['total'] }, stream)).cursorField).toEqual(['total']);
    }));

  test('§3.1 primaryKey: missing is an empty list, the key of the source is not filled in', () =>
    withSandbox({ profile }, async (world) => {
      const stream = { sourceDefinedPrimaryKey: [['id']] };

      expect((await read(world, {}, stream)).primaryKey).toEqual([]);
      expect((await read(world, { primaryKey: [['total'], ['id']] }, stream)).primaryKey).toEqual([['total'], ['id']]);
    }));

  test('§3.1 namespace, a setting of its own, is dropped', () =>
    withSandbox({ profile }, async (world) => {
      expect(await read(world, { namespace: 'elsewhere' })).not.toHaveProperty('namespace');
    }));

  test('§3.1 fieldSelectionEnabled: missing is false, and it is always read', () =>
    withSandbox({ profile }, async (world) => {
      expect((await read(world, {})).fieldSelectionEnabled).toBe(false);
      expect((await read(world, { fieldSelectionEnabled: true })).fieldSelectionEnabled).toBe(true);
    }));

  test('§3.1 selectedFields: empty while disabled, and else rebuilt from the schema in its own order', () =>
    withSandbox({ profile }, async (world) => {
      const selectedFields = [{ fieldPath: ['total'] }, { fieldPath: ['nothing'] }, { fieldPath: ['id'] }];

      expect((await read(world, { selectedFields })).selectedFields).toEqual([]);
      expect((await read(world, { selectedFields, fieldSelectionEnabled: true })).selectedFields).toEqual([
        { fieldPath: ['id'] },
        { fieldPath: ['total'] },
      ]);
      expect(await statusOf(world, { fieldSelectionEnabled: true, selectedFields: [{ fieldPath: ['a', 'b'] }] })).toBe(
        500,
      );
    }));

  test('§3.1 hashedFields become mappers without an id, unless there are mappers', () =>
    withSandbox({ profile }, async (world) => {
      const hashedFields = [{ fieldPath: ['total'] }];
      const alone = await read(world, { hashedFields });
      const beside = await read(world, { hashedFields, mappers: [hashing] });

      expect(alone).toMatchObject({
        hashedFields,
        mappers: [{ type: 'hashing', mapperConfiguration: { targetField: 'total' } }],
      });
      expect(alone.mappers[0]).not.toHaveProperty('id');
      expect(beside.hashedFields).toEqual([{ fieldPath: ['id'] }]);
    }));

  test('§3.1 mappers: missing is an empty list, null a 500; each gets an id, a key is masked', () =>
    withSandbox({ profile }, async (world) => {
      const [mapper] = (await read(world, { mappers: [encryption] })).mappers;

      expect((await read(world, {})).mappers).toEqual([]);
      expect(await statusOf(world, { mappers: null })).toBe(500);
      expect(mapper.id).toMatch(/^[0-9a-f-]{36}$/);
      expect(mapper.mapperConfiguration).toEqual({ ...encryption.mapperConfiguration, key: mask });
    }));

  test('§3.1 includeFiles is false since 1.7, and true is refused where nothing moves files', () =>
    withSandbox({ profile }, async (world) => {
      expect((await read(world, {})).includeFiles).toBe(hasFiles ? false : undefined);
      expect(await statusOf(world, { includeFiles: true })).toBe(hasFiles ? 400 : 200);
    }));

  test('§3.1 destinationObjectName is kept since 1.8, and absent where it was not sent', () =>
    withSandbox({ profile }, async (world) => {
      expect(await read(world, {})).not.toHaveProperty('destinationObjectName');
      expect((await read(world, { destinationObjectName: 'lead' })).destinationObjectName).toBe(
        hasFiles ? 'lead' : undefined,
      );
    }));

  test.each(['generationId', 'minimumGenerationId', 'syncId'])('§3.1 %s is dropped', (name) =>
    withSandbox({ profile }, async (world) => {
      expect(await read(world, { [name]: 7 })).not.toHaveProperty(name);
    }),
  );
});
