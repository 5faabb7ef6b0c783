import { type Issue, type Origin, originAt, type Path } from '../model/issue.ts';
import { isJsonObject, type Json } from '../model/json.ts';
import { findClosest } from '../util/suggest.ts';
import { anError } from './finding.ts';
import type { Places } from './places.ts';
import { parseReferences, referenceTypes } from './reference-syntax.ts';

/** Where references are replaced by what they stand for. */
const resolvedKeys: readonly unknown[] = ['configuration', 'mapperConfiguration'];

interface FoundText {
  readonly path: Path;
  readonly text: string;
  /** True where references are replaced. */
  readonly isResolved: boolean;
}

/**
 * References that would be sent as they are written: an error where none is replaced, a warning for what reads like one
 * where they are.
 */
export function findMisplacedReferences(document: Json, origin: Origin, places: Places): readonly Issue[] {
  return textsIn(document, [], false).flatMap(({ path, text, isResolved }) => {
    const place = () => places.ofValue(originAt(origin, ...path));
    if (isResolved) return slips(text).map((slip) => ({ ...slip, place: place() }));
    const isReference = parseReferences(text).some(({ type }) => type !== 'text');
    return isReference && !isFreeText(path) ? [misplaced(String(path.findLast(isName)), place())] : [];
  });
}

/** A reason is for people; the name of a stream is the source's, and the plan knows whether there is such a one. */
function isFreeText(path: Path): boolean {
  return path[0] === 'reason' || (path[0] === 'streams' && path[2] === 'name');
}

function textsIn(value: Json, path: Path, isResolved: boolean): readonly FoundText[] {
  if (typeof value === 'string') return value.includes('${') ? [{ path, text: value, isResolved }] : [];
  if (Array.isArray(value)) return value.flatMap((item: Json, index) => textsIn(item, [...path, index], isResolved));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    textsIn(inner, [...path, key], isResolved || resolvedKeys.includes(key)),
  );
}

function isName(step: string | number): step is string {
  return typeof step === 'string';
}

function misplaced(key: string, place: Issue['place']): Issue {
  const hint = 'references work in "configuration" and "mapperConfiguration"; "patch" in airplan.yaml changes the rest';
  return anError('misplaced-reference', `"${key}" would keep this reference as text`, { place, hint });
}

const written = /(\$\$\{)|\$\{\s*([a-z]+)\s*:([^}]*)\}/gi;

/** What reads like a reference whose type is misspelled: `${vars:host}`, `${ENV:HOST}`, `${ env:HOST }`. */
function slips(text: string): readonly Issue[] {
  return [...text.matchAll(written)].flatMap(([whole, escaped, type = '', name = '']): readonly Issue[] => {
    const meant = findClosest(type.replace(/s$/i, ''), referenceTypes) ?? longNames[type.toLowerCase()];
    if (escaped !== undefined || meant === undefined || whole.startsWith(`\${${meant}:`)) return [];
    const hint = `did you mean \${${meant}:${name.trim()}}?`;
    return [{ ...anError('unknown-reference', `"${whole}" is sent as this text`, { hint }), severity: 'warning' }];
  });
}

const longNames: Readonly<Record<string, string>> = { environment: 'env', variable: 'var', variables: 'var' };
