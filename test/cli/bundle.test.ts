import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';

import { withProject } from '../support/run-cli.ts';

const repository = path.join(import.meta.dirname, '../..');
const airplan = path.join(repository, 'dist/airplan.js');
const manifest = JSON.parse(readFileSync(path.join(repository, 'package.json'), 'utf8'));

// `npm test` builds first; who calls the test runner directly builds by hand.
const hasBundle = existsSync(airplan);
// biome-ignore lint/suspicious/noConsole: a skipped test must say why
if (!hasBundle) console.log('skipped: the bundled command (there is no dist/, run "npm run build")');

test.skipIf(!hasBundle)('the bundle tells its version and its commands', () => {
  expect(execFileSync(process.execPath, [airplan, '--version'], { encoding: 'utf8' })).toBe(`${manifest.version}\n`);

  const help = execFileSync(process.execPath, [airplan, '--help'], { encoding: 'utf8' });
  for (const command of ['validate', 'plan', 'apply', 'show', 'sandbox', 'demo', 'completion'])
    expect(help).toContain(command);
});

test.skipIf(!hasBundle)('every command explains itself with examples', () => {
  for (const command of ['validate', 'plan', 'apply', 'show', 'sandbox', 'demo']) {
    const help = execFileSync(process.execPath, [airplan, command, '--help'], { encoding: 'utf8' });
    expect(help).toContain('Examples:');
    expect(help).toContain(`airplan ${command}`);
  }
});

test.skipIf(!hasBundle)('completes the names of commands', () => {
  const names = execFileSync(process.execPath, [airplan, '--get-yargs-completions', 'airplan', ''], {
    encoding: 'utf8',
  });

  expect(names.split('\n')).toEqual(expect.arrayContaining(['validate', 'plan', 'apply', 'sandbox', 'demo']));
});

test.skipIf(!hasBundle)('results go to standard output, failures to standard error, with their exit code', async () => {
  await withProject(async ({ folder }) => {
    const env = { ...process.env, NO_COLOR: '1' };
    const run = (...argv: string[]) =>
      spawnSync(process.execPath, [airplan, ...argv], { cwd: folder, env, encoding: 'utf8' });

    expect(run('plan', '--env', 'nowhere')).toMatchObject({ status: 3, stdout: '' });
    expect(run('validate')).toMatchObject({ status: 3, stderr: '' });
  });
});

test.skipIf(!hasBundle)('the sandbox listens until it is told to stop', async () => {
  await withProject(async ({ folder }) => {
    const child = spawn(process.execPath, [airplan, 'sandbox', '--port', '0'], { cwd: folder, stdio: 'pipe' });
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    const url = /http:\/\/[\d.:]+/.exec(line)?.[0] ?? '';

    const health = await fetch(`${url}/api/v1/health`);
    expect(await health.json()).toEqual({ available: true });

    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(existsSync(path.join(folder, '.airplan/sandbox.json'))).toBe(true);
  });
});

test.skipIf(!hasBundle)('the sandbox goes on when nobody reads its request log any more', async () => {
  const child = spawn(process.execPath, [airplan, 'sandbox', '--memory', '--port', '0'], { stdio: 'pipe' });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const url = /http:\/\/[\d.:]+/.exec(line)?.[0] ?? '';
  child.stderr.destroy();
  for (let index = 0; index < 3; index += 1) expect((await fetch(`${url}/api/v1/health`)).status).toBe(200);

  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});
