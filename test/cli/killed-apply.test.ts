import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { demoVariables } from '../../src/cli/demo-story.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { withProject } from '../support/run-cli.ts';

const airplan = path.join(import.meta.dirname, '../../dist/airplan.js');

// `npm test` builds first; who calls the test runner directly builds by hand.
const hasBundle = existsSync(airplan);
// biome-ignore lint/suspicious/noConsole: a skipped test must say why
if (!hasBundle) console.log('skipped: a killed apply (there is no dist/, run "npm run build")');

test.skipIf(!hasBundle).each([1, 2, 3, 4, 5, 6])(
  'an apply of a saved plan that is killed at write %i goes on when it is run again',
  async (nth) => {
    let kill: () => void = () => undefined;
    let count = 0;
    const sandbox = await startSandbox({
      intercept: ({ path: name }) => {
        if (/s\/create$/.test(name)) count += 1;
        if (count === nth) kill();
        return undefined;
      },
    });
    try {
      await withProject(async ({ folder, write, run }) => {
        const text = readFileSync(path.join(folder, 'airplan.yaml'), 'utf8');
        write('airplan.yaml', text.replace('server: sandbox', `server: ${sandbox.url}`));
        expect(await run(['plan', '--out', 'plan.json'])).toMatchObject({ exitCode: 0 });

        const env = { ...process.env, ...demoVariables };
        const argv = [airplan, 'apply', 'plan.json', '--parallelism', '1'];
        const child = spawn(process.execPath, argv, { cwd: folder, env, stdio: 'ignore' });
        kill = () => void child.kill('SIGKILL');
        const [, signal] = await once(child, 'exit');
        kill = () => undefined;

        expect(signal).toBe('SIGKILL');
        expect(await run(['apply', 'plan.json'])).toMatchObject({ exitCode: 0 });
        const { actors, connections } = sandbox.store;
        expect([actors.source.size, actors.destination.size, connections.size]).toEqual([2, 2, 2]);
      });
    } finally {
      await sandbox.close();
    }
  },
);
