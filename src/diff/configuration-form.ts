import { type Configuration, type ConfigurationValue, isConfiguration } from '../model/configuration.ts';
import { compareText } from '../util/sort.ts';
import type { Pair } from './canonical-form.ts';
import type { ComparisonRuleId } from './rules.ts';

/** The rules for each leaf of a configuration, which is managed whole. */
const leafRules: readonly ComparisonRuleId[] = ['masked-secret', 'plain-secret', 'number-value', 'key-order'];

/**
 * Every leaf of two configurations by its path; a list is one leaf, because its order counts.
 *
 * Where one side has something else than an object, or an empty one, the object of the other side is one leaf too, so
 * that a value that was replaced is one difference.
 *
 * @returns the leaves of `desired` sorted by path, then those that are only live
 */
export function configurationPairs(live: Configuration, desired: Configuration): readonly Pair[] {
  return memberPairs(['configuration'], live, desired);
}

function memberPairs(path: readonly string[], live: Configuration, desired: Configuration): readonly Pair[] {
  const onlyLive = Object.keys(live).filter((name) => !Object.hasOwn(desired, name));
  return [...Object.keys(desired).sort(compareText), ...onlyLive.sort(compareText)].flatMap((name) =>
    leafPairs([...path, name], ownValue(live, name), ownValue(desired, name)),
  );
}

function leafPairs(
  path: readonly string[],
  live: ConfigurationValue | undefined,
  desired: ConfigurationValue | undefined,
): readonly Pair[] {
  const isSplit = (hasMembers(live) || live === undefined) && (hasMembers(desired) || desired === undefined);
  if (!isSplit) return [{ path, rules: leafRules, live, desired }];
  return memberPairs(path, live ?? {}, desired ?? {});
}

function hasMembers(value: ConfigurationValue | undefined): value is Configuration {
  return isConfiguration(value) && Object.keys(value).length > 0;
}

function ownValue(members: Configuration, name: string): ConfigurationValue | undefined {
  return Object.hasOwn(members, name) ? members[name] : undefined;
}
