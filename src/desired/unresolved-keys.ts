import { type Issue, originAt } from '../model/issue.ts';
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
  return (['source', 'destination', 'catalog'] as const).flatMap((end) => {
    const key = document[end];
    const candidates = declarations.all.filter(({ kind }) => kind === end);
    const isKnown = key === undefined || declarations.unreadableKeys.has(key) || candidates.some(hasKey(key));
    return isKnown ? [] : [unresolvedKey(connection, { end, key, candidates }, declarations)];
  });
}

function hasKey(key: string): (declaration: Declaration) => boolean {
  return (declaration) => declaration.key === key;
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
