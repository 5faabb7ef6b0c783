#!/usr/bin/env node
import { version } from './version.ts';

const argv = process.argv.slice(2);

// The commonest call of scripts needs none of what the rest takes to load.
if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) {
  process.stdout.write(`${version}\n`);
} else {
  const [{ runCli }, { processContext }] = await Promise.all([import('./main.ts'), import('./process-context.ts')]);
  process.exitCode = await runCli(argv, processContext());
}
