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
    write: async (file, text) => naming(file, replaceFile(await targetOf(folder, file), text)),
    remove: (file) => naming(file, rm(path.join(folder, file), { force: true })),
  };
}

/** Puts new files into a folder, and makes the folders that they need. */
export function fileCreatorIn(folder: string): FileCreator {
  return {
    create: async (file, text) => {
      const target = path.join(await targetOf(folder, path.dirname(file)), path.basename(file));
      try {
        await makeFolder(path.dirname(target));
        await writeFile(target, text, { flag: 'wx' });
        return true;
      } catch (error) {
        if (codeOf(error) === 'EEXIST' && (await isThere(target))) return false;
        throw notWritten(file, error);
      }
    },
    obstacle: (file) => obstacleTo(folder, file),
  };
}

/** Says what `fileCreatorIn` would do, and does nothing. */
export function dryFileCreatorIn(folder: string): FileCreator {
  return {
    create: async (file) => !(await isThere(path.join(folder, file))),
    obstacle: (file) => obstacleTo(folder, file),
  };
}

/** The first part of a file's path that is there and is not what it has to be. */
async function obstacleTo(folder: string, file: string): Promise<string | undefined> {
  await targetOf(folder, path.dirname(file));
  const parts = file.split('/');
  for (const at of parts.keys()) {
    const part = parts.slice(0, at + 1).join('/');
    const isLast = at === parts.length - 1;
    const place = path.join(folder, part);
    if ((await isThere(place)) && (await isFolder(place)) === isLast) return part;
  }
  return undefined;
}

async function isFolder(place: string): Promise<boolean> {
  return (await stat(place).catch(() => undefined))?.isDirectory() === true;
}

/** Makes a folder and those above it, one by one: Node's own way never ends where the disk takes none, as in `/proc`. */
async function makeFolder(folder: string): Promise<void> {
  if (await isFolder(folder)) return;
  if (path.dirname(folder) !== folder) await makeFolder(path.dirname(folder));
  try {
    await mkdir(folder);
  } catch (error) {
    // Another may have been faster.
    if (!(await isFolder(folder))) throw error;
  }
}

/** Links that lead nowhere are there as well. */
async function isThere(file: string): Promise<boolean> {
  return (await lstat(file).catch(() => undefined)) !== undefined;
}

/** @throws {InvalidFlagsError} for what the system says */
async function naming(file: string, writing: Promise<void>): Promise<void> {
  try {
    await writing;
  } catch (error) {
    throw notWritten(file, error);
  }
}

const notYours = ['it or its folder is not yours to write to', 'see who may write there'] as const;
const inTheWay = ['something else is in the place of it or of its folder', 'move that away'] as const;
const failures: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  EACCES: notYours,
  EPERM: notYours,
  EROFS: ['the disk is read-only', 'take a folder elsewhere'],
  ENOSPC: ['the disk is full', 'make room'],
  ENOENT: ['its folder cannot be made', 'see where its path leads'],
  ENOTDIR: ['a part of its path is no folder', 'move that away'],
  EEXIST: ['a part of its path is no folder', 'move that away'],
  EISDIR: inTheWay,
  ENOTEMPTY: inTheWay,
};

function notWritten(file: string, error: unknown): Error {
  const code = codeOf(error);
  if (code === undefined) return error instanceof Error ? error : new Error(messageOf(error));
  const [reason, hint] = failures[code] ?? [messageOf(error), 'see what the system says'];
  return new InvalidFlagsError(`"${file}" cannot be written: ${reason}`, {
    hint: `${hint}, or choose another folder with --project DIR`,
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
  await makeFolder(path.dirname(target));
  try {
    await writeFile(temporary, text);
    if (mode !== undefined) await chmod(temporary, mode);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}
