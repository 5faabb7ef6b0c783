import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { InternalError } from '../errors.ts';

/** The folder of the airplan package itself, which carries the worked example. */
export function packageFolder(): string {
  for (let folder = path.dirname(fileURLToPath(import.meta.url)); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'airplan.yaml')) && existsSync(path.join(folder, 'schemas'))) return folder;
    if (folder === path.dirname(folder)) throw new InternalError('the files of the example are not there');
  }
}
