import type { Path } from '../../model/issue.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { groupedBy } from '../../util/group.ts';
import type { SchemaViolation } from '../../util/json-schema.ts';
import { schemaAt, valueAt } from '../schema-paths.ts';
import { findTag, formByTag, formsOf, type Tag } from './forms.ts';

/** Something that has none of the forms it could have, and nobody can tell which of them was meant. */
export interface FormFault {
  readonly reason: 'not-a-mapping' | 'unknown-tag' | 'missing-tag' | 'no-form' | 'several-forms';
  readonly path: Path;
  readonly forms: readonly JsonObject[];
  readonly tag: Tag | undefined;
}

/** What is wrong with a value, one for each cause. */
export interface Meant {
  readonly violations: readonly SchemaViolation[];
  readonly faults: readonly FormFault[];
}

/**
 * Violations without those that say nothing: of the forms of a combination, only those of the form that was meant count;
 * of several things that are wrong with one value, only the plainest.
 */
export function meantViolations(violations: readonly SchemaViolation[], value: Json, root: JsonObject): Meant {
  const { violations: sifted, faults } = sift(violations, { value, root });
  // Both say that it must be a mapping; a fault says of which forms, too.
  const faulty = new Set(faults.map(pathText));
  const others = sifted.filter((it) => it.keyword !== 'type' || !faulty.has(pathText(it)));
  const meant = groupedBy(others, (violation) => (isAboutMember(violation) ? violation : pathText(violation)));
  return { violations: [...meant.values()].flatMap(plainest), faults };
}

interface Context {
  readonly value: Json;
  readonly root: JsonObject;
}

function sift(violations: readonly SchemaViolation[], context: Context): Meant {
  const unions = violations.filter(isUnion);
  const outermost = unions.filter((union) => !unions.some((other) => encloses(other, union)));
  const plain = violations.filter((it) => !isUnion(it) && !outermost.some((union) => encloses(union, it)));
  const inner = outermost.map((union) =>
    siftUnion(
      union,
      violations.filter((it) => encloses(union, it)),
      context,
    ),
  );
  return {
    violations: [...plain, ...inner.flatMap((it) => it.violations)],
    faults: inner.flatMap(({ faults }) => faults),
  };
}

function siftUnion(union: SchemaViolation, inside: readonly SchemaViolation[], context: Context): Meant {
  const forms = formsOf(schemaAt(context.root, union.schemaPath));
  const value = valueAt(context.value, union.path);
  const tag = findTag(forms, value);
  const ofForm = forms.map((_form, index) =>
    inside.filter(({ schemaPath }) => schemaPath.startsWith(`${union.schemaPath}/${index}/`)),
  );
  const picked = pick({ forms, tag, value, ofForm, depth: union.path.length });
  const fault = (reason: FormFault['reason']): Meant => ({
    violations: [],
    faults: [{ reason, path: union.path, forms, tag }],
  });
  if (typeof picked !== 'number') return fault(picked);
  const meant = sift(ofForm[picked] ?? [], context);
  return meant.violations.length + meant.faults.length > 0 ? meant : fault('several-forms');
}

interface Choice {
  readonly forms: readonly JsonObject[];
  readonly tag: Tag | undefined;
  readonly value: Json | undefined;
  /** The violations of each form. */
  readonly ofForm: readonly (readonly SchemaViolation[])[];
  /** How deep the value stands. */
  readonly depth: number;
}

function pick(choice: Choice): number | FormFault['reason'] {
  const { forms, tag, value, ofForm } = choice;
  if (!isJsonObject(value)) return forms.every(isMapping) ? 'not-a-mapping' : (closestForm(choice) ?? 'no-form');
  if (tag !== undefined && Object.hasOwn(value, tag.name)) return formByTag(tag, value) ?? 'unknown-tag';
  const fitting = ofForm.filter(({ length }) => length === 0).length;
  if (tag?.isRequired || (tag !== undefined && fitting > 1)) return 'missing-tag';
  if (fitting > 1) return 'several-forms';
  return closestForm(choice) ?? (tag === undefined ? 'no-form' : 'missing-tag');
}

function isMapping(form: JsonObject): boolean {
  return form.type === 'object' || isJsonObject(form.properties);
}

/** The form with the fewest violations, and of those the one that knows most of the value's names. */
function closestForm({ forms, value, ofForm, depth }: Choice): number | undefined {
  const names = isJsonObject(value) ? Object.keys(value) : [];
  const scores = forms.map((form, index) => {
    const properties = isJsonObject(form.properties) ? form.properties : {};
    const violations = ofForm[index] ?? [];
    const hasShape = !violations.some(({ keyword, path }) => keyword === 'type' && path.length === depth);
    const shared = names.filter((name) => Object.hasOwn(properties, name)).length;
    return { index, violations: violations.length, shared, isEligible: hasShape && (shared > 0 || names.length === 0) };
  });
  const [best, second] = scores
    .filter(({ isEligible }) => isEligible)
    .sort((left, right) => left.violations - right.violations || right.shared - left.shared);
  const isTie = second !== undefined && second.violations === best?.violations && second.shared === best.shared;
  return isTie ? undefined : best?.index;
}

function isUnion({ keyword }: SchemaViolation): boolean {
  return keyword === 'oneOf' || keyword === 'anyOf';
}

function encloses(union: SchemaViolation, { schemaPath, path }: SchemaViolation): boolean {
  return schemaPath.startsWith(`${union.schemaPath}/`) && union.path.every((step, index) => path[index] === step);
}

function isAboutMember({ keyword }: SchemaViolation): boolean {
  return keyword === 'required' || keyword === 'additionalProperties';
}

const plainness = ['type', 'enum', 'const', 'minLength', 'pattern', 'format'];

function plainest(violations: readonly SchemaViolation[]): readonly SchemaViolation[] {
  const rank = ({ keyword }: SchemaViolation) => (plainness.indexOf(keyword) + 1 || plainness.length + 1) - 1;
  return [...violations].sort((left, right) => rank(left) - rank(right)).slice(0, 1);
}

function pathText({ path }: { readonly path: Path }): string {
  return JSON.stringify(path);
}
