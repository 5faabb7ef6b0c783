import { randomBytes } from 'node:crypto';
import { chmod, mkdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { ProjectWriter } from '../desired/files.ts';
import { InvalidFilesError } from '../model/invalid-files.ts';

/** Writes files of a project so that whoever reads one finds the old text or the new one. */
export function projectWriterIn(folder: string): ProjectWriter {
  return {
    write: async (file, text) => replaceFile(await targetOf(folder, file), text),
    remove: (file) => rm(path.join(folder, file), { force: true }),
  };
}

/**
 * What a link inside of the project leads to.
 *
 * @throws {InvalidFilesError} when that lies elsewhere: others may read it, too
 */
async function targetOf(folder: string, file: string): Promise<string> {
  const named = path.join(folder, file);
  const target = await realpath(named).catch(() => named);
  const inside = await realpath(folder).catch(() => folder);
  if (target === named || target.startsWith(`${inside}${path.sep}`)) return target;
  const hint = 'change it where it is, or put a copy into the project';
  const message = `"${file}" is a link out of the project, and is not written`;
  throw new InvalidFilesError([{ rule: 'file-outside', severity: 'error', message, hint }]);
}

/** The old file stays until the new one is whole; so do its permissions. */
async function replaceFile(target: string, text: string): Promise<void> {
  const mode = (await stat(target).catch(() => undefined))?.mode;
  const temporary = `${target}.${randomBytes(6).toString('hex')}.tmp`;
  await mkdir(path.dirname(target), { recursive: true });
  try {
    await writeFile(temporary, text);
    if (mode !== undefined) await chmod(temporary, mode);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
