import { describe, expect, test } from 'vitest';
import {
  createConnection,
  createDestination,
  createSource,
  definitions,
  mask,
  postgresConfiguration,
  unknownId,
  type World,
  withSandbox,
} from '../world.ts';

/** Something to connect. */
async function ends(world: World): Promise<object> {
  const { sourceId } = await createSource(world);
  const { destinationId } = await createDestination(world);
  return { sourceId, destinationId };
}

describe('creating a source', () => {
  test('§8.1 answers what was stored, with the name of its connector and the time in seconds', () =>
    withSandbox({ clock: () => 1_700_000_000_999 }, async (world) => {
      const source = await createSource(world);

      expect(source).toMatchObject({ name: 'shop', sourceName: 'Postgres', createdAt: 1_700_000_000 });
      expect(source).toMatchObject({ workspaceId: world.workspaceId, sourceDefinitionId: definitions.postgres });
    }));

  test('§8.5 is refused with 422 when the configuration breaks the specification, and the whole specification follows', () =>
    withSandbox({}, async (world) => {
      const { status, body } = await world.post('sources/create', {
        workspaceId: world.workspaceId,
        sourceDefinitionId: definitions.postgres,
        name: 'broken',
        connectionConfiguration: {
          port: 'http',
          database: 'shop',
          username: 'reader',
          ssl_mode: { mode: 'sometimes' },
        },
      });
      const [errors, schema] = body.message.split('\nSchema: \n');

      expect(status).toBe(422);
      expect(errors).toMatch(/^The provided configuration does not fulfill the specification\. Errors: /);
      expect(errors).toContain("$: required property 'host' not found");
      expect(errors).toContain('$.port: string found, integer expected');
      expect(errors).toContain('$.ssl_mode: must be valid to one and only one schema, but 0 are valid');
      expect(JSON.parse(schema)).toHaveProperty('properties.host');
    }));

  test('§8.8 takes a name as often as it is given, and "default" where there is none', () =>
    withSandbox({}, async (world) => {
      const first = await createSource(world);
      const second = await createSource(world);
      const unnamed = await createSource(world, { name: null });

      expect(second.sourceId).not.toBe(first.sourceId);
      expect(unnamed.name).toBe('default');
    }));

  test.each([
    [256, 200],
    [257, 409],
  ])('§8.8 a name of %i characters is answered with %i', (length, expected) =>
    withSandbox({}, async (world) => {
      const { sourceId } = await createSource(world);
      const name = 'x'.repeat(length);

      expect((await world.post('sources/partial_update', { sourceId, name })).status).toBe(expected);
      expect((await world.post('connections/create', { ...(await ends(world)), status: 'active', name })).status).toBe(
        expected,
      );
    }),
  );

  test.each([
    ['a name over 256 characters', { name: 'x'.repeat(257) }, 409],
    ['an unknown definition', { sourceDefinitionId: unknownId }, 404],
    ["a destination's definition", { sourceDefinitionId: definitions.s3 }, 404],
    ['an unknown workspace', { workspaceId: unknownId }, 500],
    ['an id that is no UUID', { workspaceId: 'default' }, 400],
    ['no configuration', { connectionConfiguration: null }, 422],
  ])('§2.1 refuses %s', (_what, changes, expected) =>
    withSandbox({}, async (world) => {
      const { status } = await world.post('sources/create', {
        workspaceId: world.workspaceId,
        sourceDefinitionId: definitions.postgres,
        name: 'shop',
        connectionConfiguration: postgresConfiguration(),
        ...changes,
      });

      expect(status).toBe(expected);
    }),
  );

  test('§8.1 ignores properties that it does not know', () =>
    withSandbox({}, async (world) => {
      expect(await createSource(world, { colour: 'red' })).not.toHaveProperty('colour');
    }));

  test('§3.5 gives the configuration back with its keys by length, then by bytes', () =>
    withSandbox({}, async (world) => {
      const { connectionConfiguration } = await createSource(world);

      expect(Object.keys(connectionConfiguration)).toEqual([
        'host',
        'port',
        'database',
        'password',
        'username',
        'replication_method',
      ]);
    }));

  test('§8.1 keeps a property named __proto__ as data', () =>
    withSandbox({}, async (world) => {
      const body = JSON.stringify({
        workspaceId: world.workspaceId,
        sourceDefinitionId: definitions.postgres,
        name: 'odd',
        connectionConfiguration: postgresConfiguration(),
      }).replace('"host"', '"__proto__":{"a":1},"host"');
      const { text } = await world.post('sources/create', body);

      expect(text).toContain('"__proto__":{"a":1}');
    }));
});

describe('updating a source', () => {
  test('§8.7 replaces the whole configuration: what is not sent is gone', () =>
    withSandbox({}, async (world) => {
      const { sourceId } = await createSource(world, {
        connectionConfiguration: postgresConfiguration({ jdbc_url_params: 'a=b' }),
      });
      const updated = await world.ok('sources/update', {
        sourceId,
        name: 'renamed',
        connectionConfiguration: postgresConfiguration({ port: 5433 }),
      });

      expect(updated.name).toBe('renamed');
      expect(updated.connectionConfiguration.port).toBe(5433);
      expect(updated.connectionConfiguration).not.toHaveProperty('jdbc_url_params');
    }));

  test('§8.7 clears the resource allocation unless it is sent again', () =>
    withSandbox({}, async (world) => {
      const resourceAllocation = { default: { cpu_limit: '1' } };
      const { sourceId } = await createSource(world, { resourceAllocation });
      const change = { sourceId, name: 'shop', connectionConfiguration: postgresConfiguration() };

      expect(await world.ok('sources/get', { sourceId })).toMatchObject({ resourceAllocation });
      expect(await world.ok('sources/update', { ...change, resourceAllocation })).toMatchObject({ resourceAllocation });
      expect(await world.ok('sources/update', change)).not.toHaveProperty('resourceAllocation');
    }));

  test.each([
    ['without a name', { name: undefined }, 409],
    ['with a configuration that breaks the specification', { connectionConfiguration: {} }, 422],
    ['of something unknown', { sourceId: unknownId }, 404],
    ['without an id', { sourceId: undefined }, 500],
  ])('§2.2 is refused %s', (_what, changes, expected) =>
    withSandbox({}, async (world) => {
      const { sourceId } = await createSource(world);
      const body = { sourceId, name: 'shop', connectionConfiguration: postgresConfiguration(), ...changes };

      expect((await world.post('sources/update', body)).status).toBe(expected);
    }),
  );
});

describe('deleting', () => {
  test('§8.9 hides a source from lists, while get still answers, without a configuration', () =>
    withSandbox({}, async (world) => {
      const { sourceId } = await createSource(world);
      const deleted = await world.post('sources/delete', { sourceId });

      expect(deleted).toMatchObject({ status: 204, text: '' });
      expect((await world.ok('sources/list', { workspaceId: world.workspaceId })).sources).toEqual([]);
      expect(await world.ok('sources/get', { sourceId })).toMatchObject({ sourceId, connectionConfiguration: null });
    }));

  test('§8.9 takes the connections along and forgets the secrets', () =>
    withSandbox({}, async (world) => {
      const { connectionId, sourceId } = await createConnection(world);
      await world.post('sources/delete', { sourceId });

      expect((await world.ok('connections/list', { workspaceId: world.workspaceId })).connections).toEqual([]);
      expect((await world.ok('connections/get', { connectionId })).status).toBe('deprecated');
      expect(world.sandbox.store.secrets.list()).toEqual([]);
    }));

  test('§8.9 leaves a source that cannot be updated but can be connected', () =>
    withSandbox({}, async (world) => {
      const { sourceId } = await createSource(world);
      const { destinationId } = await createDestination(world);
      await world.post('sources/delete', { sourceId });
      const update = { sourceId, name: 'shop', connectionConfiguration: postgresConfiguration() };

      expect((await world.post('sources/update', update)).status).toBe(500);
      expect((await world.post('connections/create', { sourceId, destinationId, status: 'active' })).status).toBe(200);
    }));

  test('§8.9 answers 404 for what never was', () =>
    withSandbox({}, async (world) => {
      expect((await world.post('destinations/delete', { destinationId: unknownId })).status).toBe(404);
    }));
});

test('§8.9 destinations live by the same rules', () =>
  withSandbox({}, async (world) => {
    const { destinationId } = await createDestination(world, {
      destinationDefinitionId: definitions.toPostgres,
      connectionConfiguration: { host: 'db', port: 5432, database: 'd', schema: 's', username: 'u', password: 'p' },
    });
    const read = await world.ok('destinations/get', { destinationId });

    expect(read).toMatchObject({ destinationName: 'Postgres', connectionConfiguration: { password: mask } });
    expect((await world.post('destinations/delete', { destinationId })).status).toBe(204);
  }));

describe('checking', () => {
  test.each([
    ['db.internal', 'succeeded', true],
    ['fail.internal', 'failed', true],
    ['crash.internal', undefined, false],
  ])('§8.16 the host %s gives status %s', (host, status, succeeded) =>
    withSandbox({ clock: () => 1234 }, async (world) => {
      const { sourceId } = await createSource(world, { connectionConfiguration: postgresConfiguration({ host }) });
      const answer = await world.post('sources/check_connection', { sourceId });

      expect(answer.status).toBe(200);
      expect(answer.body.status).toBe(status);
      expect(answer.body.jobInfo).toMatchObject({ succeeded, createdAt: 1234, configType: 'check_connection_source' });
    }),
  );
});
