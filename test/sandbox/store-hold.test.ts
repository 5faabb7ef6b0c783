import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { withSandbox } from './world.ts';

let folder = '';
let storeFile = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airplan-hold-'));
  storeFile = join(folder, 'sandbox.json');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test('a second sandbox on the same file is refused, and told where the first one is', () =>
  withSandbox({ storeFile }, async ({ sandbox }) => {
    await expect(startSandbox({ storeFile })).rejects.toMatchObject({
      code: 'refused',
      message: `the sandbox on ${sandbox.url} is using the store "${storeFile}"`,
      hint: expect.stringContaining('choose another file'),
    });
  }));

test('of many that start at once, at most one gets the file', async () => {
  const started = await Promise.allSettled(Array.from({ length: 8 }, () => startSandbox({ storeFile })));
  const running = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  await Promise.all(running.map((sandbox) => sandbox.close()));

  expect(running.length).toBeLessThanOrEqual(1);
  expect(started.filter(({ status }) => status === 'rejected')).toHaveLength(8 - running.length);
});

test('the file is free again once its sandbox is closed, and nothing is left beside it', async () => {
  for (let run = 0; run < 2; run += 1) await withSandbox({ storeFile }, async () => undefined);

  expect(await readdir(folder)).toEqual(['sandbox.json']);
});

test('a start that fails gives the file back', async () => {
  await writeFile(storeFile, 'broken');
  await expect(startSandbox({ storeFile })).rejects.toMatchObject({ code: 'invalid-files' });
  await withSandbox({ storeFile, resetsStore: true }, async () => undefined);

  expect(await readdir(folder)).toEqual(['sandbox.json']);
});

test('what killed sandboxes left behind is cleared away, whoever has their port by now', async () => {
  const stranger = createServer((socket) => socket.end('220 another service\r\n')).listen(0, '127.0.0.1');
  await new Promise((resolve) => stranger.once('listening', resolve));
  const address = stranger.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await mkdir(folder, { recursive: true });
  const leftovers = [`${port}.0123456789abcdef.lock`, '1.0123456789abcdef.lock', '0123456789ab.tmp'];
  for (const rest of leftovers) await writeFile(join(folder, `.sandbox.json.${rest}`), '');
  await writeFile(join(folder, '.sandbox.json.mine'), '');
  await withSandbox({ storeFile }, async () => undefined);
  stranger.close();

  expect((await readdir(folder)).sort()).toEqual(['.sandbox.json.mine', 'sandbox.json']);
});

test('a reset starts anew, with another workspace', async () => {
  const first = await withSandbox({ storeFile }, async ({ workspaceId }) => workspaceId);

  expect(await withSandbox({ storeFile, resetsStore: true }, async ({ workspaceId }) => workspaceId)).not.toBe(first);
});

test('where the owner has no address yet, the lock is named that would have to go if there were none', async () => {
  const id = '0123456789abcdef';
  const owner = createServer((socket) => socket.end(`${id} `)).listen(0, '127.0.0.1');
  await new Promise((resolve) => owner.once('listening', resolve));
  const address = owner.address();
  const lock = join(folder, `.sandbox.json.${typeof address === 'object' ? address?.port : 0}.${id}.lock`);
  await writeFile(lock, '');

  await expect(startSandbox({ storeFile })).rejects.toMatchObject({
    code: 'refused',
    message: `another sandbox is using the store "${storeFile}"`,
    hint: expect.stringContaining(`delete "${lock}"`),
  });
  owner.close();
});
