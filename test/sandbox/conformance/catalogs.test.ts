import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/model/json.ts';
import {
  type Answer,
  aStream,
  type Body,
  createConnection,
  createDestination,
  createSource,
  mask,
  type World,
  withSandbox,
} from '../world.ts';

const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/);
const wide: JsonObject = { type: 'object', properties: { customer: {}, b: {}, id: {}, aa: {} } };

/** Posts streams and gives the streams of the answer. */
async function store(world: World, ...streams: readonly JsonObject[]): Promise<Body> {
  return (await createConnection(world, { syncCatalog: { streams } })).syncCatalog.streams;
}

async function refuse(world: World, ...streams: readonly JsonObject[]): Promise<Answer> {
  const { sourceId } = await createSource(world);
  const { destinationId } = await createDestination(world);
  return world.post('connections/create', { sourceId, destinationId, status: 'active', syncCatalog: { streams } });
}

test('§8.12 only selected streams are stored, in the order in which they were posted', () =>
  withSandbox({}, async (world) => {
    const named = (name: string, selected: boolean) => aStream({ stream: { name }, config: { selected } });
    const streams = await store(world, named('z', true), named('m', false), named('a', true));

    expect(streams.map(({ stream }: Body) => stream.name)).toEqual(['z', 'a']);
  }));

test('§8.12 a stream comes back with everything filled in', () =>
  withSandbox({}, async (world) => {
    const [{ stream, config }] = await store(world, aStream());

    expect(stream).toEqual({
      name: 'orders',
      namespace: 'public',
      jsonSchema: { type: 'object', properties: { id: { type: 'number' }, total: { type: 'number' } } },
      supportedSyncModes: ['full_refresh', 'incremental'],
      sourceDefinedCursor: false,
      defaultCursorField: [],
      sourceDefinedPrimaryKey: [],
    });
    expect(config).toEqual({
      syncMode: 'full_refresh',
      destinationSyncMode: 'overwrite',
      cursorField: [],
      primaryKey: [],
      aliasName: 'orders',
      selected: true,
      suggested: false,
      fieldSelectionEnabled: false,
      selectedFields: [],
      hashedFields: [],
      mappers: [],
      includeFiles: false,
    });
  }));

test('§8.12 older servers know nothing of files', () =>
  withSandbox({ profile: '1.6' }, async (world) => {
    const [{ config }] = await store(world, aStream({ config: { includeFiles: true, destinationObjectName: 'x' } }));

    expect(config).not.toHaveProperty('includeFiles');
    expect(config).not.toHaveProperty('destinationObjectName');
  }));

test('§8.12 what clients send of the alias, suggestion, namespace and generations is dropped', () =>
  withSandbox({}, async (world) => {
    const config = { aliasName: 'mine', suggested: true, namespace: 'n', generationId: 3, syncId: 4 };
    const [stored] = await store(world, aStream({ stream: { name: 'Ünï cödé-1' }, config }));

    expect(stored.config).toMatchObject({ aliasName: 'Uni_code_1', suggested: false });
    expect(stored.config).not.toHaveProperty('namespace');
    expect(stored.config).not.toHaveProperty('generationId');
    expect(stored.config).not.toHaveProperty('syncId');
  }));

test('§8.12 a namespace that is absent stays absent, an empty one stays empty', () =>
  withSandbox({}, async (world) => {
    const [absent, empty] = await store(
      world,
      aStream({ stream: { name: 'a', namespace: null } }),
      aStream({ stream: { name: 'b', namespace: '' } }),
    );

    expect(absent.stream).not.toHaveProperty('namespace');
    expect(empty.stream.namespace).toBe('');
  }));

test('§8.13 cursors, keys and modes are not checked', () =>
  withSandbox({}, async (world) => {
    const config = { syncMode: 'incremental', destinationSyncMode: 'append_dedup', cursorField: [], primaryKey: [] };
    const [stored] = await store(world, aStream({ stream: { supportedSyncModes: ['full_refresh'] }, config }));

    expect(stored.config).toMatchObject(config);
  }));

test('§8.12 schemas come back with their keys by length, then by bytes', () =>
  withSandbox({}, async (world) => {
    const [{ stream }] = await store(world, aStream({ stream: { jsonSchema: wide } }));

    expect(Object.keys(stream.jsonSchema.properties)).toEqual(['b', 'aa', 'id', 'customer']);
  }));

describe('field selection', () => {
  const select = (names: readonly string[], config: JsonObject = {}) =>
    aStream({
      stream: { jsonSchema: wide },
      config: { fieldSelectionEnabled: true, selectedFields: names.map((name) => ({ fieldPath: [name] })), ...config },
    });

  test('§8.12 cuts the schema down, loses unknown names, and comes back in the order of the schema', () =>
    withSandbox({}, async (world) => {
      const [{ stream, config }] = await store(world, select(['customer', 'nothing', 'id']));

      expect(stream.jsonSchema.properties).toEqual({ id: {}, customer: {} });
      expect(config.selectedFields).toEqual([{ fieldPath: ['id'] }, { fieldPath: ['customer'] }]);
    }));

  test('§8.12 is ignored while it is off', () =>
    withSandbox({}, async (world) => {
      const [{ config }] = await store(world, select(['id'], { fieldSelectionEnabled: false }));

      expect(config).toMatchObject({ fieldSelectionEnabled: false, selectedFields: [] });
    }));

  test.each([
    ['null fields', { selectedFields: null }, 422],
    ['an empty path', { selectedFields: [{ fieldPath: [] }] }, 422],
    ['a nested path', { selectedFields: [{ fieldPath: ['customer', 'name'] }] }, 500],
    ['a cursor that is not selected', { syncMode: 'incremental', cursorField: ['aa'] }, 422],
    ['a key that is not selected', { destinationSyncMode: 'append_dedup', primaryKey: [['aa']] }, 422],
  ])('§8.12 refuses %s', (_what, config, expected) =>
    withSandbox({}, async (world) => {
      expect((await refuse(world, select(['id'], config))).status).toBe(expected);
    }),
  );

  test('§8.12 refuses a schema without properties', () =>
    withSandbox({}, async (world) => {
      const stream = aStream({
        stream: { jsonSchema: {} },
        config: { fieldSelectionEnabled: true, selectedFields: [] },
      });

      expect((await refuse(world, stream)).status).toBe(422);
    }));
});

describe('mappers', () => {
  const hashing = { type: 'hashing', mapperConfiguration: { targetField: 'id', method: 'MD5', fieldNameSuffix: '_h' } };

  test('§8.12 get an id each unless they have one', () =>
    withSandbox({}, async (world) => {
      const id = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
      const other = { ...hashing, id, mapperConfiguration: { ...hashing.mapperConfiguration, targetField: 'total' } };
      const [{ config }] = await store(world, aStream({ config: { mappers: [hashing, other] } }));

      expect(config.mappers).toEqual([{ ...hashing, id: uuid }, other]);
      expect(config.hashedFields).toEqual([{ fieldPath: ['id'] }, { fieldPath: ['total'] }]);
    }));

  test('§8.12 are made of hashed fields where there are none', () =>
    withSandbox({}, async (world) => {
      const [{ config }] = await store(world, aStream({ config: { hashedFields: [{ fieldPath: ['total'] }] } }));

      expect(config.mappers).toMatchObject([{ type: 'hashing', mapperConfiguration: { targetField: 'total' } }]);
      expect(config.hashedFields).toEqual([{ fieldPath: ['total'] }]);
    }));

  test('§3.4 keep their key when an update sends the mask under their id', () =>
    withSandbox({}, async (world) => {
      const mapperConfiguration = {
        algorithm: 'AES',
        key: 'k',
        mode: 'CBC',
        padding: 'NoPadding',
        targetField: 'id',
        fieldNameSuffix: '_e',
      };
      const mapper = { type: 'encryption', mapperConfiguration };
      const streams = [aStream({ config: { mappers: [mapper] } })];
      const { connectionId, syncCatalog } = await createConnection(world, { syncCatalog: { streams } });
      await world.ok('connections/update', { connectionId, syncCatalog });
      const { catalog } = world.sandbox.store.connections.find(connectionId) ?? {};

      expect(syncCatalog.streams[0].config.mappers[0].mapperConfiguration.key).toBe(mask);
      expect(catalog?.streams[0]?.mappers).toMatchObject([mapper]);
    }));
});

test.each([
  ['selected is missing', aStream({ config: { selected: null } }), 500],
  ['a selected stream has no schema', aStream({ stream: { jsonSchema: null } }), 500],
  ['the sync mode is missing', aStream({ config: { syncMode: null } }), 500],
  ['the sync mode is unknown', aStream({ config: { syncMode: 'sometimes' } }), 400],
  ['mappers are null', aStream({ config: { mappers: null } }), 500],
  ['files are asked for', aStream({ config: { includeFiles: true } }), 400],
])('§8.12 the catalog is refused when %s', (_what, stream, expected) =>
  withSandbox({}, async (world) => {
    expect((await refuse(world, stream)).status).toBe(expected);
  }),
);

test('§8.12 a stream posted twice is a 500, selected or not', () =>
  withSandbox({}, async (world) => {
    expect((await refuse(world, aStream(), aStream({ config: { selected: false } }))).status).toBe(500);
  }));

test('§8.12 a schema that is empty is good enough, and missing is fine where nobody selects it', () =>
  withSandbox({}, async (world) => {
    const empty = aStream({ stream: { name: 'a', jsonSchema: {} } });
    const unselected = aStream({ stream: { name: 'b', jsonSchema: null }, config: { selected: false } });

    expect(await store(world, empty, unselected)).toHaveLength(1);
  }));

test('§8.12 more than 20,000 selected fields are refused with their number', () =>
  withSandbox({}, async (world) => {
    const properties = Object.fromEntries(Array.from({ length: 20_001 }, (_value, index) => [`f${index}`, {}]));
    const { status, body } = await refuse(world, aStream({ stream: { jsonSchema: { properties } } }));

    expect(status).toBe(400);
    expect(body.message).toContain('20001');
  }));
