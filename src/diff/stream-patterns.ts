import type { StreamPattern } from '../model/stream.ts';
import { globMatcher } from '../util/glob.ts';

/** What tells streams apart by name. */
export interface Named {
  readonly name: string;
  readonly namespace?: string;
}

/** True when a pattern is one for that stream. */
export function matchesPattern({ name, namespace }: StreamPattern, stream: Named): boolean {
  return globMatcher(name)(stream.name) && (namespace === undefined || globMatcher(namespace)(stream.namespace ?? ''));
}

/** The first rule that takes a stream, of rules in the order in which they go before each other. */
export function ruleFor<Rule extends StreamPattern & { readonly except?: readonly StreamPattern[] }>(
  rules: readonly Rule[],
  stream: Named,
): Rule | undefined {
  return rules.find(
    (rule) => matchesPattern(rule, stream) && !rule.except?.some((pattern) => matchesPattern(pattern, stream)),
  );
}
