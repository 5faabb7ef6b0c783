import { expect, test } from 'vitest';
import { type Body, createConnection, unknownId, type World, withSandbox } from './world.ts';

function createTag(world: World, name: string, color = 'aa00FF'): Promise<Body> {
  return world.ok('tags/create', { workspaceId: world.workspaceId, name, color });
}

test('the list of tags is a bare list', () =>
  withSandbox({}, async (world) => {
    const tag = await createTag(world, 'bronze');

    expect(tag).toMatchObject({ workspaceId: world.workspaceId, name: 'bronze', color: 'aa00FF' });
    expect(await world.ok('tags/list', { workspaceId: world.workspaceId })).toEqual([tag]);
  }));

test.each([
  ['a color that is no six hexadecimal digits', { color: '#aa00f' }, 400, 'error:tag-invalid-hex-color'],
  ['a name over 30 characters', { name: 'x'.repeat(31) }, 400, 'error:tag-name-too-long'],
  ['a name that is taken', { name: 'bronze' }, 409, 'error:tag-already-exists'],
])('%s is refused', (_what, changes, expected, type) =>
  withSandbox({}, async (world) => {
    await createTag(world, 'bronze');
    const body = { workspaceId: world.workspaceId, name: 'silver', color: 'ffffff', ...changes };

    expect(await world.post('tags/create', body)).toMatchObject({ status: expected, body: { type, status: expected } });
  }),
);

test('a workspace has a hundred tags and no more', () =>
  withSandbox({}, async (world) => {
    for (let index = 0; index < 100; index += 1) await createTag(world, `t${index}`);
    const { status, body } = await world.post('tags/create', {
      workspaceId: world.workspaceId,
      name: 'x',
      color: 'ffffff',
    });

    expect(status).toBe(400);
    expect(body.type).toBe('error:tag-limit-for-workspace-reached');
  }));

test('a connection takes the tags of its workspace by id, and drops the others without a word', () =>
  withSandbox({}, async (world) => {
    const tag = await createTag(world, 'bronze');
    const unknown = { ...tag, tagId: unknownId };
    const { connectionId, tags } = await createConnection(world, { tags: [{ ...tag, name: 'other' }, unknown] });

    expect(tags).toEqual([tag]);
    expect((await world.ok('connections/update', { connectionId, tags: [] })).tags).toEqual([]);
  }));

test('renaming and deleting a tag shows in the connections that have it', () =>
  withSandbox({}, async (world) => {
    const tag = await createTag(world, 'bronze');
    const { connectionId } = await createConnection(world, { tags: [tag] });
    const read = async () => (await world.ok('connections/get', { connectionId })).tags;
    await world.ok('tags/update', { ...tag, name: 'silver' });
    const renamed = await read();
    await world.ok('tags/delete', { tagId: tag.tagId, workspaceId: world.workspaceId });

    expect(renamed).toEqual([{ ...tag, name: 'silver' }]);
    expect(await read()).toEqual([]);
    expect((await world.post('tags/delete', { tagId: tag.tagId, workspaceId: world.workspaceId })).status).toBe(404);
  }));
