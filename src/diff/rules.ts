import { generalRules } from './rules/general-rules.ts';
import { secretRules } from './rules/secret-rules.ts';
import { settingRules } from './rules/setting-rules.ts';
import { streamRules } from './rules/stream-rules.ts';
import type { ComparisonRule } from './sides.ts';

/** Every rule by which airplan compares. Which values a rule is for is said where the values are: `canonical-form.ts`. */
export const comparisonRules = { ...generalRules, ...secretRules, ...settingRules, ...streamRules };

export type ComparisonRuleId = keyof typeof comparisonRules;

/** The row of a rule. */
export function comparisonRule(id: ComparisonRuleId): ComparisonRule {
  return comparisonRules[id];
}
