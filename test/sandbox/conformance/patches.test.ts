import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/model/json.ts';
import {
  type Body,
  createSource,
  definitions,
  mask,
  postgresConfiguration,
  type World,
  withSandbox,
} from '../world.ts';

function patch(world: World, sourceId: string, connectionConfiguration: JsonObject): Promise<Body> {
  return world.ok('sources/partial_update', { sourceId, connectionConfiguration });
}

/** The values of the secrets that are stored. */
const secretValues = ({ sandbox }: World) => sandbox.store.secrets.list().map(({ value }) => value);

describe('a partial update', () => {
  test('§8.7 merges in depth: scalars and lists are replaced, nothing is removed', () =>
    withSandbox({}, async (world) => {
      const before = { ssl_mode: { mode: 'verify-ca', ca_certificate: 'c' }, schemas: ['public', 'sales'] };
      const { sourceId } = await createSource(world, { connectionConfiguration: postgresConfiguration(before) });
      const { connectionConfiguration } = await patch(world, sourceId, { port: 5433, schemas: ['public'] });

      expect(connectionConfiguration).toMatchObject({ host: 'db.internal', port: 5433, schemas: ['public'] });
      expect(connectionConfiguration.ssl_mode).toEqual({ mode: 'verify-ca', ca_certificate: mask });
      expect(secretValues(world)).toEqual(expect.arrayContaining(['hunter2', 'c']));
    }));

  test('§8.6 takes the mask for the new secret', () =>
    withSandbox({}, async (world) => {
      const { sourceId } = await createSource(world);
      await patch(world, sourceId, { password: mask });

      expect(secretValues(world)).toEqual([mask]);
    }));

  test('§2.2 leaves the keys of the old branch behind when the branch is switched', () =>
    withSandbox({}, async (world) => {
      const before = { ssl_mode: { mode: 'verify-ca', ca_certificate: 'c' } };
      const { sourceId } = await createSource(world, { connectionConfiguration: postgresConfiguration(before) });
      const { connectionConfiguration } = await patch(world, sourceId, { ssl_mode: { mode: 'require' } });

      expect(connectionConfiguration.ssl_mode).toEqual({ mode: 'require', ca_certificate: mask });
    }));

  test('§8.7 clears the resource allocation unless it is sent again', () =>
    withSandbox({}, async (world) => {
      const { sourceId } = await createSource(world, { resourceAllocation: { default: { cpu_limit: '1' } } });

      expect(await world.ok('sources/partial_update', { sourceId, name: 'x' })).not.toHaveProperty(
        'resourceAllocation',
      );
    }));

  test('§8.5 is checked as a whole', () =>
    withSandbox({}, async (world) => {
      const { sourceId } = await createSource(world);
      const body = { sourceId, connectionConfiguration: { port: 'http' } };

      expect((await world.post('sources/partial_update', body)).status).toBe(422);
    }));

  test('§2.2 may not set what belongs to the server where a connector logs in by OAuth', () =>
    withSandbox({}, async (world) => {
      const authentication = { type: 'oauth2', client_id: 'i', client_secret: 's', refresh_token: 'r' };
      const { sourceId } = await createSource(world, {
        sourceDefinitionId: definitions.restApi,
        connectionConfiguration: { url: 'https://crm.example.com', authentication },
      });
      const set = (changes: JsonObject) =>
        world.post('sources/partial_update', { sourceId, connectionConfiguration: { authentication: changes } });
      const refused = await set({ client_secret: 'other' });

      expect(refused).toMatchObject({ status: 422, body: { message: expect.stringMatching(/^Cannot set key/) } });
      expect((await set({ refresh_token: 'other' })).status).toBe(200);
    }));
});

describe('checking an update before it is made', () => {
  const check = (world: World, sourceId: string, connectionConfiguration: JsonObject) =>
    world.post('sources/check_connection_for_update', { sourceId, name: 'shop', connectionConfiguration });

  test('§8.5 refuses what the specification does not allow', () =>
    withSandbox({}, async (world) => {
      const { sourceId } = await createSource(world);

      expect((await check(world, sourceId, {})).status).toBe(422);
    }));

  test('§8.6 puts the stored secrets in the place of masks, and stores nothing', () =>
    withSandbox({}, async (world) => {
      const { sourceId } = await createSource(world, {
        connectionConfiguration: postgresConfiguration({ password: 'wrong' }),
      });
      const before = await world.ok('sources/get', { sourceId });
      const stored = await check(world, sourceId, postgresConfiguration({ password: mask, host: 'other.internal' }));
      const sent = await check(world, sourceId, postgresConfiguration({ password: 'right' }));

      expect([stored.body.status, sent.body.status]).toEqual(['failed', 'succeeded']);
      expect(await world.ok('sources/get', { sourceId })).toEqual(before);
    }));
});

describe('references to secrets in a manager outside', () => {
  const reference = 'secret_coordinate::prod/shop';

  test('§1.8 are kept as they are and masked like any secret', () =>
    withSandbox({}, async (world) => {
      const { sourceId, connectionConfiguration } = await createSource(world, {
        connectionConfiguration: postgresConfiguration({ password: reference }),
      });
      const body = { sourceId, includeSecretCoordinates: true };

      expect(connectionConfiguration.password).toBe(mask);
      expect(secretValues(world)).toEqual([]);
      expect((await world.ok('sources/get_with_metadata', body)).connectionConfiguration.password).toBe(reference);
    }));

  test('§1.8 stay when an update sends the mask', () =>
    withSandbox({}, async (world) => {
      const { sourceId } = await createSource(world, {
        connectionConfiguration: postgresConfiguration({ password: reference }),
      });
      const connectionConfiguration = postgresConfiguration({ password: mask });
      await world.ok('sources/update', { sourceId, name: 'shop', connectionConfiguration });
      const { configuration } = world.sandbox.store.actors.source.find(sourceId) ?? {};

      expect(configuration?.password).toEqual({ _secret: 'prod/shop' });
    }));
});
