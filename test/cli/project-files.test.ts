import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { projectFilesIn } from '../../src/cli/project-files.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'airplan-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('lists files of any depth sorted, links included, folders not', async () => {
  mkdirSync(path.join(folder, 'pipelines/b.yaml'), { recursive: true });
  writeFileSync(path.join(folder, 'pipelines/b.yaml/inner.yaml'), '');
  writeFileSync(path.join(folder, 'pipelines/z.yaml'), '');
  symlinkSync(path.join(folder, 'pipelines/z.yaml'), path.join(folder, 'pipelines/a.yaml'));
  symlinkSync(path.join(folder, 'nowhere'), path.join(folder, 'pipelines/c.yaml'));

  const files = await projectFilesIn(folder).list('pipelines');

  expect(files).toEqual(['pipelines/a.yaml', 'pipelines/b.yaml/inner.yaml', 'pipelines/c.yaml', 'pipelines/z.yaml']);
  expect(await projectFilesIn(folder).read('pipelines/c.yaml')).toBeUndefined();
});

test('follows links to folders, but not in circles', async () => {
  mkdirSync(path.join(folder, 'pipelines/inner'), { recursive: true });
  mkdirSync(path.join(folder, 'shared/deep'), { recursive: true });
  writeFileSync(path.join(folder, 'shared/deep/a.yaml'), '');
  for (const [target, link] of [
    ['shared', 'pipelines/linked'],
    ['shared', 'shared/deep/again'],
    ['pipelines', 'pipelines/inner/up'],
    ['.', 'pipelines/whole'],
    ['shared', 'pipelines/.hidden'],
    ['pipelines/itself', 'pipelines/itself'],
  ] as const)
    symlinkSync(path.join(folder, target), path.join(folder, link));

  const files = await projectFilesIn(folder).list('pipelines');

  expect(files).toEqual(['pipelines/itself', 'pipelines/linked/deep/a.yaml']);
});

test('what is not there is undefined', async () => {
  const files = projectFilesIn(folder);

  expect(await files.list('pipelines')).toBeUndefined();
  expect(await files.read('airplan.yaml')).toBeUndefined();
});

const isRoot = process.getuid?.() === 0;
// biome-ignore lint/suspicious/noConsole: a skipped test must say why
if (isRoot) console.log('skipped: a file without permission (root may read everything)');

test.skipIf(isRoot)('a file without permission is a finding', async () => {
  writeFileSync(path.join(folder, 'airplan.yaml'), '');
  chmodSync(path.join(folder, 'airplan.yaml'), 0);

  await expect(projectFilesIn(folder).read('airplan.yaml')).rejects.toThrow('"airplan.yaml" cannot be read');
});

test('a folder where a file should be is a finding', async () => {
  mkdirSync(path.join(folder, 'airplan.yaml'));

  await expect(projectFilesIn(folder).read('airplan.yaml')).rejects.toThrow(
    '"airplan.yaml" cannot be read: it is a folder',
  );
});
