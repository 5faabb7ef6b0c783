import type { LiveActor, LiveConnection } from '../model/live.ts';
import type { Explanation, PlannedActor, PlannedConnection } from '../model/plan.ts';
import { canonicalSides, type Pair } from './canonical-form.ts';
import { actorPairs, connectionPairs } from './resource-form.ts';
import { withoutSecrets } from './rules/secret-rules.ts';
import { looksLike } from './rules/sets.ts';
import { type ComparisonRuleId, comparisonRule } from './rules.ts';

/**
 * Which rules made values of a source or destination equal that look different.
 *
 * @returns one entry for each path and rule without which the two sides would differ; secrets hidden
 */
export function explainActor(desired: PlannedActor, live: LiveActor): readonly Explanation[] {
  return actorPairs(desired, live).flatMap(explainPair);
}

/** The same for a connection. */
export function explainConnection(desired: PlannedConnection, live: LiveConnection): readonly Explanation[] {
  return connectionPairs(desired, live).flatMap(explainPair);
}

/** The sentences of rules that explanations name, in the order of their table. */
export function explainedRules(explanations: readonly Explanation[]): Readonly<Record<string, string>> {
  const rules = [...new Set(explanations.map(({ rule }) => rule))] as readonly ComparisonRuleId[];
  return Object.fromEntries(rules.toSorted().map((id) => [id, comparisonRule(id).sentence]));
}

function explainPair(pair: Pair): readonly Explanation[] {
  const { path, live, desired } = pair;
  if (looksLike(live, desired) || !isEqualWithout(undefined, pair)) return [];
  const shown = withoutSecrets(pair);
  return pair.rules
    .filter((rule) => !isEqualWithout(rule, pair))
    .map((rule) => ({
      path,
      rule,
      ...(shown === undefined ? {} : { live: shown }),
      ...(desired === undefined ? {} : { desired }),
    }));
}

/** A rule that makes the sides equal is one without which they are not. */
function isEqualWithout(rule: ComparisonRuleId | undefined, pair: Pair): boolean {
  const { live, desired } = canonicalSides(pair, rule);
  return looksLike(live, desired);
}
