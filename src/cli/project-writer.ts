import { randomBytes } from 'node:crypto';
import { chmod, lstat, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { FileCreator, ProjectWriter } from '../desired/files.ts';
import { InvalidFlagsError, messageOf } from '../errors.ts';
import { InvalidFilesError } from '../model/invalid-files.ts';
import { linkTarget } from './link-target.ts';

/** Writes files of a project so that whoever reads one finds the old text or the new one. */
export function projectWriterIn(folder: string): ProjectWriter {
  return {
    write: async (file, text) => replaceFile(await targetOf(folder, file), text),
    remove: (file) => rm(path.join(folder, file), { force: true }),
  };
}

/** Puts new files into a folder, and makes the folders that they need. */
export function fileCreatorIn(folder: string): FileCreator {
  return {
    create: async (file, text) => {
      const target = path.join(await targetOf(folder, path.dirname(file)), path.basename(file));
      try {
        await mkdir(path.dirname(target), { recursive: true });
        await writeFile(target, text, { flag: 'wx' });
        return true;
      } catch (error) {
        if (codeOf(error) === 'EEXIST' && (await isThere(target))) return false;
        throw notWritten(file, error);
      }
    },
  };
}

/** Says what `fileCreatorIn` would do, and does nothing. */
export function dryFileCreatorIn(folder: string): FileCreator {
  return { create: async (file) => !(await isThere(path.join(folder, file))) };
}

/** Links that lead nowhere are there as well. */
async function isThere(file: string): Promise<boolean> {
  return (await lstat(file).catch(() => undefined)) !== undefined;
}

function notWritten(file: string, error: unknown): Error {
  const reasons: Readonly<Record<string, string>> = {
    EACCES: 'the folder is not yours to write to',
    EPERM: 'the folder is not yours to write to',
    EROFS: 'the disk is read-only',
    ENOTDIR: 'a part of its path is no folder',
    EEXIST: 'a part of its path is no folder',
  };
  const reason = reasons[codeOf(error) ?? ''] ?? messageOf(error);
  return new InvalidFlagsError(`"${file}" cannot be written: ${reason}`, {
    hint: 'choose another folder with --project DIR',
    cause: error,
  });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/**
 * What a link inside of the project leads to.
 *
 * @throws {InvalidFilesError} when that lies elsewhere: others may read it, too
 */
async function targetOf(folder: string, file: string): Promise<string> {
  const { target, isOutside } = await linkTarget(folder, file);
  if (!isOutside) return target;
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
