import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { SpecificationWriter } from '../workflows/specs-pull.ts';

/** Writes files of a project so that whoever reads one finds the old text or the new one. */
export function specificationWriterIn(folder: string): SpecificationWriter {
  return {
    write: async (file, text) => {
      const target = path.join(folder, file);
      const temporary = `${target}.${randomBytes(6).toString('hex')}.tmp`;
      await mkdir(path.dirname(target), { recursive: true });
      try {
        await writeFile(temporary, text);
        await rename(temporary, target);
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    },
    remove: (file) => rm(path.join(folder, file), { force: true }),
  };
}
