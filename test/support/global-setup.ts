import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const shared = join(import.meta.dirname, '../../../shared/airbyte');
const cache = join(import.meta.dirname, '../../node_modules/.cache/airbyte');

/**
 * Puts the checker of Airbyte's published contract where it can be installed: its own folder may be read-only.
 * Does nothing where there is no such folder, or where it was done before.
 */
export function setup(): void {
  const done = join(cache, 'installed');
  if (!existsSync(join(shared, 'contract/index.mjs')) || existsSync(done)) return;
  rmSync(cache, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  for (const folder of ['contract', 'openapi']) cpSync(join(shared, folder), join(cache, folder), { recursive: true });
  makeWritable(cache);
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--prefix', join(cache, 'contract')], { stdio: 'inherit' });
  writeFileSync(done, '');
}

/** Copies keep the permissions of what was copied. */
function makeWritable(folder: string): void {
  execFileSync('chmod', ['-R', 'u+w', folder]);
}
