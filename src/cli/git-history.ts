import path from 'node:path';

import { InvalidFlagsError } from '../errors.ts';
import type { ProjectHistory } from '../workflows/history.ts';
import { type Git, type GitAnswer, gitIn, type Repository } from './git.ts';
import { gitSnapshot } from './git-snapshot.ts';

/** The history of the project in a folder, by git; nothing is asked before it is used. */
export function gitHistory(folder: string): ProjectHistory {
  const git = gitIn(folder);
  let found: Promise<Repository> | undefined;
  const repository = (): Promise<Repository> => {
    found ??= openRepository(git, folder);
    return found;
  };
  const isCutOff = async (): Promise<boolean> => lineOf(await git(['rev-parse', '--is-shallow-repository'])) === 'true';
  return {
    commitOf: async (ref) => {
      await repository();
      const answer = await git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
      if (ref !== '' && answer.exitCode === 0) return lineOf(answer);
      throw await noCommit(git, ref, await isCutOff());
    },
    commitsBefore: async (commit, most) => {
      const range = ['log', '--first-parent', '--format=%H', `--max-count=${most}`, '--end-of-options', commit];
      const { output } = await git([...range, '--', '.']);
      // What the base is itself is known already.
      return output
        .toString()
        .split('\n')
        .filter((id) => id !== '' && id !== commit);
    },
    isCutOff,
    filesAt: (commit) => {
      const snapshot = repository().then((it) => gitSnapshot(it, commit));
      return {
        list: async (inner) => (await snapshot).list(inner),
        read: async (file) => (await snapshot).read(file),
      };
    },
  };
}

async function openRepository(git: Git, folder: string): Promise<Repository> {
  const answer = await git(['rev-parse', '--show-toplevel', '--show-prefix']);
  if (answer.exitCode !== 0) throw noRepository(answer, folder);
  const [top = '', prefix = ''] = answer.output.toString().split('\n');
  return { git, top: path.resolve(top), prefix };
}

function noRepository({ words }: GitAnswer, folder: string): Error {
  if (words.includes('dubious ownership')) {
    return new InvalidFlagsError(`--base: git does not read "${folder}", which belongs to another user`, {
      hint: `git config --global --add safe.directory "${folder}"`,
    });
  }
  return new InvalidFlagsError(`--base: "${folder}" is not in a git repository`, {
    hint: 'run airplan in a clone of the repository, or leave --base out',
  });
}

async function noCommit(git: Git, ref: string, isCutOff: boolean): Promise<Error> {
  if (ref === '') {
    const hint = 'name a branch, a tag or a commit: a variable of a script may not be set';
    return new InvalidFlagsError('--base is empty', { hint });
  }
  const message = `--base: this repository has no commit "${ref}"`;
  const remote = `origin/${ref}`;
  const isRemote =
    (await git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${remote}^{commit}`])).exitCode === 0;
  if (isRemote) return new InvalidFlagsError(message, { hint: `did you mean "${remote}"?` });
  const fetch = `git fetch origin ${ref.replace(/^origin\//, '')}`;
  // What only git understands, `HEAD~2`, cannot be fetched by its name.
  if (!isCutOff && !/^\w[\w./-]*$/.test(ref))
    return new InvalidFlagsError(message, { hint: 'name a branch, a tag or a commit' });
  const hint = isCutOff
    ? `this clone has only the last commits: fetch all of them (fetch-depth: 0, GIT_DEPTH: 0), or "${fetch}"`
    : `name a branch, a tag or a commit; "${fetch}" gets one that only the server has`;
  return new InvalidFlagsError(message, { hint });
}

function lineOf({ output }: GitAnswer): string {
  return output.toString().trim();
}
