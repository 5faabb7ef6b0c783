import path from 'node:path';

import type { ProjectFiles } from '../desired/files.ts';
import { InternalError, InvalidFlagsError } from '../errors.ts';
import { compareText } from '../util/sort.ts';
import type { Git, Repository } from './git.ts';

/** A file or a link to one. */
interface Entry {
  readonly isLink: boolean;
  /** Of its content. */
  readonly id: string;
}

/** By path in the repository. */
type Entries = ReadonlyMap<string, Entry>;

/** Links may lead to links. */
const mostLinks = 10;

/** A project's folder as of a commit, read with few calls of git. */
export function gitSnapshot({ git, top, prefix }: Repository, commit: string): ProjectFiles {
  const contents = new Map<string, Buffer>();
  const known = new Map<string, Entry>();
  const read = async (id: string): Promise<Buffer> => {
    if (!contents.has(id)) await readBlobs(git, [id], contents);
    return contents.get(id) ?? Buffer.alloc(0);
  };
  const find = async (file: string, links = 0): Promise<Entry | undefined> => {
    const entry = known.get(file) ?? (await entriesOf(git, [commit, '--', file])).get(file);
    if (entry === undefined || !entry.isLink) return entry;
    const target = path.posix.join(path.posix.dirname(file), (await read(entry.id)).toString());
    return links === mostLinks || isOutside(target) ? undefined : find(target, links + 1);
  };
  return {
    list: async (folder) => {
      const inner = withinTop({ top, prefix }, folder);
      if (inner === undefined) throw outside(folder);
      const entries = await entriesOf(git, ['-r', commit, ...(inner === '' ? [] : ['--', `${inner}/`])]);
      for (const [file, entry] of entries) known.set(file, entry);
      await readBlobs(
        git,
        [...entries].filter(([file]) => /\.ya?ml$/i.test(file)).map(([, { id }]) => id),
        contents,
      );
      const found = await Promise.all([...entries.keys()].map(async (file) => [file, await find(file)] as const));
      const files = found.flatMap(([file, entry]) => (entry === undefined ? [] : [path.posix.relative(prefix, file)]));
      return entries.size === 0 ? undefined : files.sort(compareText);
    },
    read: async (file) => {
      const inner = withinTop({ top, prefix }, file);
      const entry = inner === undefined ? undefined : await find(inner);
      return entry && (await read(entry.id));
    },
  };
}

/** A path of the project as one of the repository; `undefined` for what is outside of it. */
function withinTop({ top, prefix }: Pick<Repository, 'top' | 'prefix'>, file: string): string | undefined {
  const inner = path
    .relative(top, path.resolve(top, prefix, file))
    .split(path.sep)
    .join('/');
  return isOutside(inner) ? undefined : inner;
}

function isOutside(inner: string): boolean {
  return inner === '..' || inner.startsWith('../') || path.isAbsolute(inner);
}

function outside(folder: string): Error {
  return new InvalidFlagsError(`--base: the folder "${folder}" is outside of the git repository`, {
    hint: 'git cannot tell what was in it: keep the pipelines in the repository, or leave --base out',
  });
}

/** Files and links of a commit; folders and repositories within the repository are none. */
async function entriesOf(git: Git, args: readonly string[]): Promise<Entries> {
  const { output } = await git(['ls-tree', '-z', '--full-tree', ...args]);
  const rows = output
    .toString()
    .split('\0')
    .map((row) => /^(\d+) blob (\w+)\t(.+)$/s.exec(row) ?? []);
  return new Map(
    rows.flatMap(([, mode, id, file]) =>
      id === undefined || file === undefined ? [] : [[file, { id, isLink: mode === '120000' }] as const],
    ),
  );
}

/** Reads many contents at once; each comes as `ID blob SIZE`, a line break, and its bytes with another one behind. */
async function readBlobs(git: Git, ids: readonly string[], into: Map<string, Buffer>): Promise<void> {
  if (ids.length === 0) return;
  const { output, words } = await git(['cat-file', '--batch'], ids.map((id) => `${id}\n`).join(''));
  let start = 0;
  for (const id of ids) {
    const end = output.indexOf('\n', start);
    const [, type, size] = output.subarray(start, end).toString().split(' ');
    if (end < 0 || type !== 'blob') throw new InternalError(`git does not give what is in ${id}: ${words}`);
    start = end + 1 + Number(size);
    into.set(id, output.subarray(end + 1, start));
    start += 1;
  }
}
