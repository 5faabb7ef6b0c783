import { open } from 'node:fs/promises';
import path from 'node:path';

import { InvalidFlagsError, messageOf } from '../errors.ts';
import { isPlanFile, parsePlanFile, type SavedPlan } from '../workflows/saved-plan.ts';
import type { CommandContext } from './context.ts';
import type { OutputFile } from './output-file.ts';

/** For commands that take a saved plan. */
export const planFilePositional = {
  'plan-file': { type: 'string', describe: 'a plan saved with "airplan plan --out"' },
} as const;

/** A plan of ten thousand connections takes less; more than that can hardly be read at once. */
const maxBytes = 256 * 1024 * 1024;

/**
 * Reads a saved plan.
 *
 * @throws {InvalidFlagsError} for a file that is not there, or cannot be read
 * @throws {InvalidFilesError} for a file that holds something else
 */
export async function readPlanFile(file: string, { workingFolder }: CommandContext): Promise<SavedPlan> {
  return parsePlanFile(await readText(path.resolve(workingFolder, file), file), file);
}

async function readText(absolute: string, file: string): Promise<string> {
  const handle = await open(absolute).catch((error: unknown) => {
    throw new InvalidFlagsError(`"${file}" cannot be read: ${reasonOf(error)}`, {
      hint: 'save a plan with "airplan plan --out plan.json"',
    });
  });
  try {
    const { size } = await handle.stat();
    if (size > maxBytes) throw new InvalidFlagsError(`"${file}" is larger than ${maxBytes / 1024 / 1024} MB`);
    return await handle.readFile('utf8');
  } catch (error) {
    if (error instanceof InvalidFlagsError) throw error;
    throw new InvalidFlagsError(`"${file}" cannot be read: ${reasonOf(error)}`, { cause: error });
  } finally {
    await handle.close();
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such file';
  return code === 'EISDIR' ? 'it is a folder' : messageOf(error);
}

/** Where `plan --out` writes to. */
export function planOutput(file: string, { workingFolder }: CommandContext): OutputFile {
  return { flag: '--out', file: path.resolve(workingFolder, file), what: 'a saved plan', isOurs: isPlanFile };
}
