import type { Named } from '../diff/stream-patterns.ts';
import type { StreamPattern } from '../model/stream.ts';
import { globMatcher, hasWildcard } from '../util/glob.ts';
import { compareText, sortedBy } from '../util/sort.ts';

/** Streams, to be found by name or pattern without looking at all of them. */
export interface StreamIndex<T> {
  /** Those whose name and namespace, literal or with `*` and `?`, fit; of one name in the order they were given. */
  readonly find: (pattern: StreamPattern) => readonly T[];
}

/** An index over items that each stand for a stream. */
export function indexStreams<T>(items: readonly T[], toNamed: (item: T) => Named): StreamIndex<T> {
  const byName = new Map<string, T[]>();
  for (const item of items) {
    const { name } = toNamed(item);
    const others = byName.get(name);
    if (others === undefined) byName.set(name, [item]);
    else others.push(item);
  }
  let sorted: SortedByName<T> | undefined;
  const findAll = (pattern: string): readonly T[] => {
    sorted ??= sortedBy(byName, ([name]) => name);
    return matchingNames(sorted, pattern);
  };
  return {
    find: ({ name, namespace }) => {
      const alike = hasWildcard(name) ? findAll(name) : (byName.get(name) ?? []);
      if (namespace === undefined) return alike;
      const isNamespace = globMatcher(namespace);
      return alike.filter((item) => isNamespace(toNamed(item).namespace ?? ''));
    },
  };
}

type SortedByName<T> = readonly (readonly [name: string, items: readonly T[]])[];

/** Only names that start like the pattern are looked at: many patterns over many streams are mostly prefixes. */
function matchingNames<T>(sorted: SortedByName<T>, pattern: string): readonly T[] {
  const prefix = pattern.slice(0, pattern.search(/[*?]/));
  const isMatch = globMatcher(pattern);
  const found: T[] = [];
  for (let at = firstNotBefore(sorted, prefix); at < sorted.length; at++) {
    const [name, items] = sorted[at] ?? ['', []];
    if (!name.startsWith(prefix)) break;
    if (isMatch(name)) found.push(...items);
  }
  return found;
}

function firstNotBefore<T>(sorted: SortedByName<T>, prefix: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareText(sorted[middle]?.[0] ?? '', prefix) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
