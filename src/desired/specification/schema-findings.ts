import { type Issue, originAt, type Path } from '../../model/issue.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { compileSchema, type SchemaViolation } from '../../util/json-schema.ts';
import { findTypingError } from '../../util/suggest.ts';
import { anError } from '../finding.ts';
import { parentSchemaPath, schemaAt, valueAt } from '../schema-paths.ts';
import { violationPlace } from '../violation-place.ts';
import { type Checked, hiddenAt, labelOf, pathText } from './checked.ts';
import { type FormFault, type Meant, meantViolations } from './meant-violations.ts';
import { findMisspeltProperties, type MisspeltProperty } from './misspelt-properties.ts';
import { type ConfigurationViolation, explainFault, explainViolation } from './specification-words.ts';

/**
 * What of a configuration its specification does not allow, and what looks like a slip of the fingers.
 *
 * @param settled - paths of which something worse was said already
 */
export function schemaIssues(checked: Checked, settled: ReadonlySet<string>): readonly Issue[] {
  const { value, specification } = checked;
  const { violations, faults } = meantViolations(violationsOf(value, specification), value, specification);
  const misspelt = findMisspeltProperties(value, specification);
  const isNew = (violation: SchemaViolation): boolean =>
    !settled.has(pathText(violation.path)) && !isMisspelt(violation, misspelt, violations);
  return [
    ...violations.filter(isNew).map((violation) => violationIssue(toViolation(violation, checked), checked)),
    ...faults
      .filter((fault) => !settled.has(pathText(faultPath(fault))) && !isMisspeltForm(fault, misspelt))
      .map((fault) => faultIssue(fault, checked)),
    ...misspelt.map((property) => misspeltIssue(property, { violations, faults }, checked)),
  ];
}

/** A specification that no validator can read says nothing; the server has the last word then. */
function violationsOf(value: Json, specification: JsonObject): readonly SchemaViolation[] {
  try {
    return compileSchema(specification)(value);
  } catch {
    return [];
  }
}

/** `hots` written for `host` is one mistake, not an unknown key and a missing one. */
function isMisspelt(
  { keyword, path, params }: SchemaViolation,
  misspelt: readonly MisspeltProperty[],
  all: readonly SchemaViolation[],
): boolean {
  if (keyword !== 'required') return false;
  const missing = String(params.missingProperty);
  const isHere = (it: { readonly path: Path }): boolean => pathText(it.path) === pathText(path);
  return (
    misspelt.some((property) => isHere(property) && property.meant === missing) ||
    all.some(
      (other) =>
        other.keyword === 'additionalProperties' &&
        isHere(other) &&
        findTypingError(String(other.params.additionalProperty), [missing]) !== undefined,
    )
  );
}

/** True when a value would have one of its forms, were it not for a slip: in the tag, or where no tag is needed. */
function isMisspeltForm({ reason, path, tag }: FormFault, misspelt: readonly MisspeltProperty[]): boolean {
  if (reason !== 'missing-tag' && reason !== 'no-form') return false;
  const here = misspelt.filter((property) => pathText(property.path) === pathText(path));
  return here.some(({ meant }) => meant === tag?.name || tag?.isRequired !== true);
}

function toViolation(violation: SchemaViolation, checked: Checked): ConfigurationViolation {
  const schema = schemaAt(checked.specification, parentSchemaPath(violation.schemaPath));
  return {
    ...violation,
    schema: isJsonObject(schema) ? schema : {},
    found: valueAt(checked.value, violation.path),
    label: labelOf(violation.path, checked),
    hidden: hiddenAt(violation.path, checked),
  };
}

function violationIssue(violation: ConfigurationViolation, checked: Checked): Issue {
  const { rule, message, hint } = explainViolation(violation);
  return anError(rule, message, { place: violationPlace(violation, checked), hint });
}

function faultIssue(fault: FormFault, checked: Checked): Issue {
  const { path, reason } = fault;
  const { origin, places } = checked;
  const at = faultPath(fault);
  const shown = {
    ...fault,
    label: labelOf(path, checked),
    found: valueAt(checked.value, path),
    hidden: hiddenAt(at, checked),
  };
  const { rule, message, hint } = explainFault(shown);
  const origins = originAt(origin, ...at);
  const place = reason === 'missing-tag' ? places.ofKey(origins) : places.ofValue(origins);
  return anError(rule, message, { place, hint });
}

function faultPath({ path, reason, tag }: FormFault): Path {
  return reason === 'unknown-tag' && tag !== undefined ? [...path, tag.name] : path;
}

/** An error where the server would miss the right name; else a warning, for the server would keep the wrong one. */
function misspeltIssue(property: MisspeltProperty, { violations, faults }: Meant, checked: Checked): Issue {
  const { path, name, meant } = property;
  const isMissed =
    violations.some((violation) => isMisspelt(violation, [property], [])) ||
    faults.some((fault) => isMisspeltForm(fault, [property]));
  return {
    rule: 'unknown-property',
    severity: isMissed ? 'error' : 'warning',
    message: `${labelOf(path, checked)} has no key "${name}" that the connector knows`,
    place: checked.places.ofKey(originAt(checked.origin, ...path, name)),
    hint: `did you mean "${meant}"?`,
  };
}
