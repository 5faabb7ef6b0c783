import { spawn } from 'node:child_process';

import { InvalidFlagsError } from '../errors.ts';

/** What a git command gave. */
export interface GitAnswer {
  readonly exitCode: number;
  readonly output: Buffer;
  /** As git says it, in English. */
  readonly words: string;
}

export type Git = (args: readonly string[], input?: string) => Promise<GitAnswer>;

/** A git repository, and where in it a project is. */
export interface Repository {
  readonly git: Git;
  /** The folder of the work tree, absolute. */
  readonly top: string;
  /** The project's folder within it: empty, or with a slash behind it. */
  readonly prefix: string;
}

/**
 * Runs git in a folder, without a shell.
 *
 * @throws {InvalidFlagsError} from each call, when there is no git
 */
export function gitIn(folder: string): Git {
  return (args, input = '') =>
    new Promise((resolve, reject) => {
      const env = { ...process.env, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' };
      const child = spawn('git', ['--literal-pathspecs', ...args], { cwd: folder, env, stdio: 'pipe' });
      const [output, words]: [Buffer[], Buffer[]] = [[], []];
      child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => words.push(chunk));
      child.on('error', (error: NodeJS.ErrnoException) => reject(notStarted(error, folder)));
      child.on('close', (code) =>
        resolve({ exitCode: code ?? 1, output: Buffer.concat(output), words: Buffer.concat(words).toString().trim() }),
      );
      // It may end without having read everything.
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
    });
}

function notStarted(error: NodeJS.ErrnoException, folder: string): Error {
  const message =
    error.code === 'ENOENT' ? 'there is no git to be found here' : `git cannot be started: ${error.message}`;
  return new InvalidFlagsError(`--base: ${message}`, {
    hint: `install git, and check that the folder "${folder}" exists; or leave --base out`,
    cause: error,
  });
}
