/*
 * A sandbox as a process of its own: `node sandbox-program.js OPTIONS`, with SandboxOptions as JSON. Prints its address,
 * closes on SIGTERM, and then has to end by itself. Standard input ends with whoever started it, and so does it.
 */
import { type SandboxOptions, startSandbox } from '../../src/sandbox/sandbox.ts';

process.stdin.resume().once('end', () => process.exit());
// Nothing but the sandbox is to keep the process alive.
if ('unref' in process.stdin) process.stdin.unref();

const options: SandboxOptions = JSON.parse(process.argv[2] ?? '{}');
try {
  const sandbox = await startSandbox(options);
  process.once('SIGTERM', () => void sandbox.close());
  process.stdout.write(`${sandbox.url}\n`);
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
}
