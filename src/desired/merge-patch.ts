import type { Path } from '../model/issue.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { sortedBy } from '../util/sort.ts';
import { hasReferences, parseReferences } from './reference-syntax.ts';

/** A document with a patch in it. */
export interface MergedDocument {
  readonly value: JsonObject;
  /** Paths at which the patch decides, with all that is below them; removed keys are among them. */
  readonly replaced: readonly Path[];
  /** Paths of mappings that have members of both. */
  readonly shared: readonly Path[];
  /** Paths of keys that the patch removes, and that are not there. */
  readonly idle: readonly Path[];
  /** Texts that references have taken the place of: they may have been secrets. */
  readonly retired: readonly string[];
}

type Marks = { readonly [Name in 'replaced' | 'shared' | 'idle']: Path[] } & { readonly retired: string[] };

/** Merges a patch into a document, as RFC 7396 has it: mappings deeply, all else is replaced, `null` removes a key. */
export function mergePatch(document: JsonObject, patch: JsonObject): MergedDocument {
  const marks: Marks = { replaced: [], shared: [], idle: [], retired: [] };
  return { value: mergeMembers(document, patch, { path: [], marks }), ...marks };
}

interface Merging {
  readonly path: Path;
  readonly marks: Marks;
}

function mergeMembers(base: JsonObject, patch: JsonObject, { path, marks }: Merging): JsonObject {
  // Maps, for a key may be `__proto__`.
  const members = new Map(Object.entries(base));
  for (const [name, value] of Object.entries(patch)) {
    const at = { path: [...path, name], marks };
    const before = members.get(name);
    if (value === null) {
      (members.has(name) ? marks.replaced : marks.idle).push(at.path);
      members.delete(name);
    } else members.set(name, mergeValue(before, value, at));
  }
  return Object.fromEntries(sortedBy(members, ([name]) => name));
}

function mergeValue(before: Json | undefined, patch: Json, { path, marks }: Merging): Json {
  if (isJsonObject(before) && isJsonObject(patch)) {
    marks.shared.push(path);
    return mergeMembers(before, patch, { path, marks });
  }
  marks.replaced.push(path);
  if (isRetired(before, patch)) marks.retired.push(before);
  return isJsonObject(patch) ? mergeMembers({}, patch, { path, marks: { ...marks, replaced: [], shared: [] } }) : patch;
}

function isRetired(before: Json | undefined, patch: Json): before is string {
  return typeof before === 'string' && !hasReferences(before) && typeof patch === 'string' && isFromOutside(patch);
}

function isFromOutside(text: string): boolean {
  return parseReferences(text).some(({ type }) => type === 'env' || type === 'file');
}
