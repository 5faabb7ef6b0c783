import { readFileSync } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ProjectFiles } from '../desired/files.ts';
import { messageOf } from '../errors.ts';
import { InvalidFilesError } from '../model/invalid-files.ts';
import { compareText } from '../util/sort.ts';
import { linkTarget } from './link-target.ts';

/**
 * A project's folder on disk.
 *
 * @param name - what the command line calls it, if it names one
 */
export function projectFilesIn(folder: string, name?: string): ProjectFiles {
  return {
    ...(name === undefined ? {} : { folder: name }),
    list: async (inner) => {
      const root = path.resolve(folder, inner);
      const found = await orUndefined(inner, async () => listFiles(root, [await realpath(root)]));
      return found?.map((file) => path.relative(folder, file).split(path.sep).join('/')).sort(compareText);
    },
    leadsOut: async (file) => (await linkTarget(folder, file)).isOutside,
    // Small files by the thousand: handing each to another thread and back takes longer than reading it.
    read: (file) => orUndefined(file, async () => readFileSync(path.resolve(folder, file))),
  };
}

/** @param above - the real folders that lead here, which a link inside may name again */
async function listFiles(root: string, above: readonly string[]): Promise<readonly string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const lists = await Promise.all(
    entries.map(async (entry) => {
      const file = path.join(entry.parentPath, entry.name);
      if (entry.isSymbolicLink()) return listLink(file, above);
      return entry.isFile() ? [file] : [];
    }),
  );
  return lists.flat();
}

/**
 * A link counts as what it leads to: mounted configuration comes that way. One that leads nowhere is listed too, so that
 * what it stands for is not left out in silence; one that leads back to where it stands is not followed.
 */
async function listLink(link: string, above: readonly string[]): Promise<readonly string[]> {
  const target = await stat(link).catch(() => undefined);
  if (target === undefined || target.isFile()) return [link];
  if (!target.isDirectory() || path.basename(link).startsWith('.')) return [];
  const real = await realpath(link);
  const leadsBack = above.some((folder) => `${folder}${path.sep}`.startsWith(`${real}${path.sep}`));
  return leadsBack ? [] : listFiles(link, [...above, real]);
}

/** What is not there is no failure; what may not be read is a finding. */
async function orUndefined<T>(file: string, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP') return undefined;
    const isFolder = code === 'EISDIR';
    const message = `"${file}" cannot be read: ${isFolder ? 'it is a folder' : messageOf(error)}`;
    const hint = isFolder ? 'a file is wanted here: name one, or move the folder away' : 'check its permissions';
    throw new InvalidFilesError([{ rule: 'unreadable-file', severity: 'error', message, hint }]);
  }
}
