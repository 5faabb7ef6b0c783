import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

import { InvalidFlagsError, messageOf } from '../errors.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';

/** A file that a flag asks for: which one, and what may be there before. */
export interface OutputFile {
  /** The flag, for errors: `--out`. */
  readonly flag: string;
  readonly file: string;
  /** What the file is, with its article: `a saved plan`. */
  readonly what: string;
  /** True for what may be written over. */
  readonly isOurs: (value: JsonObject) => boolean;
}

/**
 * Makes sure, before anything else is done, that a file can be written without losing something.
 *
 * @throws {InvalidFlagsError} for a file that is something else, and for a folder that is not there
 */
export async function assertWritable(output: OutputFile): Promise<void> {
  const { flag, file, what, isOurs } = output;
  const folder = await stat(path.dirname(file)).catch(() => undefined);
  if (folder?.isDirectory() !== true) {
    throw new InvalidFlagsError(`${flag}: there is no folder "${path.dirname(file)}"`, { hint: 'create it first' });
  }
  const before = await stat(file).catch(() => undefined);
  if (before === undefined) return;
  const isFree = before.isFile() && (before.size === 0 || (await holds(file, isOurs)));
  if (!isFree) {
    const hint = 'choose another name, or take it away first';
    throw new InvalidFlagsError(`${flag}: "${file}" is there already, and is not ${what}`, { hint });
  }
}

async function holds(file: string, isOurs: OutputFile['isOurs']): Promise<boolean> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    return isJsonObject(value) && isOurs(value);
  } catch {
    return false;
  }
}

/**
 * Writes a file that only its owner may read, whole or not at all.
 *
 * @throws {InvalidFlagsError} when the disk does not let us
 */
export async function writeOutput({ flag, file }: OutputFile, text: string): Promise<void> {
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw new InvalidFlagsError(`${flag}: "${file}" cannot be written: ${messageOf(error)}`, { cause: error });
  }
}
