import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { fileCreatorIn, projectWriterIn } from '../../src/cli/project-writer.ts';
import { InvalidFlagsError } from '../../src/errors.ts';
import { InvalidFilesError } from '../../src/model/invalid-files.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'airplan-writer-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a link stays a link, and permissions stay', async () => {
  writeFileSync(path.join(folder, 'real.yaml'), 'old');
  chmodSync(path.join(folder, 'real.yaml'), 0o640);
  symlinkSync('real.yaml', path.join(folder, 'link.yaml'));
  await projectWriterIn(folder).write('link.yaml', 'new');
  expect(lstatSync(path.join(folder, 'link.yaml')).isSymbolicLink()).toBe(true);
  expect(readFileSync(path.join(folder, 'real.yaml'), 'utf8')).toBe('new');
  expect(statSync(path.join(folder, 'real.yaml')).mode & 0o777).toBe(0o640);
});

test('what cannot be replaced stays, and nothing is left beside it', async () => {
  const { write } = projectWriterIn(folder);
  await write('a/b.yaml', 'text');
  await expect(write('a', 'text')).rejects.toThrow(InvalidFlagsError);
  await expect(write('a/b.yaml/c', 'text')).rejects.toThrow('"a/b.yaml/c" cannot be written: a part of its path is no');
  expect(readdirSync(folder)).toEqual(['a']);
});

test('a link out of the project is not written through', async () => {
  const outside = mkdtempSync(path.join(tmpdir(), 'airplan-outside-'));
  try {
    writeFileSync(path.join(outside, 'a.yaml'), 'theirs');
    symlinkSync(outside, path.join(folder, 'linked'));
    await expect(projectWriterIn(folder).write('linked/a.yaml', 'ours')).rejects.toThrow(InvalidFilesError);
    expect(readFileSync(path.join(outside, 'a.yaml'), 'utf8')).toBe('theirs');
  } finally {
    rmSync(outside, { recursive: true, force: true });
  }
});

test.runIf(process.platform === 'linux')(
  'where the disk takes no folders, writing ends with the file named',
  async () => {
    await expect(fileCreatorIn('/proc/nothing').create('a/b.yaml', '')).rejects.toThrow('"a/b.yaml" cannot be written');
    await expect(projectWriterIn('/proc/nothing').write('a/b.yaml', '')).rejects.toThrow(InvalidFlagsError);
  },
);
