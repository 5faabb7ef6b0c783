import { originAt } from '../model/issue.ts';
import type { PlannedRule } from '../model/plan.ts';
import type { StreamDescription, StreamRule, StreamSelection } from '../model/stream.ts';
import { streamId, streamName } from '../model/stream.ts';
import { globMatcher, hasWildcard } from '../util/glob.ts';
import { compareText, sortedBy } from '../util/sort.ts';
import { findClosest } from '../util/suggest.ts';
import type { Finding } from './findings.ts';

/** A stream that a rule has found. */
export interface FoundStream {
  readonly rule: StreamRule;
  readonly description: StreamDescription;
  readonly selection: StreamSelection;
}

/** True for a rule that may stand for several streams. */
export function isPattern({ name, namespace }: Pick<StreamRule, 'name' | 'namespace'>): boolean {
  return hasWildcard(name) || (namespace !== undefined && hasWildcard(namespace));
}

/** True when a rule's name and namespace, literal or with `*` and `?`, are those of a stream. */
export function matchesRule(rule: Pick<StreamRule, 'name' | 'namespace'>, stream: StreamDescription): boolean {
  return (
    globMatcher(rule.name)(stream.name) &&
    (rule.namespace === undefined || globMatcher(rule.namespace)(stream.namespace ?? ''))
  );
}

/**
 * The streams that a connection is to sync.
 *
 * A rule with a plain name goes before one with a pattern, whatever its namespace; an earlier one before a later one.
 *
 * @param available - what the source offers
 * @returns sorted by namespace and name; findings for rules that find nothing, or a plain name in several namespaces
 */
export function expandRules(
  rules: readonly StreamRule[],
  available: readonly StreamDescription[],
): { readonly found: readonly FoundStream[]; readonly findings: readonly Finding[] } {
  const taken = new Map<StreamDescription, FoundStream>();
  const findings: Finding[] = [];
  for (const rule of mostExactFirst(rules)) {
    const matches = available.filter((stream) => matchesRule(rule, stream));
    const finding = ruleFinding(rule, matches, available);
    if (finding !== undefined) findings.push(finding);
    for (const description of matches) {
      if (!taken.has(description)) taken.set(description, { rule, description, selection: select(rule, description) });
    }
  }
  const toText = ({ description }: FoundStream) => `${streamName(description)}\n${streamId(description)}`;
  return { found: sortedBy(taken.values(), toText), findings };
}

/** Rules that no catalog is there for yet: of plain names their order says nothing, of patterns it does. */
export function plannedRules(rules: readonly StreamRule[]): readonly PlannedRule[] {
  const ordered = mostExactFirst(sortedBy(rules, ({ name }) => (hasWildcard(name) ? '' : name)));
  return ordered.map(({ origin: _, ...rule }) => rule);
}

function mostExactFirst(rules: readonly StreamRule[]): readonly StreamRule[] {
  return sortedBy(rules, (rule) => (hasWildcard(rule.name) ? '3' : isPattern(rule) ? '2' : '1'));
}

function select(rule: StreamRule, description: StreamDescription): StreamSelection {
  const { origin: _origin, fields, ...settings } = rule;
  const { namespace: _pattern, ...withoutNamespace } = settings;
  return {
    ...withoutNamespace,
    name: description.name,
    ...(description.namespace === undefined ? {} : { namespace: description.namespace }),
    ...(fields === undefined ? {} : { selectedFields: selectedFields(fields, description.fieldNames) }),
  };
}

function selectedFields(fields: NonNullable<StreamRule['fields']>, names: readonly string[]): readonly string[] {
  if (fields.include !== undefined) return [...new Set(fields.include)].sort(compareText);
  const excluded = new Set(fields.exclude);
  return names.filter((name) => !excluded.has(name));
}

function ruleFinding(
  rule: StreamRule,
  matches: readonly StreamDescription[],
  available: readonly StreamDescription[],
): Finding | undefined {
  const origin = originAt(rule.origin, 'name');
  if (matches.length === 0) {
    const what = isPattern(rule)
      ? `no stream matches "${streamName(rule)}"`
      : `the source has no stream "${streamName(rule)}"`;
    return { rule: 'unknown-stream', message: what, origin, hint: offered(rule, available) };
  }
  if (matches.length === 1 || isPattern(rule)) return undefined;
  const namespaces = matches.map(({ namespace }) => namespace ?? '(none)').join(', ');
  return {
    rule: 'ambiguous-stream',
    message: `${matches.length} streams are named "${rule.name}"`,
    origin,
    hint: `say which by "namespace": ${namespaces}`,
  };
}

function offered(rule: StreamRule, available: readonly StreamDescription[]): string {
  const names = available.map(streamName).sort(compareText);
  const closest = findClosest(streamName(rule), names);
  const shown = names.slice(0, 10).join(', ');
  const more = names.length > 10 ? ` and ${names.length - 10} more` : '';
  const list = names.length === 0 ? 'the source offers no streams' : `there are ${shown}${more}`;
  return closest === undefined ? list : `did you mean "${closest}"? ${list}`;
}
