import * as disk from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { fileCreatorIn, projectWriterIn } from '../../src/cli/project-writer.ts';
import { InvalidFlagsError } from '../../src/errors.ts';

vi.mock('node:fs/promises', async (original) => ({
  ...(await original<typeof disk>()),
  writeFile: vi.fn(),
}));

let folder: string;

beforeEach(async () => {
  folder = await disk.mkdtemp(path.join(tmpdir(), 'airplan-failures-'));
});
afterEach(() => disk.rm(folder, { recursive: true, force: true }));

// Whoever runs tests as root may write everywhere.
test.each([
  ['EACCES', 'it or its folder is not yours to write to'],
  ['EROFS', 'the disk is read-only'],
  ['ENOSPC', 'the disk is full'],
  ['EMFILE', 'too many'],
])('%s is told with the file, what is wrong, and what to do', async (code, words) => {
  vi.mocked(disk.writeFile).mockRejectedValue(Object.assign(new Error('too many open files'), { code }));
  const told = expect.objectContaining({
    message: expect.stringMatching(`^"a/b.yaml" cannot be written: ${words}`),
    hint: expect.stringContaining('--project DIR'),
  });

  await expect(projectWriterIn(folder).write('a/b.yaml', 'text')).rejects.toEqual(told);
  await expect(fileCreatorIn(folder).create('a/b.yaml', 'text')).rejects.toBeInstanceOf(InvalidFlagsError);
  expect(await disk.readdir(path.join(folder, 'a'))).toEqual([]);
});
