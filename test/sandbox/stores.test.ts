import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { editActorInUi, editConnectionInUi } from '../../src/sandbox/ui-edits.ts';
import { createConnection, createSource, mask, withSandbox } from './world.ts';

let folder = '';
let storeFile = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airplan-sandbox-'));
  storeFile = join(folder, 'inner', 'sandbox.json');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test('what was made is there after a restart, secrets too', async () => {
  const before = await withSandbox({ storeFile }, async (world) => {
    const connection = await createConnection(world);
    return { connection, secrets: world.sandbox.store.secrets.list() };
  });
  await withSandbox({ storeFile }, async (world) => {
    const { connections } = await world.ok('connections/list', { workspaceId: world.workspaceId });
    const { sources } = await world.ok('sources/list', { workspaceId: world.workspaceId });

    expect(connections).toEqual([before.connection]);
    expect(sources[0].connectionConfiguration.password).toBe(mask);
    expect(world.sandbox.store.secrets.list()).toEqual(before.secrets);
  });
});

test('a new store keeps its workspace, though nothing was written to it', async () => {
  const first = await withSandbox({ storeFile }, async ({ workspaceId }) => workspaceId);

  expect(await withSandbox({ storeFile }, async ({ workspaceId }) => workspaceId)).toBe(first);
});

test('the file is whole after each answer, and nothing but its lock lies beside it', () =>
  withSandbox({ storeFile }, async (world) => {
    for (let index = 0; index < 5; index += 1) {
      const { sourceId } = await createSource(world, { name: `s${index}` });
      const { sources } = JSON.parse(await readFile(storeFile, 'utf8'));

      expect(sources.at(-1).id).toBe(sourceId);
    }

    expect((await readdir(join(folder, 'inner'))).filter((name) => !name.endsWith('.lock'))).toEqual(['sandbox.json']);
  }));

test('writers at the same time all find their work in the file', () =>
  withSandbox({ storeFile }, async (world) => {
    await Promise.all(Array.from({ length: 40 }, (_value, index) => createSource(world, { name: `s${index}` })));
    const { sources } = JSON.parse(await readFile(storeFile, 'utf8'));

    expect(sources).toHaveLength(40);
  }));

test('secrets stand in the file under their coordinates only', () =>
  withSandbox({ storeFile }, async (world) => {
    await createSource(world);
    const { secrets, ...rest } = JSON.parse(await readFile(storeFile, 'utf8'));

    expect(secrets).toMatchObject([{ value: 'hunter2' }]);
    expect(JSON.stringify(rest)).not.toContain('hunter2');
  }));

test.each([
  ['half a file', '{"formatVersion": 1, "work'],
  ['another file', '{"name": "x"}'],
  ['a list', '[]'],
  ['an empty file', ''],
  ['a table that is no list', '{"formatVersion": 1, "workspaces": {}}'],
  ['a store of another version', '{"formatVersion": 2}'],
  [
    'a store without a workspace',
    '{"formatVersion":1,"workspaces":[],"sources":[],"destinations":[],"connections":[],"tags":[],"discoveries":[],"fetches":[],"secrets":[]}',
  ],
])('%s is named in the error and left as it is', async (_what, text) => {
  storeFile = join(folder, 'broken.json');
  await writeFile(storeFile, text);

  await expect(startSandbox({ storeFile })).rejects.toMatchObject({
    code: 'invalid-files',
    message: expect.stringContaining(storeFile),
    hint: expect.stringContaining('move the file away'),
  });
  expect(await readFile(storeFile, 'utf8')).toBe(text);
});

test.each([
  ['a folder', '', false],
  ['a folder that is to be emptied', '', true],
  ['a file below a file', 'file/sandbox.json', false],
])('%s is no place for a store, and another one is asked for', async (_what, rest, resetsStore) => {
  await writeFile(join(folder, 'file'), '');

  await expect(startSandbox({ storeFile: join(folder, rest), resetsStore })).rejects.toMatchObject({
    code: 'invalid-files',
    message: expect.stringContaining(folder),
    hint: expect.stringContaining('--store'),
  });
  expect(await readdir(folder)).toEqual(['file']);
});

test('a port that is taken is named in the error', () =>
  withSandbox({}, async ({ sandbox }) => {
    const port = Number(new URL(sandbox.url).port);

    await expect(startSandbox({ port })).rejects.toMatchObject({
      code: 'invalid-flags',
      message: expect.stringContaining(String(port)),
    });
  }));

test('edits behind the back of the API show in it, and last', async () => {
  const id = await withSandbox({ storeFile }, async (world) => {
    const { connectionId, sourceId } = await createConnection(world);
    const { store } = world.sandbox;
    await editConnectionInUi(store, connectionId, { status: 'inactive', schedule: { type: 'manual' } });
    await editActorInUi(store, 'source', sourceId, { name: 'renamed', configuration: { host: 'elsewhere' } });
    const source = await world.ok('sources/get', { sourceId });

    expect(source).toMatchObject({ name: 'renamed', connectionConfiguration: { host: 'elsewhere', password: mask } });
    return connectionId;
  });
  await withSandbox({ storeFile }, async (world) => {
    expect((await world.ok('connections/get', { connectionId: id })).status).toBe('inactive');
  });
});
