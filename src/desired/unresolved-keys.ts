import { type Issue, originAt } from '../model/issue.ts';
import { groupedBy } from '../util/group.ts';
import { findClosest } from '../util/suggest.ts';
import type { ConnectionDeclaration, Declaration } from './declaration.ts';
import { nameOf } from './duplicates.ts';
import { anError, didYouMean } from './finding.ts';
import type { Declarations } from './resource-files.ts';

/** What a connection may refer to, and how a finding says that it does. */
const ends = {
  source: 'reads from source',
  destination: 'writes to destination',
  catalog: 'takes its streams from catalog',
} as const;
type End = keyof typeof ends;

/** Findings for the keys of a connection that no file declares. */
export function findUnresolvedKeys(connection: ConnectionDeclaration, declarations: Declarations): readonly Issue[] {
  const { document } = connection;
  if (document === undefined) {
    return [];
  }
  const keys = keysOf(declarations);
  return (['source', 'destination', 'catalog'] as const).flatMap((end) => {
    const key = document[end];
    if (key === undefined || declarations.unreadableKeys.has(key) || keys.get(end)?.has(key)) return [];
    const candidates = declarations.all.filter(({ kind }) => kind === end);
    return [unresolvedKey(connection, { end, key, candidates }, declarations)];
  });
}

type KeysByKind = ReadonlyMap<string, ReadonlySet<string>>;
const known = new WeakMap<Declarations, KeysByKind>();

/** The keys of each kind, gathered once for all connections. */
function keysOf(declarations: Declarations): KeysByKind {
  const gathered = known.get(declarations);
  if (gathered !== undefined) return gathered;
  const byKind = groupedBy(declarations.all, ({ kind }) => kind);
  const keys = new Map([...byKind].map(([kind, group]) => [kind, new Set(group.map(({ key }) => key))]));
  known.set(declarations, keys);
  return keys;
}

interface Unresolved {
  readonly end: End;
  readonly key: string;
  readonly candidates: readonly Declaration[];
}

function unresolvedKey(
  connection: ConnectionDeclaration,
  { end, key, candidates }: Unresolved,
  { places }: Declarations,
): Issue {
  const message = `connection "${connection.key}" ${ends[end]} "${key}", which no file declares`;
  const place = places.ofValue(originAt(connection.origin, end));
  return anError('unresolved-key', message, { place, hint: hintFor(key, end, candidates) });
}

function hintFor(key: string, end: End, candidates: readonly Declaration[]): string {
  const named = candidates.find((candidate) => nameOf(candidate) === key || `${end}/${candidate.key}` === key);
  if (named !== undefined) {
    return `write its key, "${named.key}"`;
  }
  const keys = candidates.map((candidate) => candidate.key).sort();
  return didYouMean(findClosest(key, keys), `${end}s`, keys);
}
