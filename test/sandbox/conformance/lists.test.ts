import { describe, expect, test } from 'vitest';
import {
  type Body,
  createConnection,
  createSource,
  organizationId,
  unknownId,
  type World,
  withSandbox,
} from '../world.ts';

const names = (sources: readonly Body[]): readonly string[] => sources.map(({ name }) => name);

async function createSources(world: World, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1)
    await createSource(world, { name: `s${String(index).padStart(3, '0')}` });
}

async function readAll(world: World, pageSize: number): Promise<readonly string[]> {
  const found: Body[] = [];
  for (let more = true; more; ) {
    const cursor = found.at(-1)?.sourceId;
    const { sources } = await world.ok('sources/list', { workspaceId: world.workspaceId, pageSize, cursor });
    found.push(...sources);
    more = sources.length === pageSize;
  }
  return names(found);
}

describe('profile 2.0', () => {
  test('§8.2 gives twenty sources unless asked for more, and counts them all', () =>
    withSandbox({}, async (world) => {
      await createSources(world, 25);
      const usual = await world.ok('sources/list', { workspaceId: world.workspaceId });
      const all = await world.ok('sources/list', { workspaceId: world.workspaceId, pageSize: 1000 });

      expect(usual.sources).toHaveLength(20);
      expect(usual).toMatchObject({ page_size: 20, num_connections: 25 });
      expect(all.sources).toHaveLength(25);
    }));

  test('§8.22 gives each source once when pages are followed by the last id', () =>
    withSandbox({}, async (world) => {
      await createSources(world, 12);

      expect(await readAll(world, 5)).toEqual(await readAll(world, 100));
    }));

  test('§8.22 sorts by name without regard to case, then by id', () =>
    withSandbox({}, async (world) => {
      for (const name of ['b', 'C', 'a', 'B']) await createSource(world, { name });
      const { sources } = await world.ok('sources/list', { workspaceId: world.workspaceId });
      const [, first, second] = sources;

      expect(names(sources).map((name) => name.toLowerCase())).toEqual(['a', 'b', 'b', 'c']);
      expect(first.sourceId < second.sourceId).toBe(true);
    }));

  test('§8.22 answers 404 for a cursor whose source was deleted meanwhile', () =>
    withSandbox({}, async (world) => {
      const { sourceId } = await createSource(world);
      await world.post('sources/delete', { sourceId });
      const { status } = await world.post('sources/list', { workspaceId: world.workspaceId, cursor: sourceId });

      expect(status).toBe(404);
    }));

  test('§1.4 tells of each source whether an active connection uses it, and filters by that and by name', () =>
    withSandbox({}, async (world) => {
      await createConnection(world);
      await createSource(world, { name: 'idle' });
      const list = (filters?: object) => world.ok('sources/list', { workspaceId: world.workspaceId, filters });

      expect((await list()).sources).toMatchObject([
        { name: 'idle', status: 'inactive', numConnections: 0 },
        { name: 'shop', status: 'active', numConnections: 1 },
      ]);
      expect(names((await list({ states: ['active'] })).sources)).toEqual(['shop']);
      expect(names((await list({ searchTerm: 'IDL' })).sources)).toEqual(['idle']);
    }));

  test('§8.2 has no workspaces/list any more', () =>
    withSandbox({}, async (world) => {
      expect(await world.post('workspaces/list', {})).toMatchObject({ status: 404, text: 'Object not found.' });
    }));
});

describe('profile 1.6', () => {
  test('§8.2 gives all sources whatever page size is asked for', () =>
    withSandbox({ profile: '1.6' }, async (world) => {
      await createSources(world, 25);
      const answer = await world.ok('sources/list', { workspaceId: world.workspaceId, pageSize: 3 });

      expect(answer.sources).toHaveLength(25);
      expect(answer).not.toHaveProperty('page_size');
    }));

  test('§8.2 lists workspaces', () =>
    withSandbox({ profile: '1.6' }, async (world) => {
      const { workspaces } = await world.ok('workspaces/list', {});

      expect(workspaces).toMatchObject([{ workspaceId: world.workspaceId, name: 'default', slug: world.workspaceId }]);
    }));
});

test('§1.2 a fresh sandbox has one workspace, in the organization of all zeros', () =>
  withSandbox({}, async (world) => {
    const { workspaces } = await world.ok('workspaces/list_by_organization_id', { organizationId });
    const other = await world.ok('workspaces/list_by_organization_id', { organizationId: unknownId });

    expect(workspaces).toMatchObject([{ workspaceId: world.workspaceId, name: 'default', organizationId }]);
    expect(other.workspaces).toEqual([]);
    expect(await world.ok('workspaces/get', { workspaceId: world.workspaceId })).toEqual(workspaces[0]);
    expect((await world.post('workspaces/get', { workspaceId: unknownId })).status).toBe(404);
  }));

test('§8.22 the same seed shuffles connections the same way, and every call anew', async () => {
  const run = () =>
    withSandbox({ seed: 7 }, async (world) => {
      for (let index = 0; index < 10; index += 1) await createConnection(world, { name: `c${index}` });
      const list = () => world.ok('connections/list', { workspaceId: world.workspaceId });
      return [names((await list()).connections), names((await list()).connections)] as const;
    });
  const [first, second] = await run();

  expect(await run()).toEqual([first, second]);
  expect(first).not.toEqual(second);
  expect([...first].sort()).toEqual([...second].sort());
});
