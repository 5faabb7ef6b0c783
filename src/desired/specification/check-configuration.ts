import { type Configuration, type ConfigurationValue, Secret, secretLabel } from '../../model/configuration.ts';
import { type Issue, type Origin, originAt, type Path, type Place } from '../../model/issue.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { hideSecrets, openConfiguration, revealed } from '../../model/secrets.ts';
import { compileSchema, type SchemaViolation } from '../../util/json-schema.ts';
import { findTypingError } from '../../util/suggest.ts';
import { anError, mostFindings } from '../finding.ts';
import type { Places } from '../places.ts';
import { parentSchemaPath, schemaAt, valueAt } from '../schema-paths.ts';
import { type FormFault, type Meant, meantViolations } from './meant-violations.ts';
import { findMisspeltProperties, type MisspeltProperty } from './misspelt-properties.ts';
import {
  findMasks,
  findSecrets,
  findUnresolved,
  literalSecret,
  maskedSecret,
  quotedSecret,
} from './secret-findings.ts';
import { type LiteralPlace, placeWithout } from './shown-secrets.ts';
import { type ConfigurationViolation, explainFault, explainViolation } from './specification-words.ts';

/** A configuration that is held against its connector's specification. */
export interface ConfigurationSubject {
  /** References resolved. */
  readonly configuration: Configuration;
  /** Of the configuration. */
  readonly origin: Origin;
  readonly specification: JsonObject;
  readonly places: Places;
}

export interface CheckedConfiguration {
  /** One for each cause; no secret is in any, nor in the lines that they show. */
  readonly issues: readonly Issue[];
  readonly literals: readonly LiteralPlace[];
}

/** Checks a configuration as it would be sent, and says in words what is wrong with it. */
export function checkConfiguration(subject: ConfigurationSubject): CheckedConfiguration {
  const { configuration, specification, origin, places } = subject;
  const opened = openConfiguration(configuration, specification);
  const checked: Checked = { ...subject, opened, value: revealed(opened, specification) };
  const { literals, quoted } = findSecrets(configuration, opened);
  const masks = findMasks(configuration);
  const settled = new Set([...masks, ...findUnresolved(configuration)].map(pathText));
  const spelled = literals.filter(({ path }) => !settled.has(pathText(path)));
  const placeOf = (path: Path): Place => places.ofValue(originAt(origin, ...path));
  const issues = [
    ...schemaIssues(checked, settled),
    ...masks.map((path) => maskedSecret(labelOf(path, checked), placeOf(path))),
    ...spelled.map((literal) => literalSecret(literal, labelOf(literal.path, checked), placeOf(literal.path))),
    ...quoted.map((path) => quotedSecret(labelOf(path, checked), placeOf(path))),
  ];
  const hidden = spelled
    .filter(({ text }) => !isName(text))
    .map(({ path }) => ({
      start: placeOf(path),
      end: places.ofEnd(originAt(origin, ...path)),
    }));
  return {
    issues: issues.slice(0, mostFindings).map((issue) => withSafePlace(issue, hidden, opened)),
    literals: hidden,
  };
}

/** What can be said of a configuration without a specification. */
export function checkUnspecified({
  configuration,
  origin,
  places,
}: Omit<ConfigurationSubject, 'specification'>): readonly Issue[] {
  return findMasks(configuration).map((path) =>
    maskedSecret(labelOf(path, { value: null }), places.ofValue(originAt(origin, ...path))),
  );
}

interface Checked extends ConfigurationSubject {
  readonly opened: Configuration;
  /** What would be sent. Never shown. */
  readonly value: JsonObject;
}

function schemaIssues(checked: Checked, settled: ReadonlySet<string>): readonly Issue[] {
  const { value, specification } = checked;
  const { violations, faults } = meantViolations(violationsOf(value, specification), value, specification);
  const misspelt = findMisspeltProperties(value, specification);
  const isNew = (violation: SchemaViolation): boolean =>
    !settled.has(pathText(violation.path)) && !isMisspelt(violation, misspelt, violations);
  return [
    ...violations.filter(isNew).map((violation) => violationIssue(toViolation(violation, checked), checked)),
    ...faults
      .filter((fault) => !settled.has(pathText(faultPath(fault))) && !isMisspeltTag(fault, misspelt))
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

function isMisspeltTag({ reason, path, tag }: FormFault, misspelt: readonly MisspeltProperty[]): boolean {
  return (
    reason === 'missing-tag' &&
    misspelt.some((property) => property.meant === tag?.name && pathText(property.path) === pathText(path))
  );
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

function violationPlace({ keyword, path, params }: SchemaViolation, { origin, places }: Checked): Place {
  const at = (...steps: Path): Origin => originAt(origin, ...path, ...steps);
  switch (keyword) {
    case 'additionalProperties':
      return places.ofKey(at(String(params.additionalProperty)));
    case 'required':
      return places.ofKey(at());
    case 'uniqueItems':
      return places.ofValue(at(Math.max(Number(params.i), Number(params.j))));
    default:
      return places.ofValue(at());
  }
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
    faults.some((fault) => isMisspeltTag(fault, [property]));
  return {
    rule: 'unknown-property',
    severity: isMissed ? 'error' : 'warning',
    message: `${labelOf(path, checked)} has no key "${name}" that the connector knows`,
    place: checked.places.ofKey(originAt(checked.origin, ...path, name)),
    hint: `did you mean "${meant}"?`,
  };
}

function labelOf(path: Path, { value }: { readonly value: Json }): string {
  const last = path.at(-1);
  if (last === undefined) return 'the configuration';
  const isItem = typeof last === 'number' || Array.isArray(valueAt(value, path.slice(0, -1)));
  return isItem ? `item ${Number(last) + 1} of "${path.at(-2) ?? 'configuration'}"` : `"${last}"`;
}

/** What to show in place of a value that nobody may see; `undefined` when it may be seen. */
function hiddenAt(path: Path, { configuration, opened }: Checked): string | undefined {
  const written = secretAt(configuration, path);
  if (written !== undefined) return /^\$\{(env|var|file):[^}:]*\}$/.test(written.label) ? written.label : secretLabel;
  return secretAt(opened, path) === undefined ? undefined : secretLabel;
}

function secretAt(value: ConfigurationValue, path: Path): Secret | undefined {
  let inner: ConfigurationValue | undefined = value;
  for (const step of path) {
    if (inner instanceof Secret || typeof inner !== 'object' || inner === null) break;
    inner = Object.hasOwn(inner, step) ? (Reflect.get(inner, step) as ConfigurationValue) : undefined;
  }
  return inner instanceof Secret ? inner : undefined;
}

function withSafePlace(issue: Issue, literals: readonly LiteralPlace[], opened: Configuration): Issue {
  if (issue.place === undefined) return issue;
  const hide = (text: string): string => (isHarmless(issue) ? text : hideSecrets(text, opened));
  return { ...issue, place: placeWithout(issue.place, literals, hide) };
}

/** What these point at is no secret, though it stands where one should. */
function isHarmless({ rule }: Issue): boolean {
  return rule === 'not-a-reference' || rule === 'masked-secret';
}

/** `${DB_PASSWORD}` gives nothing away, and shows what is wrong. */
function isName(text: string): boolean {
  return /^\$\{\w+\}$/.test(text);
}

function pathText(path: Path): string {
  return JSON.stringify(path);
}
