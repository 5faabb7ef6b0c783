import { randomBytes } from 'node:crypto';
import { chmod, mkdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { ProjectWriter } from '../desired/files.ts';

/** Writes files of a project so that whoever reads one finds the old text or the new one. */
export function projectWriterIn(folder: string): ProjectWriter {
  return {
    write: (file, text) => replaceFile(path.join(folder, file), text),
    remove: (file) => rm(path.join(folder, file), { force: true }),
  };
}

/** A link stays one, and what it leads to is replaced; so do permissions stay. */
async function replaceFile(file: string, text: string): Promise<void> {
  const target = await realpath(file).catch(() => file);
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
