import { describe, expect, test } from 'vitest';
import { type SandboxProfile, sandboxProfiles } from '../../../src/sandbox/profile.ts';
import {
  aStream,
  createConnection,
  createDestination,
  createSource,
  definitions,
  postgresConfiguration,
  unknownId,
  type World,
  withSandbox,
} from '../world.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function hasNull(value: unknown): boolean {
  if (typeof value !== 'object') return false;
  return value === null || Object.values(value).some(hasNull);
}

describe.each(sandboxProfiles)('profile %s', (profile) => {
  test('§8.1 ids are UUIDs, times are seconds, lists are there though empty, nothing is null', () =>
    withSandbox({ profile, clock: () => 1_700_000_000_999 }, async (world) => {
      const connection = await createConnection(world, { prefix: null });

      expect(connection.connectionId).toMatch(uuid);
      expect(connection).toMatchObject({ created_at: 1_700_000_000, tags: [], operationIds: [] });
      expect(hasNull(connection)).toBe(false);
    }));

  test('§8.1 only jobs that are waited for have milliseconds', () =>
    withSandbox({ profile, clock: () => 1_700_000_000_999 }, async (world) => {
      const source = await createSource(world);
      const { jobInfo } = await world.ok('sources/check_connection', { sourceId: source.sourceId });

      expect(source.createdAt).toBe(1_700_000_000);
      expect(jobInfo).toMatchObject({ createdAt: 1_700_000_000_999, endedAt: 1_700_000_000_999 });
    }));

  test('§8.1 whatever deletes answers 204 without a body', () =>
    withSandbox({ profile }, async (world) => {
      const { connectionId, sourceId, destinationId } = await createConnection(world);
      const answers = [
        await world.post('connections/delete', { connectionId }),
        await world.post('sources/upgrade_version', { sourceId }),
        await world.post('sources/delete', { sourceId }),
        await world.post('destinations/delete', { destinationId }),
        await world.post('source_definitions/delete', { sourceDefinitionId: definitions.faker }),
        await world.post('workspaces/delete', { workspaceId: world.workspaceId }),
      ];

      expect(answers.map(({ status, text }) => `${status}${text}`)).toEqual(Array(6).fill('204'));
    }));

  test('§8.1 a route that does not exist is a 404 whose text is no JSON', () =>
    withSandbox({ profile }, async (world) => {
      expect(await world.post('sources/clone', {})).toMatchObject({ status: 404, text: 'Object not found.' });
    }));

  test('§8.2 an unknown id is a 404 in the words of the profile', () =>
    withSandbox({ profile }, async (world) => {
      const { status, body } = await world.post('sources/get', { sourceId: unknownId });

      expect(status).toBe(404);
      expect(Object.keys(body)).toEqual(
        profile === '2.0'
          ? ['errorId']
          : ['message', 'exceptionClassName', 'exceptionStack', 'rootCauseExceptionStack'],
      );
    }));

  test('§8.2 the instance tells its version, and a workspace id that is of no use', () =>
    withSandbox({ profile }, async (world) => {
      const { body } = await world.get('instance_configuration');

      expect(body).toMatchObject({ version: `${profile}.0`, edition: 'community' });
      expect(body.defaultWorkspaceId).not.toBe(world.workspaceId);
    }));

  test('§8.2 workspaces/list is there up to 1.6 only', () =>
    withSandbox({ profile }, async (world) => {
      expect((await world.post('workspaces/list', {})).status).toBe(profile === '1.6' ? 200 : 404);
    }));

  test('§8.2 lists of sources, destinations and of the UI come in pages of 20 since 1.8', () =>
    withSandbox({ profile }, async (world) => {
      for (let index = 0; index < 21; index += 1) await createConnection(world, { name: `c${index}` });
      const { workspaceId } = world;
      const { sources } = await world.ok('sources/list', { workspaceId });
      const { destinations } = await world.ok('destinations/list', { workspaceId });
      const ofUi = await world.ok('web_backend/connections/list', { workspaceId });
      const plain = await world.ok('connections/list', { workspaceId });
      const expected = profile === '1.6' ? 21 : 20;

      expect([sources.length, destinations.length, ofUi.connections.length]).toEqual(Array(3).fill(expected));
      expect(plain.connections).toHaveLength(21);
    }));
});

describe('§7 what came and went', () => {
  const since = (...profiles: readonly SandboxProfile[]) =>
    sandboxProfiles.map((profile) => ({ profile, isThere: profiles.includes(profile) }));

  test.each(since('1.6'))('§8.2 geographies are gone since 1.7: $profile', ({ profile, isThere }) =>
    withSandbox({ profile }, async (world) => {
      const connection = await createConnection(world, { geography: 'eu' });
      const workspace = await world.ok('workspaces/get', { workspaceId: world.workspaceId });

      expect(connection.geography).toBe(isThere ? 'eu' : undefined);
      expect(workspace.defaultGeography).toBe(isThere ? 'auto' : undefined);
      expect((await world.post('web_backend/geographies/list')).status).toBe(isThere ? 200 : 404);
    }),
  );

  test.each(since('1.8', '2.0'))('updates of definitions name a workspace since 1.7: $profile', (row) =>
    withSandbox({ profile: row.profile }, async (world) => {
      const body = { sourceDefinitionId: definitions.postgres, dockerImageTag: '9.9.9' };

      expect((await world.post('source_definitions/update', body)).status).toBe(row.isThere ? 500 : 200);
    }),
  );

  test.each(since('1.8', '2.0'))('§3.1 data activation came with 1.8: $profile', ({ profile, isThere }) =>
    withSandbox({ profile }, async (world) => {
      const create = (config: object) => tryStream(world, config);

      expect((await create({ destinationSyncMode: 'soft_delete' })).status).toBe(isThere ? 200 : 400);
      expect((await create({ destinationSyncMode: 'update' })).status).toBe(isThere ? 200 : 400);
    }),
  );

  test.each(since('1.8', '2.0'))('destinations are asked for catalogs since 1.7: $profile', ({ profile, isThere }) =>
    withSandbox({ profile }, async (world) => {
      const { destinationId } = await createDestination(world);
      const { status, body } = await world.post('destinations/discover_schema', { destinationId });

      expect(status).toBe(isThere ? 400 : 404);
      expect(body?.type).toBe(isThere ? 'error:destination-discover-not-supported' : undefined);
    }),
  );

  test.each(since('1.8', '2.0'))('the mapper field-filtering came with 1.8: $profile', ({ profile, isThere }) =>
    withSandbox({ profile }, async (world) => {
      const mappers = [{ type: 'field-filtering', mapperConfiguration: { targetField: 'total' } }];

      expect((await tryStream(world, { mappers })).status).toBe(isThere ? 200 : 400);
    }),
  );

  test.each(since('2.0'))('§2.4 a locked connection takes no updates after 2.0: $profile', ({ profile, isThere }) =>
    withSandbox({ profile }, async (world) => {
      const { connectionId } = await createConnection(world);
      const lock = await world.post('connections/update', { connectionId, status: 'locked' });
      const next = await world.post('connections/update', { connectionId, name: 'x' });

      expect([lock.status, next.status]).toEqual(isThere ? [200, 409] : [400, 200]);
      expect(next.body.type).toBe(isThere ? 'error:connection/locked' : undefined);
    }),
  );

  test.each(since('2.0'))('get_with_metadata came after 2.0: $profile', ({ profile, isThere }) =>
    withSandbox({ profile }, async (world) => {
      const { sourceId } = await createSource(world);
      const { status, body } = await world.post('sources/get_with_metadata', {
        sourceId,
        includeSecretCoordinates: true,
      });

      expect(status).toBe(isThere ? 200 : 404);
      if (!isThere) return;
      expect(body.metadata).toEqual({ workspaceName: 'default' });
      expect(body.connectionConfiguration.password).toMatch(/^secret_coordinate::airbyte_workspace_.*_v1$/);
    }),
  );
});

test('§8.1 unknown properties are ignored, unless the server was told to be strict', async () => {
  const statuses = (isStrict: boolean) =>
    withSandbox({ isStrict }, async (world) => {
      const { sourceId } = await createSource(world);
      const { destinationId } = await createDestination(world);
      const { workspaceId } = world;
      const odd = { ...aStream(), colour: 'red' };
      const create = { sourceId, destinationId, status: 'active' };
      const answers = [
        await world.post('workspaces/get', { workspaceId, colour: 'red' }),
        await world.post('connections/create', { ...create, syncCatalog: { streams: [odd] } }),
        await world.post('connections/create', { ...create, syncCatalog: { streams: [aStream()] } }),
        // Only some controllers read strictly.
        await world.post('sources/get', { sourceId, colour: 'red' }),
      ];
      return answers.map(({ status }) => status);
    });

  expect(await statuses(false)).toEqual([200, 200, 200, 200]);
  expect(await statuses(true)).toEqual([400, 400, 200, 200]);
});

test('§8.1 a stream may carry any schema, and a source any configuration, under a strict server as well', () =>
  withSandbox({ isStrict: true }, async (world) => {
    const jsonSchema = { properties: { odd: { anything: 'goes' } } };
    const source = await createSource(world, { connectionConfiguration: postgresConfiguration({ colour: 'red' }) });

    expect(source.connectionConfiguration.colour).toBe('red');
    expect(
      await createConnection(world, { syncCatalog: { streams: [aStream({ stream: { jsonSchema } })] } }),
    ).toHaveProperty('connectionId');
  }));

async function tryStream(world: World, config: object) {
  const { sourceId } = await createSource(world);
  const { destinationId } = await createDestination(world);
  const stream = aStream();
  const streams = [{ ...stream, config: { ...(stream.config as object), ...config } }];
  return world.post('connections/create', { sourceId, destinationId, status: 'active', syncCatalog: { streams } });
}
