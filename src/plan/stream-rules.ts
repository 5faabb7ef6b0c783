import { matchesPattern } from '../diff/stream-patterns.ts';
import { originAt } from '../model/issue.ts';
import type { PlannedRule } from '../model/plan.ts';
import type { FieldRule, StreamDescription, StreamRule, StreamSelection } from '../model/stream.ts';
import { streamId, streamName } from '../model/stream.ts';
import { hasWildcard } from '../util/glob.ts';
import { compareText, sortedBy } from '../util/sort.ts';
import { findClosest } from '../util/suggest.ts';
import type { Finding } from './findings.ts';
import { indexStreams, type StreamIndex } from './stream-index.ts';

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

/** What a pattern of the files stands for. */
export interface Expansion {
  readonly rule: StreamRule;
  readonly streams: readonly StreamDescription[];
}

/** The streams of a source that the rules of a connection find, and what is wrong with the rules. */
export interface ExpandedRules {
  /** Sorted by namespace and name. */
  readonly found: readonly FoundStream[];
  /** One for each pattern that finds streams which no rule before it has found. */
  readonly expansions: readonly Expansion[];
  readonly findings: readonly Finding[];
}

/**
 * The streams that a connection is to sync.
 *
 * A rule with a plain name goes before one with a pattern, whatever its namespace; an earlier one before a later one.
 *
 * @param available - what the source offers
 * @returns with findings for rules that find nothing, a plain name in several namespaces, and a stream named twice
 */
export function expandRules(rules: readonly StreamRule[], available: readonly StreamDescription[]): ExpandedRules {
  const index = indexOf(available);
  const taken = new Map<StreamDescription, FoundStream>();
  const expansions: Expansion[] = [];
  const findings: Finding[] = [];
  for (const rule of mostExactFirst(rules)) {
    const candidates = index.find(rule);
    const matches = withoutExcepted(candidates, rule);
    const isHinting = findings.length < mostHints;
    findings.push(...ruleFindings(rule, { candidates, matches, taken, available, isHinting }));
    const free = matches.filter((description) => !taken.has(description));
    for (const description of free) taken.set(description, { rule, description, selection: select(rule, description) });
    if (free.length > 0 && isPattern(rule)) expansions.push({ rule, streams: sortedBy(free, toText) });
  }
  return { found: sortedBy(taken.values(), ({ description }) => toText(description)), expansions, findings };
}

/** How many findings look for what may have been meant: that takes a look at every name. */
const mostHints = 20;

const indexes = new WeakMap<readonly StreamDescription[], StreamIndex<StreamDescription>>();

/** Connections of one source share its catalog. */
function indexOf(available: readonly StreamDescription[]): StreamIndex<StreamDescription> {
  const known = indexes.get(available);
  if (known !== undefined) return known;
  const index = indexStreams(available, (description) => description);
  indexes.set(available, index);
  return index;
}

function withoutExcepted(
  candidates: readonly StreamDescription[],
  { except = [] }: StreamRule,
): readonly StreamDescription[] {
  if (except.length === 0) return candidates;
  return candidates.filter((stream) => !except.some((pattern) => matchesPattern(pattern, stream)));
}

function toText(description: StreamDescription): string {
  return `${streamName(description)}\n${streamId(description)}`;
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
  const { origin: _origin, fields, except: _except, namespace: _pattern, ...settings } = rule;
  return {
    ...settings,
    name: description.name,
    ...(description.namespace === undefined ? {} : { namespace: description.namespace }),
    ...(fields === undefined ? {} : selectFields(fields, description.fieldNames)),
  };
}

function selectFields(
  fields: FieldRule,
  names: readonly string[],
): Pick<StreamSelection, 'selectedFields' | 'selectsAllFields'> {
  if (fields === 'all') return { selectsAllFields: true };
  if (fields.include !== undefined) return { selectedFields: [...new Set(fields.include)].sort(compareText) };
  const excluded = new Set(fields.exclude);
  return { selectedFields: names.filter((name) => !excluded.has(name)) };
}

/** What came of looking for the streams of one rule. */
interface Search {
  /** Exceptions included. */
  readonly candidates: readonly StreamDescription[];
  readonly matches: readonly StreamDescription[];
  /** What rules before this one have found. */
  readonly taken: ReadonlyMap<StreamDescription, FoundStream>;
  readonly available: readonly StreamDescription[];
  readonly isHinting: boolean;
}

function ruleFindings(rule: StreamRule, search: Search): readonly Finding[] {
  const { matches } = search;
  if (matches.length === 0) return [nothingFound(rule, search)];
  if (isPattern(rule)) return [];
  return matches.length === 1 ? foundTwice(rule, search) : [ambiguous(rule, matches)];
}

function nothingFound(rule: StreamRule, { candidates, available, isHinting }: Search): Finding {
  const origin = originAt(rule.origin, 'name');
  const name = streamName(rule);
  if (candidates.length > 0) {
    const message = `"except" leaves out every stream that "${name}" finds`;
    return { rule: 'unknown-stream', message, origin, hint: 'remove this entry, or what excepts its streams' };
  }
  const message = isPattern(rule) ? `no stream matches "${name}"` : `the source has no stream "${name}"`;
  return { rule: 'unknown-stream', message, origin, ...(isHinting ? { hint: offered(rule, available) } : {}) };
}

/** Two plain names may mean one stream: one with its namespace, one without. */
function foundTwice(rule: StreamRule, { matches, taken }: Search): readonly Finding[] {
  const [only] = matches;
  const earlier = only && taken.get(only);
  if (only === undefined || earlier === undefined || isPattern(earlier.rule)) return [];
  const message = `stream "${streamName(only)}" is listed twice, as "${streamName(earlier.rule)}" and as "${streamName(rule)}"`;
  return [{ rule: 'duplicate-stream', message, origin: originAt(rule.origin, 'name'), hint: 'keep one of the two' }];
}

function ambiguous(rule: StreamRule, matches: readonly StreamDescription[]): Finding {
  const namespaces = matches.map(({ namespace }) => namespace ?? '(none)').join(', ');
  return {
    rule: 'ambiguous-stream',
    message: `${matches.length} streams are named "${rule.name}"`,
    origin: originAt(rule.origin, 'name'),
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
