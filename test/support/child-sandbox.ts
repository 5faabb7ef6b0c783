import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';

import type { SandboxOptions } from '../../src/sandbox/sandbox.ts';

/** A sandbox in a process of its own. */
export interface ChildSandbox {
  readonly process: ChildProcess;
  readonly url: string;
}

const program = path.join(import.meta.dirname, `../../node_modules/.cache/airplan/sandbox-${process.pid}.mjs`);
let built: Promise<unknown> | undefined;

/** @throws {Error} with what it says when it does not start */
export async function startChild(options: SandboxOptions): Promise<ChildSandbox> {
  // As one file it starts in a tenth of the time.
  built ??= build({
    entryPoints: [path.join(import.meta.dirname, 'sandbox-program.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  });
  await built;
  const child = spawn(process.execPath, [program, JSON.stringify(options)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  if (!line.startsWith('http://')) throw new Error(line);
  return { process: child, url: line };
}

/** Removes what was built to start children; for `afterAll`. */
export async function removeProgram(): Promise<void> {
  await rm(program, { force: true });
}

/** Ends it at once, as nothing can be caught or finished. */
export async function killChild(child: ChildSandbox): Promise<void> {
  const ended = once(child.process, 'exit');
  child.process.kill('SIGKILL');
  await ended;
}

/** Asks it to stop, and waits until it has ended by itself. */
export async function stopChild(child: ChildSandbox): Promise<number | null> {
  const ended = once(child.process, 'exit');
  child.process.kill('SIGTERM');
  const [code] = await ended;
  return code;
}
