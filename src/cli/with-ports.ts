import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { InvalidFlagsError } from '../errors.ts';
import type { Environment } from '../model/environment.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Ports } from '../workflows/ports.ts';
import type { CommandContext } from './context.ts';
import { gitHistory } from './git-history.ts';
import { projectFilesIn } from './project-files.ts';

interface ProjectArguments {
  readonly project: string;
  readonly verbose: boolean;
  readonly parallelism?: number | undefined;
}

/**
 * Runs a workflow with the real disk, clock and servers, and stops the embedded sandbox afterwards.
 *
 * @throws {InvalidFlagsError} when a flag's number is out of range
 */
export async function withPorts<T>(
  args: ProjectArguments,
  context: CommandContext,
  work: (ports: Ports) => Promise<T>,
  signal: AbortSignal = new AbortController().signal,
): Promise<T> {
  assertParallelism(args.parallelism);
  const folder = path.resolve(context.workingFolder, args.project);
  const sandbox = embeddedSandbox(folder);
  try {
    return await work({
      files: projectFilesIn(folder, args.project === '.' ? undefined : args.project),
      environmentVariable: context.environmentVariable,
      nowMs: context.nowMs ?? Date.now,
      sleep: async (ms) => void (await sleep(ms)),
      random: Math.random,
      serverUrl: context.serverUrl ?? sandbox.serverUrl,
      signal,
      history: gitHistory(folder),
      ...(args.verbose ? { onExchange: tellExchange(context) } : {}),
    });
  } finally {
    await sandbox.close();
  }
}

function assertParallelism(parallelism: number | undefined): void {
  if (parallelism === undefined) return;
  if (Number.isInteger(parallelism) && parallelism >= 1 && parallelism <= 32) return;
  throw new InvalidFlagsError('--parallelism takes a whole number from 1 to 32');
}

function tellExchange({ tell }: CommandContext): NonNullable<Ports['onExchange']> {
  return ({ name, status, durationMs }) => tell(`  ${name} ${status ?? 'no answer'} ${Math.round(durationMs)} ms`);
}

/** The sandbox of a project, kept in `.airplan/sandbox.json`; started when an environment asks for it. */
function embeddedSandbox(folder: string) {
  // One for all environments that ask for it: a store belongs to one sandbox at a time.
  let running: Promise<Sandbox> | undefined;
  const start = async (): Promise<Sandbox> => {
    const { startSandbox } = await import('../sandbox/sandbox.ts');
    const store = path.join(folder, '.airplan');
    await mkdir(store, { recursive: true });
    return startSandbox({ storeFile: path.join(store, 'sandbox.json') });
  };
  return {
    serverUrl: async ({ server }: Environment): Promise<string> => {
      if (server !== 'sandbox') return server;
      running ??= start();
      return (await running).url;
    },
    close: async () => {
      // One that did not start was told of when it was asked for.
      await (await running?.catch(() => undefined))?.close();
    },
  };
}
