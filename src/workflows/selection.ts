import { InvalidFlagsError } from '../errors.ts';
import { customConnectors } from '../model/pipeline-graph.ts';
import type { Desired, DesiredActor, ResourceKey } from '../model/resource.ts';
import { globMatcher } from '../util/glob.ts';
import { groupedBy } from '../util/group.ts';
import { findClosest } from '../util/suggest.ts';

/**
 * Which resources a command is about: globs over `kind/key`. A `+` before one adds what the resources need, a `+` behind
 * it what needs them.
 */
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
  const graph = graphOf(desired);
  const isSelected = select.length === 0 ? () => true : matcherFor(select, graph);
  const isExcluded = matcherFor(exclude, graph);
  return (key) => isSelected(key) && !isExcluded(key);
}

/**
 * A test for keys of what is to get its secrets again.
 *
 * @param select - absent: nothing
 * @throws {InvalidFlagsError} for globs that match no resource, or none that has secrets of its own
 */
export function createRotation(select: readonly string[] | undefined, desired: Desired): (key: ResourceKey) => boolean {
  if (select === undefined) return () => false;
  const isRotated = createSelector({ select, exclude: [] }, desired);
  if ([...desired.sources, ...desired.destinations].some(({ key }) => isRotated(key))) return isRotated;
  throw new InvalidFlagsError('--rotate-secrets selects neither a source nor a destination', {
    hint: 'secrets belong to them; +connection/… selects both ends of a connection',
  });
}

type KeyLists = ReadonlyMap<ResourceKey, readonly ResourceKey[]>;

interface Graph {
  readonly keys: readonly ResourceKey[];
  /** What each resource needs. */
  readonly needs: KeyLists;
  /** What needs each resource. */
  readonly users: KeyLists;
}

function graphOf(desired: Desired): Graph {
  const { definitions = [], sources, destinations, connections } = desired;
  const connectorOf = customConnectors(desired);
  const runsOn = (actor: DesiredActor): readonly ResourceKey[] => {
    const connector = connectorOf(actor);
    return connector === undefined ? [] : [connector];
  };
  const needs = new Map<ResourceKey, readonly ResourceKey[]>([
    ...[...sources, ...destinations].map((actor) => [actor.key, runsOn(actor)] as const),
    ...connections.map(({ key, source, destination }) => [key, [source, destination]] as const),
  ]);
  const links = [...needs].flatMap(([key, needed]) => needed.map((end) => ({ key, end })));
  const users = groupedBy(links, ({ end }) => end);
  return {
    keys: [...definitions, ...sources, ...destinations, ...connections].map(({ key }) => key),
    needs,
    users: new Map([...users].map(([end, group]) => [end, group.map(({ key }) => key)])),
  };
}

function matcherFor(texts: readonly string[], graph: Graph): (key: ResourceKey) => boolean {
  const terms = texts.map((text) => toTerm(text, graph.keys));
  const added = new Set(terms.flatMap((term) => neighbours(term, graph)));
  const matchers = terms.map(({ glob }) => globMatcher(glob));
  return (key) => matchers.some((matches) => matches(key)) || added.has(key);
}

/** One glob, and which way to go on from what it matches. */
interface Term {
  readonly glob: string;
  readonly withNeeds: boolean;
  readonly withUsers: boolean;
}

/** A key may have a plus of its own: what matches as it stands is meant as it stands. */
function toTerm(text: string, keys: readonly ResourceKey[]): Term {
  if (keys.some(globMatcher(text))) return { glob: text, withNeeds: false, withUsers: false };
  const [, before = '', glob = text, behind = ''] = /^(\+?)(.*?)(\+?)$/s.exec(text) ?? [];
  assertMatches(glob, keys);
  return { glob, withNeeds: before !== '', withUsers: behind !== '' };
}

function neighbours({ glob, withNeeds, withUsers }: Term, { keys, needs, users }: Graph): readonly ResourceKey[] {
  const matched = keys.filter(globMatcher(glob));
  return [...(withNeeds ? reachable(matched, needs) : []), ...(withUsers ? reachable(matched, users) : [])];
}

/** Everything that can be reached from some keys, step by step. */
function reachable(from: readonly ResourceKey[], next: KeyLists): readonly ResourceKey[] {
  const found = new Set<ResourceKey>();
  const open = [...from];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    const fresh = (next.get(key) ?? []).filter((one) => !found.has(one));
    for (const one of fresh) found.add(one);
    open.push(...fresh);
  }
  return [...found];
}

function assertMatches(glob: string, keys: readonly string[]): void {
  if (keys.some(globMatcher(glob))) return;
  const closest = findClosest(glob, keys);
  const shown = keys.slice(0, 8).join(', ');
  throw new InvalidFlagsError(`no resource of the files matches "${glob}"`, {
    hint: closest === undefined ? `write kind/key, * stands for any: ${shown}` : `did you mean "${closest}"?`,
  });
}
