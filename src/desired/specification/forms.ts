import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { sortedBy } from '../../util/sort.ts';

/*
 * A form is one branch of a `oneOf` or `anyOf`. Connectors tell their forms apart by a tag: a property that each of
 * them has, with another value in each (`mode: prefer`).
 */

/** The property by which forms are told apart. */
export interface Tag {
  readonly name: string;
  /** What each form has there, in the order of the forms. */
  readonly values: readonly (readonly Json[])[];
  /** True when no form goes without it. */
  readonly isRequired: boolean;
}

interface Candidate extends Tag {
  /** False when the forms have no more than different defaults. */
  readonly isFixed: boolean;
}

/**
 * The tag of some forms; `undefined` when they have none.
 *
 * @param value - what is to have one of the forms: of two tags, the one that it has counts
 */
export function findTag(forms: readonly JsonObject[], value: Json | undefined): Tag | undefined {
  const candidates = candidatesOf(forms);
  return candidates.length < 2 ? candidates[0] : sortedBy(candidates, (candidate) => rankOf(candidate, value))[0];
}

/** The form that a value has by its tag. */
export function formByTag({ name, values }: Tag, value: JsonObject): number | undefined {
  if (!Object.hasOwn(value, name)) return undefined;
  const found = values.findIndex((allowed) => allowed.includes(value[name] ?? null));
  return found < 0 ? undefined : found;
}

/** How a form is named to people: its tag's value, with its title where that says more. */
export function formNames(forms: readonly JsonObject[], tag: Tag | undefined): readonly string[] {
  return forms.map(({ title }, index) => {
    const values = tag?.values[index]?.map(String).join(' or ');
    const words = typeof title === 'string' ? title : undefined;
    if (values === undefined) return words ?? `form ${index + 1}`;
    return words === undefined || words.toLowerCase() === values.toLowerCase() ? values : `${values} (${words})`;
  });
}

/** The forms of a schema node that a value may have: one where its tag says which, else all. */
export function possibleForms(node: JsonObject, value: Json | undefined): readonly JsonObject[] {
  return [node.oneOf, node.anyOf].flatMap((branches) => {
    const forms = formsOf(branches);
    const tag = isJsonObject(value) ? findTag(forms, value) : undefined;
    const index = tag !== undefined && isJsonObject(value) ? formByTag(tag, value) : undefined;
    return index === undefined ? forms : forms.slice(index, index + 1);
  });
}

// Thousands of configurations have one specification: its forms are looked at once.
const knownForms = new WeakMap<object, readonly JsonObject[]>();
const knownCandidates = new WeakMap<readonly JsonObject[], readonly Candidate[]>();

/** The branches of a combination; the same list for the same branches. */
export function formsOf(branches: Json | undefined): readonly JsonObject[] {
  if (!Array.isArray(branches)) return [];
  const known = knownForms.get(branches);
  if (known !== undefined) return known;
  const forms = branches.map((branch: Json) => (isJsonObject(branch) ? branch : {}));
  knownForms.set(branches, forms);
  return forms;
}

function candidatesOf(forms: readonly JsonObject[]): readonly Candidate[] {
  const known = knownCandidates.get(forms);
  if (known !== undefined) return known;
  const names = Object.keys(membersOf(forms[0]?.properties));
  const candidates = names.flatMap((name) => toCandidate(name, forms) ?? []);
  knownCandidates.set(forms, candidates);
  return candidates;
}

function toCandidate(name: string, forms: readonly JsonObject[]): Candidate | undefined {
  const members = forms.map(({ properties }) => membersOf(properties)[name]);
  const fixed = members.map(fixedValues);
  const isFixed = fixed.every((values) => values.length > 0);
  const values = isFixed ? fixed : members.map(defaultValue);
  const all = values.flat().map((value) => JSON.stringify(value));
  if (values.some(({ length }) => length === 0) || new Set(all).size < all.length) return undefined;
  const isRequired = isFixed && forms.every(({ required }) => Array.isArray(required) && required.includes(name));
  return { name, values, isRequired, isFixed };
}

function fixedValues(schema: Json | undefined): readonly Json[] {
  if (!isJsonObject(schema)) return [];
  if (Object.hasOwn(schema, 'const')) return [schema.const ?? null];
  return Array.isArray(schema.enum) ? [...new Set<Json>(schema.enum)] : [];
}

function defaultValue(schema: Json | undefined): readonly Json[] {
  return isJsonObject(schema) && typeof schema.default === 'string' ? [schema.default] : [];
}

/** One value a form is a clearer tag than a list of them, a fixed one than a default. */
function rankOf({ name, values, isFixed, isRequired }: Candidate, value: Json | undefined): string {
  const isGiven = isJsonObject(value) && Object.hasOwn(value, name);
  const isSingle = values.every(({ length }) => length === 1);
  return [isFixed, isSingle, isRequired, isGiven].map((claim) => (claim ? 0 : 1)).join('');
}

function membersOf(properties: Json | undefined): JsonObject {
  return isJsonObject(properties) ? properties : {};
}
