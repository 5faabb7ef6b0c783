import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { CliContext } from '../../src/cli/context.ts';
import { demoVariables } from '../../src/cli/demo-story.ts';
import { runCli } from '../../src/cli/main.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/sandbox.ts';

/** What a command line left behind. */
export interface CliResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliProject {
  /** The project's folder on disk. */
  readonly folder: string;
  /** Writes a file of the project; null bytes and all. */
  readonly write: (file: string, content: string | Uint8Array) => void;
  readonly remove: (file: string) => void;
  readonly run: (argv: readonly string[], context?: Partial<CliContext>) => Promise<CliResult>;
}

const repository = path.join(import.meta.dirname, '../..');

/** A copy of the worked example on disk, gone afterwards. */
export async function withProject<T>(work: (project: CliProject) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'airplan-'));
  for (const part of ['airplan.yaml', 'pipelines']) {
    cpSync(path.join(repository, part), path.join(folder, part), { recursive: true });
  }
  try {
    return await work({
      folder,
      write: (file, content) => {
        mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
        writeFileSync(path.join(folder, file), content);
      },
      remove: (file) => rmSync(path.join(folder, file), { recursive: true }),
      run: (argv, context) => runCaptured(argv, { workingFolder: folder, ...context }),
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The worked example, and a sandbox that stands for its server. */
export function withProjectAndSandbox<T>(
  work: (project: CliProject, sandbox: Sandbox) => Promise<T>,
  options: SandboxOptions = {},
): Promise<T> {
  return withProject(async (project) => {
    const sandbox = await startSandbox(options);
    const run: CliProject['run'] = (argv, context) =>
      project.run(argv, { serverUrl: async () => sandbox.url, ...context });
    try {
      return await work({ ...project, run }, sandbox);
    } finally {
      await sandbox.close();
    }
  });
}

/** One command line, in this process. */
export async function runCaptured(argv: readonly string[], context: Partial<CliContext>): Promise<CliResult> {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const exitCode = await runCli(argv, {
    print: (text) => void stdout.push(`${text}\n`),
    tell: (text) => void stderr.push(`${text}\n`),
    workingFolder: repository,
    environmentVariable: (name) => demoVariables[name],
    isInteractive: false,
    showsProgress: false,
    columns: 100,
    hasColour: false,
    ask: async () => '',
    onInterrupt: () => () => undefined,
    ...context,
  });
  return { exitCode, stdout: stdout.join(''), stderr: stderr.join('') };
}
