import { existsSync } from 'node:fs';
import path from 'node:path';

import { gitIn } from './git.ts';

/** True for a folder whose variables have been filled in. */
export function hasEnvFile(folder: string): boolean {
  return existsSync(path.join(folder, '.env'));
}

/** What is to be said when git would keep the secrets of a folder, or does. */
export async function aboutEnvFile(folder: string): Promise<readonly string[]> {
  const git = gitIn(folder);
  const { output } = await git(['ls-files', '.env']);
  if (output.length > 0) {
    return ['git keeps .env already: git rm --cached .env, and replace the secrets if it was pushed.'];
  }
  // It knows no literal paths, and says so with another exit code.
  const { exitCode } = await git(['--no-literal-pathspecs', 'check-ignore', '-q', '.env']);
  return exitCode === 1
    ? ['git does not ignore .env: see what .gitignore says of it before secrets are written there.']
    : [];
}
