import picomatch from 'picomatch';

import { InvalidFlagsError } from '../errors.ts';
import type { Desired, ResourceKey } from '../model/resource.ts';
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
  const keys = [...desired.sources, ...desired.destinations, ...desired.connections].map(({ key }) => key);
  for (const glob of [...select, ...exclude]) assertMatches(glob, keys);
  const isSelected = select.length === 0 ? () => true : matcherFor(select);
  const isExcluded = exclude.length === 0 ? () => false : matcherFor(exclude);
  return (key) => isSelected(key) && !isExcluded(key);
}

const options = { dot: true };

function matcherFor(globs: readonly string[]): (key: string) => boolean {
  const matches = picomatch([...globs], options);
  return (key) => matches(key);
}

function assertMatches(glob: string, keys: readonly string[]): void {
  const matches = picomatch(glob, options);
  if (keys.some((key) => matches(key))) return;
  const closest = findClosest(glob, keys);
  const shown = keys.slice(0, 8).join(', ');
  throw new InvalidFlagsError(`no resource of the files matches "${glob}"`, {
    hint: closest === undefined ? `write kind/key, * stands for any: ${shown}` : `did you mean "${closest}"?`,
  });
}
