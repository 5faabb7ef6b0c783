import { describe, expect, test } from 'vitest';
import type { SandboxAuth } from '../../../src/sandbox/auth.ts';
import { createSource, organizationId, unknownId, type World, withSandbox } from '../world.ts';

const client = { client_id: 'airplan', client_secret: 's3cret' };
const token: SandboxAuth = { mode: 'token', clientId: 'airplan', clientSecret: 's3cret' };

async function login(world: World): Promise<Readonly<Record<string, string>>> {
  return { authorization: `Bearer ${(await world.ok('applications/token', client)).access_token}` };
}

describe('with tokens', () => {
  test('§8.3 a request needs one, but health and the instance do not', () =>
    withSandbox({ auth: token }, async (world) => {
      const refused = await world.post('workspaces/get', { workspaceId: world.workspaceId });
      const taken = await world.post('workspaces/get', { workspaceId: world.workspaceId }, await login(world));

      expect(refused).toMatchObject({ status: 401, body: { message: 'Unauthorized' } });
      expect(taken.status).toBe(200);
      expect((await world.get('health')).body).toEqual({ available: true });
      expect((await world.get('instance_configuration')).body).toMatchObject({ auth: { mode: 'simple' } });
    }));

  test('§8.3 a token says when it ends, and is refused from then on', async () => {
    let now = 1_000_000;
    await withSandbox({ auth: { ...token, tokenSeconds: 60 }, clock: () => now }, async (world) => {
      const headers = await login(world);
      const claims = JSON.parse(Buffer.from(headers.authorization?.split('.')[1] ?? '', 'base64url').toString());
      const read = async () => (await world.post('sources/list', { workspaceId: world.workspaceId }, headers)).status;

      expect(claims.exp).toBe(1060);
      now += 59_999;
      expect(await read()).toBe(200);
      now += 1;
      expect(await read()).toBe(401);
    });
  });

  test.each([
    ['made up', 'Bearer abc'],
    ['of three parts, made up', 'Bearer a.b.c'],
    ['of another kind', 'Basic YTpi'],
  ])('§8.3 a token that is %s is refused', (_what, authorization) =>
    withSandbox({ auth: token }, async (world) => {
      expect((await world.post('tags/list', { workspaceId: world.workspaceId }, { authorization })).status).toBe(401);
    }),
  );

  test('§8.3 wrong credentials are a 400', () =>
    withSandbox({ auth: token }, async (world) => {
      expect((await world.post('applications/token', { ...client, client_secret: 'x' })).status).toBe(400);
    }));

  test('§8.1 a route that does not exist looks like a missing permission', () =>
    withSandbox({ auth: token }, async (world) => {
      expect((await world.post('workspaces/list', {})).status).toBe(401);
      expect((await world.post('workspaces/list', {}, await login(world))).status).toBe(403);
      expect((await world.post('no/such/route', {}, await login(world))).status).toBe(403);
    }));

  test.each([
    ['1.6', 200],
    ['1.8', 403],
    ['2.0', 403],
  ] as const)('§8.2 under profile %s, workspaces/list with a token is a %i', (profile, expected) =>
    withSandbox({ auth: token, profile }, async (world) => {
      expect((await world.post('workspaces/list', {})).status).toBe(401);
      expect((await world.post('workspaces/list', {}, await login(world))).status).toBe(expected);
    }),
  );

  test('§8.21 an unknown id is a 404 for an admin and a 403 for others', async () => {
    const ask = (isAdmin: boolean) =>
      withSandbox({ auth: { ...token, isAdmin } }, async (world) => {
        const headers = await login(world);
        const known = await world.post('workspaces/get', { workspaceId: world.workspaceId }, headers);
        const unknown = await world.post('sources/get', { sourceId: unknownId }, headers);
        const list = await world.post('workspaces/list_by_organization_id', { organizationId }, headers);
        return [known.status, unknown.status, list.status];
      });

    expect(await ask(true)).toEqual([200, 404, 200]);
    expect(await ask(false)).toEqual([200, 403, 200]);
  });
});

describe('with a password', () => {
  const auth: SandboxAuth = { mode: 'basic', username: 'airbyte', password: 'pässword' };

  test('§8.3 the proxy guards everything, and answers with a page', () =>
    withSandbox({ auth }, async (world) => {
      const authorization = `Basic ${Buffer.from('airbyte:pässword').toString('base64')}`;
      const refused = await world.get('health');

      expect(refused.status).toBe(401);
      expect(refused.text).toContain('<html>');
      expect((await world.get('health', { authorization })).status).toBe(200);
      expect((await world.post('no/such/route', {}, { authorization })).status).toBe(404);
    }));
});

test('§8.3 without authentication there are no tokens', () =>
  withSandbox({}, async (world) => {
    expect((await world.post('applications/token', client)).status).toBe(500);
    expect((await world.get('instance_configuration')).body.auth).toEqual({ mode: 'none' });
    expect((await createSource(world)).name).toBe('shop');
  }));
