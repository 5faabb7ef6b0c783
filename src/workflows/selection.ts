import { InvalidFlagsError } from '../errors.ts';
import type { Desired, ResourceKey } from '../model/resource.ts';
import { globMatcher } from '../util/glob.ts';
import { findClosest } from '../util/suggest.ts';

/** Which resources a command is about: globs over `kind/key`. */
export interface Selection {
  /** Empty: all. */
  readonly select: readonly string[];
  readonly exclude: readonly string[];
}

/**
 * A test for keys.
 *
 * @throws {InvalidFlagsError} for a glob that no resource matches: a typing error would select nothing in silence
 */
export function createSelector({ select, exclude }: Selection, desired: Desired): (key: ResourceKey) => boolean {
  const keys = [
    ...(desired.definitions ?? []),
    ...desired.sources,
    ...desired.destinations,
    ...desired.connections,
  ].map(({ key }) => key);
  for (const glob of [...select, ...exclude]) assertMatches(glob, keys);
  const isSelected = select.length === 0 ? () => true : matcherFor(select);
  const isExcluded = exclude.length === 0 ? () => false : matcherFor(exclude);
  return (key) => isSelected(key) && !isExcluded(key);
}

function matcherFor(globs: readonly string[]): (key: string) => boolean {
  const matchers = globs.map(globMatcher);
  return (key) => matchers.some((matches) => matches(key));
}

function assertMatches(glob: string, keys: readonly string[]): void {
  if (keys.some(globMatcher(glob))) return;
  const closest = findClosest(glob, keys);
  const shown = keys.slice(0, 8).join(', ');
  throw new InvalidFlagsError(`no resource of the files matches "${glob}"`, {
    hint: closest === undefined ? `write kind/key, * stands for any: ${shown}` : `did you mean "${closest}"?`,
  });
}
