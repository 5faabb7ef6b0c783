import type { Dirent } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import type { ProjectFiles } from '../desired/files.ts';
import { compareText } from '../util/sort.ts';

/** A project's folder on disk. */
export function projectFilesIn(folder: string): ProjectFiles {
  return {
    list: async (inner) => {
      const root = path.resolve(folder, inner);
      const entries = await orUndefined(readdir(root, { recursive: true, withFileTypes: true }));
      return entries
        ?.filter((entry) => entry.isFile())
        .map((entry) => relativeTo(folder, entry))
        .sort(compareText);
    },
    read: (file) => orUndefined(readFile(path.resolve(folder, file))),
  };
}

function relativeTo(folder: string, { parentPath, name }: Dirent): string {
  return path.relative(folder, path.join(parentPath, name)).split(path.sep).join('/');
}

/** What is not there is no failure; what may not be read is one. */
async function orUndefined<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return undefined;
    throw error;
  }
}
