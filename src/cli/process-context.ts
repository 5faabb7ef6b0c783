import { createInterface } from 'node:readline/promises';

import type { CliContext } from './context.ts';

/** The process that airplan was started in. */
export function processContext(): CliContext {
  const { stdin, stdout, stderr, env } = process;
  stdout.on('error', endOnClosedPipe);
  stderr.on('error', goOnWithoutReader);
  const isCi = env.CI !== undefined && env.CI !== '' && env.CI !== 'false';
  return {
    print: (text) => void stdout.write(`${text}\n`),
    tell: (text) => void stderr.write(`${text}\n`),
    workingFolder: process.cwd(),
    environmentVariable: (name) => env[name],
    isInteractive: stdin.isTTY && stdout.isTTY && !isCi,
    showsProgress: stderr.isTTY && !isCi,
    columns: stdout.columns ?? 80,
    terminal: {
      write: (text) => void stderr.write(text),
      size: () => ({ columns: stderr.columns ?? 80, rows: stderr.rows ?? 24 }),
    },
    hasColour: hasColour(stdout.isTTY, env),
    ask,
    onInterrupt,
  };
}

/** Whoever reads a result may have seen enough of it: `airplan plan | head`. */
function endOnClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
}

/** Nobody has to read along: what is under way is finished all the same. */
function goOnWithoutReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

/** See no-color.org; FORCE_COLOR wins over the missing terminal of a CI log. */
function hasColour(isTerminal: boolean, env: NodeJS.ProcessEnv): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0') return true;
  return isTerminal && env.TERM !== 'dumb';
}

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}

function onInterrupt(listener: () => void): () => void {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}
