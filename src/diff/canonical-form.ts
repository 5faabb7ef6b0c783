import type { ComparisonRuleId } from './rules.ts';
import { comparisonRule } from './rules.ts';
import type { Circumstances, Sides } from './sides.ts';

/** One value of a resource with both sides, in the words of the files, and the rules by which they are compared. */
export interface Pair extends Sides {
  /** What people read. Not always unique: two streams may be shown by the same name. */
  readonly path: readonly string[];
  /** In the order in which they are applied. */
  readonly rules: readonly ComparisonRuleId[];
  readonly circumstances?: Circumstances;
}

/**
 * The two sides as they are compared: without order where none counts, defaults filled in, idle values gone.
 *
 * @param omitted - a rule to leave out, to see what it does
 */
export function canonicalSides(pair: Pair, omitted?: ComparisonRuleId): Sides {
  let sides: Sides = pair;
  for (const id of pair.rules) {
    if (id !== omitted) sides = comparisonRule(id).apply(sides, pair.circumstances ?? {});
  }
  return sides;
}

/** A value that only one side has, or that no rule is for. */
export function plainPair(path: readonly string[], { live, desired }: Partial<Sides>): Pair {
  return { path, rules: [], live, desired };
}
