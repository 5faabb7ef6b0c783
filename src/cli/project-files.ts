import { type Dirent, readFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ProjectFiles } from '../desired/files.ts';
import { messageOf } from '../errors.ts';
import { InvalidFilesError } from '../model/invalid-files.ts';
import { compareText } from '../util/sort.ts';

/** A project's folder on disk. */
export function projectFilesIn(folder: string): ProjectFiles {
  return {
    list: async (inner) => {
      const root = path.resolve(folder, inner);
      const entries = await orUndefined(inner, () => readdir(root, { recursive: true, withFileTypes: true }));
      if (entries === undefined) return undefined;
      const isFile = await Promise.all(entries.map(isRegularFile));
      return entries
        .filter((_entry, index) => isFile[index])
        .map((entry) => relativeTo(folder, entry))
        .sort(compareText);
    },
    // Small files by the thousand: handing each to another thread and back takes longer than reading it.
    read: (file) => orUndefined(file, async () => readFileSync(path.resolve(folder, file))),
  };
}

function relativeTo(folder: string, { parentPath, name }: Dirent): string {
  return path.relative(folder, path.join(parentPath, name)).split(path.sep).join('/');
}

/** A link to a file counts as that file: mounted configuration comes that way. */
async function isRegularFile(entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isFile();
  const target = await stat(path.join(entry.parentPath, entry.name)).catch(() => undefined);
  return target?.isFile() ?? false;
}

/** What is not there is no failure; what may not be read is a finding. */
async function orUndefined<T>(file: string, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    const message = `"${file}" cannot be read: ${messageOf(error)}`;
    throw new InvalidFilesError([
      { rule: 'unreadable-file', severity: 'error', message, hint: 'check its permissions' },
    ]);
  }
}
