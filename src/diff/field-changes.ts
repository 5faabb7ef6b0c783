import deepDiff from 'deep-diff';

import { type ConfigurationValue, isConfiguration, Secret } from '../model/configuration.ts';
import type { FieldChange } from '../model/plan.ts';
import { sortedBy } from '../util/sort.ts';
import { canonicalSides, type Pair } from './canonical-form.ts';
import { looksLike } from './rules/sets.ts';
import type { Sides } from './sides.ts';

/**
 * What has to change for the live sides to become the desired ones; the only place that knows `deep-diff`.
 *
 * @returns in the order of the pairs, then what is only live, sorted by path; empty when all are equal
 */
export function fieldChanges(pairs: readonly Pair[]): readonly FieldChange[] {
  const changed = pairs.flatMap((pair) => {
    // No rule makes a difference out of none.
    if (looksLike(pair.live, pair.desired)) return [];
    const sides = canonicalSides(pair);
    return isDifferent(sides) ? [fieldChange(pair.path, sides)] : [];
  });
  const onlyLive = changed.filter(({ after }) => after === undefined);
  return [...changed.filter(({ after }) => after !== undefined), ...sortedBy(onlyLive, ({ path }) => path.join('\n'))];
}

/** Everything that a resource to be created gets. */
export function createdFields(pairs: readonly Pair[]): readonly FieldChange[] {
  return pairs.flatMap((pair) => {
    const { desired } = canonicalSides(pair);
    return desired === undefined ? [] : [{ path: pair.path, after: desired }];
  });
}

/** True when the sides are not the same value; the rules have been applied before. */
export function isDifferent({ live, desired }: Sides): boolean {
  // Nearly every field of a large workspace is as it should be, and this is far cheaper.
  if (looksLike(live, desired)) return false;
  if (live === undefined || desired === undefined) return true;
  return deepDiff([comparable(live)], [comparable(desired)], { normalize }) !== undefined;
}

/** deep-diff passes over members without a name, so that here all have one. */
function comparable(value: ConfigurationValue): ConfigurationValue {
  if (Array.isArray(value)) return value.map(comparable);
  if (!isConfiguration(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [`.${name}`, comparable(inner)]));
}

/** Secrets are the same when they are one object; what they hold is nobody's business here. */
function normalize(_path: unknown, _key: unknown, left: unknown, right: unknown): [unknown, unknown] | undefined {
  if (!(left instanceof Secret) && !(right instanceof Secret)) return undefined;
  return [0, left === right ? 0 : 1];
}

function fieldChange(path: readonly string[], { live, desired }: Sides): FieldChange {
  return {
    path,
    ...(live === undefined ? {} : { before: live }),
    ...(desired === undefined ? {} : { after: desired }),
  };
}
