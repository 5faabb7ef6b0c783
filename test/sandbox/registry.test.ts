import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isJsonObject, type JsonObject } from '../../src/model/json.ts';
import { builtInConnectors } from '../../src/sandbox/registry/registry.ts';
import { secretPaths, secretTree } from '../../src/sandbox/secrets/secret-tree.ts';
import { compileSchema } from '../../src/util/json-schema.ts';
import { readSharedJson, sharedFolder, skipWithoutShared } from '../support/contract.ts';
import { createSource, definitions, postgresConfiguration, unknownId, type World, withSandbox } from './world.ts';

const skip = skipWithoutShared('real connector specifications');

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airplan-registry-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function specification(world: World, kind: string, definitionId: string) {
  const body = { workspaceId: world.workspaceId, [`${kind}DefinitionId`]: definitionId };
  return world.ok(`${kind}_definition_specifications/get`, body);
}

describe('the built-in connectors', () => {
  test('have ids and images of their own', () => {
    const ids = builtInConnectors.map(({ definitionId }) => definitionId);
    const images = builtInConnectors.map(({ dockerRepository }) => dockerRepository);

    expect(new Set(ids).size).toBe(8);
    expect(new Set(images).size).toBe(8);
  });

  test.each(builtInConnectors)('$dockerRepository has a specification that compiles', (connector) => {
    expect(compileSchema(connector.connectionSpecification)(undefined)).not.toEqual([]);
  });

  test('are listed for a workspace, or only those in use', () =>
    withSandbox({}, async (world) => {
      await createSource(world);
      const { workspaceId } = world;
      const all = await world.ok('source_definitions/list_for_workspace', { workspaceId });
      const used = await world.ok('source_definitions/list_for_workspace', { workspaceId, filterByUsed: true });

      expect(all.sourceDefinitions).toHaveLength(4);
      expect(used.sourceDefinitions).toMatchObject([
        { sourceDefinitionId: definitions.postgres, name: 'Postgres', dockerRepository: 'airbyte/source-postgres' },
      ]);
    }));

  test('say how destinations can write; whoever can refresh can overwrite and deduplicate in one', () =>
    withSandbox({}, async (world) => {
      const modes = async (id: string) => (await specification(world, 'destination', id)).supportedDestinationSyncModes;

      expect(await modes(definitions.toPostgres)).toEqual(['overwrite', 'append', 'append_dedup', 'overwrite_dedup']);
      expect(await modes(definitions.s3)).toEqual(['overwrite', 'append']);
      expect(await specification(world, 'source', definitions.postgres)).not.toHaveProperty(
        'supportedDestinationSyncModes',
      );
    }));
});

describe('next to the real ones', () => {
  const real = readSharedJson('specs') as ReadonlyMap<string, { readonly connectionSpecification: JsonObject }>;
  const s3 = (format: JsonObject) => ({
    s3_bucket_name: 'datalake',
    s3_bucket_path: 'bronze/',
    s3_bucket_region: 'us-east-1',
    s3_endpoint: 'http://minio:9000',
    access_key_id: 'key',
    secret_access_key: 'secret',
    format,
  });
  const toPostgres = { host: 'db', port: 5432, database: 'datawarehouse', schema: 'raw', username: 'u', password: 'p' };

  test.skipIf(skip).each([
    ['source-postgres', postgresConfiguration({ ssl_mode: { mode: 'prefer' }, schemas: ['public'] }), true],
    ['source-postgres', postgresConfiguration({ ssl_mode: { mode: 'verify-ca' } }), false],
    ['source-postgres', postgresConfiguration({ port: 'x' }), false],
    ['source-mysql', postgresConfiguration({ replication_method: { method: 'STANDARD' } }), true],
    ['source-faker', { count: 10 }, true],
    ['source-faker', { count: 0 }, false],
    ['destination-s3', s3({ format_type: 'Parquet', compression_codec: 'SNAPPY' }), true],
    ['destination-s3', s3({ format_type: 'Parquet', compression_codec: 'snappy' }), false],
    ['destination-s3', s3({ format_type: 'JSONL', compression: { compression_type: 'GZIP' } }), true],
    ['destination-s3', { s3_bucket_name: 'x' }, false],
    ['destination-postgres', { ...toPostgres, ssl_mode: { mode: 'prefer' } }, true],
    ['destination-postgres', { host: 'db' }, false],
    ['destination-local-json', { destination_path: '/x' }, true],
    ['destination-local-json', { destination_path: '/x', extra: 1 }, false],
  ])('%s judges %j as the real one does', (image, configuration, isGood) => {
    const own = builtInConnectors.find(({ dockerRepository }) => dockerRepository === `airbyte/${image}`);
    const judge = (schema: JsonObject | undefined) => schema && compileSchema(schema)(configuration).length === 0;

    expect(judge(real.get(`airbyte__${image}.json`)?.connectionSpecification)).toBe(isGood);
    expect(judge(own?.connectionSpecification)).toBe(isGood);
  });

  test
    .skipIf(skip)
    .each(['source-postgres', 'source-mysql', 'destination-s3', 'destination-postgres', 'destination-snowflake'])(
    '%s has at least the secrets of the real one',
    (image) => {
      const own = builtInConnectors.find(({ dockerRepository }) => dockerRepository === `airbyte/${image}`);
      const paths = (schema: JsonObject | undefined) => secretPaths(secretTree(schema ?? {}));

      expect(paths(own?.connectionSpecification)).toEqual(
        expect.arrayContaining([...paths(real.get(`airbyte__${image}.json`)?.connectionSpecification)]),
      );
    },
  );

  test.skipIf(skip)('there are 42 of them, and each compiles', () => {
    const schemas = [...real.values()].filter(isJsonObject);

    expect(schemas).toHaveLength(42);
    for (const { connectionSpecification } of real.values()) {
      expect(() => compileSchema(connectionSpecification)({})).not.toThrow();
    }
  });

  test.skipIf(skip)('their folder replaces connectors and adds others, newest versions first', () =>
    withSandbox({ specsFolder: join(sharedFolder, 'specs') }, async (world) => {
      const { workspaceId } = world;
      const { sourceDefinitions } = await world.ok('source_definitions/list_for_workspace', { workspaceId });
      const { destinationDefinitions } = await world.ok('destination_definitions/list_for_workspace', { workspaceId });
      const spec = await specification(world, 'destination', definitions.toPostgres);
      const all = [...sourceDefinitions, ...destinationDefinitions];

      // 42 files without the 6 older versions, and our REST source beside them.
      expect(all).toHaveLength(37);
      expect(spec.connectionSpecification.title).toBe('Postgres Destination Spec');
      expect(spec.supportedDestinationSyncModes).toEqual(['overwrite', 'append', 'append_dedup', 'overwrite_dedup']);
      for (const { dockerImageTag, documentationUrl } of all)
        expect(`${dockerImageTag} ${documentationUrl}`).toMatch(/\S http/);
    }),
  );

  test.skipIf(skip)('an older version counts where there is no newer one', async () => {
    await cp(
      join(sharedFolder, 'specs/airbyte__source-postgres@1.0.45.json'),
      join(folder, 'airbyte__source-postgres@1.0.45.json'),
    );
    await withSandbox({ specsFolder: folder }, async (world) => {
      const { sourceDefinitions } = await world.ok('source_definitions/list');

      expect(sourceDefinitions).toHaveLength(4);
      expect(sourceDefinitions.find(({ name }: { name: string }) => name === 'Postgres').dockerImageTag).toBe('1.0.45');
    });
  });
});

describe('files', () => {
  const stream = { name: 'events', json_schema: { properties: { id: {} } }, supported_sync_modes: ['full_refresh'] };

  test.each(['shop', 'source-postgres', 'airbyte__source-postgres'])(
    'a catalog named %s is discovered',
    async (name) => {
      await writeFile(join(folder, `${name}.json`), JSON.stringify({ streams: [{ stream }] }));
      await withSandbox({ catalogsFolder: folder }, async (world) => {
        const { sourceId } = await createSource(world);
        const { catalog } = await world.ok('sources/discover_schema', { sourceId });

        expect(catalog.streams).toMatchObject([
          { stream: { name: 'events', jsonSchema: stream.json_schema, supportedSyncModes: ['full_refresh'] } },
        ]);
        // A single stream is selected from the start.
        expect(catalog.streams[0].config).toMatchObject({ selected: true, suggested: true });
      });
    },
  );

  test.each([
    ['a specification that is no JSON', '{', 'specsFolder'],
    ['a specification without a kind', '{}', 'specsFolder'],
    ['a catalog without streams', '{}', 'catalogsFolder'],
  ])('%s is named in the error', async (_what, text, option) => {
    const file = join(folder, 'broken.json');
    await writeFile(file, text);

    await expect(withSandbox({ [option]: folder }, async () => undefined)).rejects.toMatchObject({
      code: 'invalid-files',
      message: expect.stringContaining(file),
    });
  });

  const identity = { kind: 'source', dockerRepository: 'made/up', definitionId: unknownId };

  test.each([
    ['whose id is no UUID', { ...identity, definitionId: 'mine', connectionSpecification: {} }, '"mine" is no UUID'],
    ['without a schema', identity, 'no JSON Schema'],
    ['whose schema is none', { ...identity, connectionSpecification: { type: 'strng' } }, 'strng'],
    ['whose schema leads nowhere', { ...identity, connectionSpecification: { $ref: '#/definitions/none' } }, 'none'],
  ])('a specification %s is refused at the start', async (_what, content, says) => {
    await writeFile(join(folder, 'broken.json'), JSON.stringify(content));

    await expect(withSandbox({ specsFolder: folder }, async () => undefined)).rejects.toMatchObject({
      code: 'invalid-files',
      message: expect.stringContaining(says),
      hint: expect.any(String),
    });
  });

  test('a definition is found however its file spells the id', async () => {
    const content = { ...identity, definitionId: 'AAAAAAAA-BBBB-4CCC-8DDD-EEEEEEEEEEEE', connectionSpecification: {} };
    await writeFile(join(folder, 'mine.json'), JSON.stringify(content));
    await withSandbox({ specsFolder: folder }, async (world) => {
      const { definitionId: sourceDefinitionId } = content;

      expect((await world.post('source_definitions/get', { sourceDefinitionId })).status).toBe(200);
    });
  });

  test('a folder that is not there is named in the error', async () => {
    const specsFolder = join(folder, 'missing');

    await expect(withSandbox({ specsFolder }, async () => undefined)).rejects.toMatchObject({ code: 'invalid-files' });
  });
});
