import { describe, expect, test } from 'vitest';
import { sandboxProfiles } from '../../../src/sandbox/profile.ts';
import { type Body, createConnection, createSource, type World, withSandbox } from '../world.ts';

const idsOf = (rows: readonly Body[]): readonly string[] => rows.map((row) => row.connectionId ?? row.sourceId);

async function createSources(world: World, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) await createSource(world, { name: `s${index}` });
}

/** The ids that a caller collects who reads page after page. */
async function collect(world: World, path: string, name: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (let rowOffset = 0; rowOffset < 12; rowOffset += 4) {
    const pagination = { pageSize: 4, rowOffset };
    found.push(...idsOf((await world.ok(path, { workspaceIds: [world.workspaceId], pagination }))[name]));
  }
  return found;
}

describe.each(sandboxProfiles)('profile %s', (profile) => {
  test('§8.22 list_paginated has no order: pages overlap and miss what is there', () =>
    withSandbox({ profile, seed: 3 }, async (world) => {
      await createSources(world, 12);
      const found = await collect(world, 'sources/list_paginated', 'sources');

      expect(found).toHaveLength(12);
      expect(new Set(found).size).toBeLessThan(12);
    }));

  test('§8.22 list_paginated of connections has no order either, and tells the workspace', () =>
    withSandbox({ profile, seed: 3 }, async (world) => {
      for (let index = 0; index < 12; index += 1) await createConnection(world, { name: `c${index}` });
      const found = await collect(world, 'connections/list_paginated', 'connections');
      const { connections } = await world.ok('connections/list_paginated', { workspaceIds: [world.workspaceId] });

      expect(new Set(found).size).toBeLessThan(12);
      expect(connections[0].workspaceId).toBe(world.workspaceId);
    }));

  test('§8.9 includeDeleted and list_all show what lists hide', () =>
    withSandbox({ profile }, async (world) => {
      const { sourceId, connectionId } = await createConnection(world);
      await world.post('sources/delete', { sourceId });
      const { workspaceId } = world;
      const page = { workspaceIds: [workspaceId], pagination: {} };
      const seen = async (path: string, body: object) => Object.values(await world.ok(path, body))[0] as Body[];

      expect(await seen('sources/list', { workspaceId })).toEqual([]);
      expect(await seen('sources/list_paginated', page)).toEqual([]);
      expect(idsOf(await seen('sources/list_paginated', { ...page, includeDeleted: true }))).toEqual([sourceId]);
      expect(await seen('connections/list', { workspaceId })).toEqual([]);
      expect(await seen('connections/list_paginated', page)).toEqual([]);
      expect(idsOf(await seen('connections/list_paginated', { ...page, includeDeleted: true }))).toEqual([
        connectionId,
      ]);
      expect(idsOf(await seen('connections/list_all', { workspaceId }))).toEqual([connectionId]);
    }));

  test('§8.10 a connection without a status is hidden from lists, but for list_all', () =>
    withSandbox({ profile }, async (world) => {
      const { connectionId } = await createConnection(world, { status: null });
      const { workspaceId } = world;

      expect((await world.ok('connections/list', { workspaceId })).connections).toEqual([]);
      expect(idsOf((await world.ok('connections/list_all', { workspaceId })).connections)).toEqual([connectionId]);
    }));

  test.each(['sources', 'destinations', 'connections'])('§1.4 a search of %s matches nothing', (name) =>
    withSandbox({ profile }, async (world) => {
      await createConnection(world);

      expect(await world.ok(`${name}/search`, { name: 'shop' })).toEqual({ [name]: [] });
    }),
  );
});

test('§1.4 list_paginated needs to be told of pages', () =>
  withSandbox({}, async (world) => {
    expect((await world.post('sources/list_paginated', { workspaceIds: [world.workspaceId] })).status).toBe(500);
  }));

test('§1.6 list_paginated of connections can be asked for tags', () =>
  withSandbox({}, async (world) => {
    const { workspaceId } = world;
    const tag = await world.ok('tags/create', { workspaceId, name: 'bronze', color: 'cd7f32' });
    const { connectionId } = await createConnection(world, { tags: [tag] });
    await createConnection(world);
    const body = { workspaceIds: [workspaceId], tagIds: [tag.tagId] };

    expect(idsOf((await world.ok('connections/list_paginated', body)).connections)).toEqual([connectionId]);
  }));

describe('§8.22 pages of the UI’s connections', () => {
  test('follow the last id, by name without regard to case', () =>
    withSandbox({}, async (world) => {
      for (const name of ['b', 'C', 'a', 'D']) await createConnection(world, { name });
      const page = (body: object) =>
        world.ok('web_backend/connections/list', { workspaceId: world.workspaceId, ...body });
      const first = await page({ pageSize: 3 });
      const second = await page({ pageSize: 3, cursor: first.connections.at(-1).connectionId });
      const names = [...first.connections, ...second.connections].map(({ name }: Body) => name);

      expect(names).toEqual(['a', 'b', 'C', 'D']);
      expect(first).toMatchObject({ page_size: 3, num_connections: 4 });
    }));

  test('end in a 404 when the last id is deleted meanwhile', () =>
    withSandbox({}, async (world) => {
      const { connectionId } = await createConnection(world);
      await world.post('connections/delete', { connectionId });
      const body = { workspaceId: world.workspaceId, cursor: connectionId };

      expect((await world.post('web_backend/connections/list', body)).status).toBe(404);
    }));
});
