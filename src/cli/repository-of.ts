import { existsSync, statSync } from 'node:fs';
import path from 'node:path';

import { InvalidFlagsError } from '../errors.ts';
import type { CiHost } from '../model/new-project.ts';
import { type Git, gitIn } from './git.ts';

/** The git repository that a folder is in, or will be in. */
export interface FoundRepository {
  /** False: there is none yet. */
  readonly isThere: boolean;
  /** Its top folder, absolute; without a repository the folder itself. */
  readonly top: string;
  /** The folder within it: empty, or with a slash behind it. */
  readonly prefix: string;
  /** The branch that pull requests are merged into, as far as it can be told. */
  readonly branch: string;
  /** Where it is pushed to, if its address tells. */
  readonly host?: CiHost;
}

/**
 * Looks for the repository around a folder, which may not be there yet.
 *
 * @returns without git, or without a repository, the folder itself
 * @throws {InvalidFlagsError} when it is no folder, and can be none
 */
export async function repositoryOf(folder: string): Promise<FoundRepository> {
  const existing = nearestFolder(folder);
  if (!statSync(existing).isDirectory()) {
    throw new InvalidFlagsError(`--project: "${existing}" is no folder`, { hint: 'name a folder, new or there' });
  }
  const git = forgiving(gitIn(existing));
  const [top, prefix] = (await git(['rev-parse', '--show-toplevel', '--show-prefix'])).split('\n');
  if (top === undefined || top === '') return { isThere: false, top: folder, prefix: '', branch: 'main' };
  const rest = path.relative(existing, folder).split(path.sep).join('/');
  const host = hostOf(await git(['remote', 'get-url', 'origin']));
  return {
    isThere: true,
    top: path.resolve(top),
    prefix: `${prefix ?? ''}${rest === '' ? '' : `${rest}/`}`,
    branch: await mainBranch(git),
    ...(host === undefined ? {} : { host }),
  };
}

function nearestFolder(folder: string): string {
  return existsSync(folder) || path.dirname(folder) === folder ? folder : nearestFolder(path.dirname(folder));
}

/** What git prints; nothing where it fails, or is not there. */
function forgiving(git: Git): (args: readonly string[]) => Promise<string> {
  return async (args) => {
    try {
      const { exitCode, output } = await git(args);
      return exitCode === 0 ? output.toString().trimEnd() : '';
    } catch (error) {
      if (error instanceof InvalidFlagsError) return '';
      throw error;
    }
  };
}

async function mainBranch(git: (args: readonly string[]) => Promise<string>): Promise<string> {
  const remote = await git(['symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD']);
  if (remote !== '') return remote.replace(/^origin\//, '');
  const now = await git(['symbolic-ref', '--quiet', '--short', 'HEAD']);
  return ['master', 'trunk'].includes(now) ? now : 'main';
}

const hosts: readonly (readonly [RegExp, CiHost])[] = [
  [/[/@.]github\./, 'github'],
  [/[/@.]gitlab\./, 'gitlab'],
  [/[/@.](?:dev\.azure|visualstudio)\.com/, 'azure'],
];

function hostOf(address: string): CiHost | undefined {
  return hosts.find(([pattern]) => pattern.test(address))?.[1];
}
