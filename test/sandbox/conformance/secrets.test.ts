import { expect, test } from 'vitest';
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

/** What the connector would get: the stored configuration with its secrets in place. */
function revealed(world: World, sourceId: string): Body {
  const { store } = world.sandbox;
  return JSON.parse(JSON.stringify(store.actors.source.find(sourceId)?.configuration), (_key, value) =>
    typeof value?._secret === 'string' ? store.secrets.find(value._secret)?.value : value,
  );
}

function restApi(changes: JsonObject): JsonObject {
  return {
    sourceDefinitionId: definitions.restApi,
    connectionConfiguration: { url: 'https://crm.example.com', ...changes },
  };
}

test('§8.6 secrets are masked at the top, in branches and in lists', () =>
  withSandbox({}, async (world) => {
    const { connectionConfiguration } = await createSource(
      world,
      restApi({
        authentication: { type: 'api_key', header: 'X-Key', api_key: 'k' },
        headers: [{ name: 'X-Tenant', value: 't' }],
      }),
    );

    expect(connectionConfiguration).toMatchObject({
      authentication: { type: 'api_key', header: 'X-Key', api_key: mask },
      headers: [{ name: 'X-Tenant', value: mask }],
    });
  }));

test('§2.2 a secret that was never set stays absent', () =>
  withSandbox({}, async (world) => {
    const { password: _, ...withoutPassword } = postgresConfiguration();
    const source = await createSource(world, { connectionConfiguration: withoutPassword });

    expect(source.connectionConfiguration).not.toHaveProperty('password');
  }));

test('§8.6 configurations hold coordinates, values lie in a table of their own', () =>
  withSandbox({}, async (world) => {
    const { sourceId } = await createSource(world);
    const { configuration } = world.sandbox.store.actors.source.find(sourceId) ?? {};
    const coordinate = expect.stringMatching(new RegExp(`^airbyte_workspace_${world.workspaceId}_secret_.{36}_v1$`));

    expect(configuration).toMatchObject({ password: { _secret: coordinate } });
    expect(world.sandbox.store.secrets.list()).toEqual([{ id: coordinate, value: 'hunter2' }]);
  }));

test('§8.6 an update that sends the mask keeps the secret and its version', () =>
  withSandbox({}, async (world) => {
    const { sourceId } = await createSource(world);
    const before = world.sandbox.store.secrets.list();
    const connectionConfiguration = postgresConfiguration({ password: mask });
    await world.ok('sources/update', { sourceId, name: 'shop', connectionConfiguration });

    expect(revealed(world, sourceId).password).toBe('hunter2');
    expect(world.sandbox.store.secrets.list()).toEqual(before);
  }));

test('§8.6 an update that sends the secret makes a new version, even of the same value', () =>
  withSandbox({}, async (world) => {
    const { sourceId } = await createSource(world);
    await world.ok('sources/update', { sourceId, name: 'shop', connectionConfiguration: postgresConfiguration() });

    expect(world.sandbox.store.secrets.list()).toEqual([{ id: expect.stringMatching(/_v2$/), value: 'hunter2' }]);
  }));

test('§8.6 the mask is put back in the branch that the configuration takes', () =>
  withSandbox({}, async (world) => {
    const authentication = { type: 'api_key', header: 'X-Key', api_key: 'k' };
    const { sourceId } = await createSource(world, restApi({ authentication }));
    const { connectionConfiguration } = restApi({
      authentication: { ...authentication, header: 'X-New', api_key: mask },
    });
    await world.ok('sources/update', { sourceId, name: 'crm', connectionConfiguration });

    expect(revealed(world, sourceId).authentication).toEqual({ type: 'api_key', header: 'X-New', api_key: 'k' });
  }));

test('§8.6 the mask becomes the secret on create, as nothing is there to be put back', () =>
  withSandbox({}, async (world) => {
    const { sourceId } = await createSource(world, {
      connectionConfiguration: postgresConfiguration({ password: mask }),
    });

    expect(revealed(world, sourceId).password).toBe(mask);
  }));

test('§8.6 the mask becomes the secret inside a list, into which the server does not look', () =>
  withSandbox({}, async (world) => {
    const { sourceId } = await createSource(world, restApi({ headers: [{ name: 'X-Tenant', value: 't' }] }));
    const { connectionConfiguration } = restApi({ headers: [{ name: 'X-Tenant', value: mask }] });
    await world.ok('sources/update', { sourceId, name: 'crm', connectionConfiguration });

    expect(revealed(world, sourceId).headers).toEqual([{ name: 'X-Tenant', value: mask }]);
  }));

test('§8.7 a secret left out of an update is gone', () =>
  withSandbox({}, async (world) => {
    const { sourceId } = await createSource(world);
    const { password: _, ...connectionConfiguration } = postgresConfiguration();
    await world.ok('sources/update', { sourceId, name: 'shop', connectionConfiguration });

    expect(revealed(world, sourceId)).not.toHaveProperty('password');
    expect(world.sandbox.store.secrets.list()).toEqual([]);
  }));

test('§8.6 no answer ever holds the value of a secret', () =>
  withSandbox({}, async (world) => {
    const { sourceId } = await createSource(world);
    const answers = [
      await world.post('sources/get', { sourceId }),
      await world.post('sources/list', { workspaceId: world.workspaceId }),
      await world.post('sources/check_connection', { sourceId }),
      await world.post('sources/discover_schema', { sourceId }),
    ];

    expect(answers.map(({ text }) => text).join()).not.toContain('hunter2');
  }));
