import { describe, expect, test } from 'vitest';
import { sandboxProfiles } from '../../../src/sandbox/profile.ts';
import {
  type Body,
  createConnection,
  createDestination,
  createSource,
  organizationId,
  unknownId,
  type World,
  withSandbox,
} from '../world.ts';

function createWorkspace({ ok }: World, changes: object = {}): Promise<Body> {
  return ok('workspaces/create', { name: 'Data Team', organizationId, ...changes });
}

const namesOf = ({ workspaces }: Body): readonly string[] => workspaces.map(({ name }: Body) => name);

test('§1.2 a new workspace has a slug of its own, and shows no token of its webhooks', () =>
  withSandbox({}, async (world) => {
    const webhookConfigs = [{ name: 'dbt', authToken: 's3cret' }];
    const first = await createWorkspace(world, { webhookConfigs, email: 'team@example.com' });
    const second = await createWorkspace(world);

    expect(first).toMatchObject({ name: 'Data Team', slug: 'data-team', email: 'team@example.com', tombstone: false });
    expect(first.webhookConfigs).toEqual([{ id: expect.any(String), name: 'dbt' }]);
    expect(second.slug).not.toBe(first.slug);
    expect(await world.ok('workspaces/get_by_slug', { slug: 'data-team' })).toEqual(first);
  }));

test('§1.2 an update of a workspace is a patch', () =>
  withSandbox({}, async (world) => {
    const { workspaceId } = await createWorkspace(world, { email: 'team@example.com' });
    const updated = await world.ok('workspaces/update', { workspaceId, name: 'Renamed' });

    expect(updated).toMatchObject({ name: 'Renamed', email: 'team@example.com', slug: 'data-team' });
    expect((await world.post('workspaces/update', { workspaceId: unknownId })).status).toBe(404);
  }));

test('§1.2 workspaces are found by their user, their organization, their name and what is in them', () =>
  withSandbox({}, async (world) => {
    const other = await createWorkspace(world);
    const { connectionId } = await createConnection(world);
    const userId = '00000000-0000-0000-0000-000000000000';
    const ofUser = (body: object) => world.ok('workspaces/list_by_user_id', { userId, ...body });
    const paged = { organizationId, pagination: { pageSize: 1, rowOffset: 1 } };

    expect(namesOf(await ofUser({}))).toEqual(['default', 'Data Team']);
    expect(namesOf(await ofUser({ nameContains: 'data' }))).toEqual(['Data Team']);
    expect(namesOf(await ofUser({ userId: unknownId }))).toEqual([]);
    expect(namesOf(await world.ok('workspaces/list_by_organization_id', paged))).toEqual(['Data Team']);
    expect((await world.ok('workspaces/get_by_connection_id', { connectionId })).workspaceId).toBe(world.workspaceId);
    expect(other.workspaceId).not.toBe(world.workspaceId);
  }));

test('§1.2 list_paginated gives only what the caller names', () =>
  withSandbox({}, async (world) => {
    const { workspaceId } = await createWorkspace(world);
    const list = (body: object) => world.post('workspaces/list_paginated', { workspaceIds: [workspaceId], ...body });

    expect(namesOf((await list({ pagination: {} })).body)).toEqual(['Data Team']);
    expect((await list({})).status).toBe(500);
  }));

test('§1.2 a workspace of an organization that does not exist is a broken key', () =>
  withSandbox({}, async (world) => {
    expect((await world.post('workspaces/create', { name: 'x', organizationId: unknownId })).status).toBe(409);
  }));

describe.each(sandboxProfiles)('profile %s', (profile) => {
  test('§1.2 deleting a workspace hides it, and since 1.8 forgets all but 20 of its sources', () =>
    withSandbox({ profile }, async (world) => {
      const { workspaceId } = world;
      for (let index = 0; index < 22; index += 1) await createSource(world, { name: `s${index}` });
      await world.post('workspaces/delete', { workspaceId });
      const pagination = { pageSize: 100 };
      const left = await world.ok('sources/list_paginated', { workspaceIds: [workspaceId], pagination });

      expect((await world.post('workspaces/get', { workspaceId })).status).toBe(404);
      expect((await world.ok('workspaces/get', { workspaceId, includeTombstone: true })).tombstone).toBe(true);
      expect(left.sources).toHaveLength(profile === '1.6' ? 0 : 2);
    }));
});

describe('§8.18 workspaces are worlds of their own', () => {
  test('a connection between two of them is a 500', () =>
    withSandbox({}, async (world) => {
      const { workspaceId } = await createWorkspace(world);
      const { sourceId } = await createSource(world, { workspaceId });
      const { destinationId } = await createDestination(world);

      expect((await world.post('connections/create', { sourceId, destinationId, status: 'active' })).status).toBe(500);
    }));

  test('an operation of another one is a 500', () =>
    withSandbox({}, async (world) => {
      const { workspaceId } = await createWorkspace(world);
      const operatorConfiguration = { operatorType: 'webhook' };
      const { operationId } = await world.ok('operations/create', { workspaceId, name: 'x', operatorConfiguration });
      const { connectionId } = await createConnection(world);
      const body = { connectionId, operationIds: [operationId] };

      expect((await world.post('connections/update', body)).status).toBe(500);
    }));

  test('lists keep them apart', () =>
    withSandbox({}, async (world) => {
      const { workspaceId } = await createWorkspace(world);
      await createConnection(world);

      expect((await world.ok('sources/list', { workspaceId })).sources).toEqual([]);
      expect((await world.ok('connections/list', { workspaceId })).connections).toEqual([]);
    }));
});
