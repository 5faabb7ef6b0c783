import type { Issue, Origin, Path } from '../model/issue.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { groupedBy } from '../util/group.ts';
import { compileSchema, type SchemaViolation } from '../util/json-schema.ts';
import { findClosest } from '../util/suggest.ts';
import { anError, mostFindings } from './finding.ts';
import type { Places } from './places.ts';
import { parentSchemaPath, schemaAt, valueAt } from './schema-paths.ts';
import { withoutUnionNoise } from './unions.ts';
import { violationPlace } from './violation-place.ts';
import { explanationOf, type Violation } from './violation-words.ts';

/** A document that is held against its schema. */
export interface Subject {
  readonly value: Json;
  /** Of the document's root. */
  readonly origin: Origin;
  /** What the document is, to name its root: `source`, `airplan.yaml`. */
  readonly title: string;
  readonly places: Places;
}

/** Checks a document, and says in words what is wrong with it: one finding for each cause. */
export function checkDocument(schema: JsonObject, subject: Subject): readonly Issue[] {
  const violations = withoutUnionNoise(compileSchema(schema)(subject.value), subject.value).map((violation) =>
    toViolation(violation, schema, subject),
  );
  const unknownKeys = groupedBy(violations.filter(isUnknownKey), ({ path }) => JSON.stringify(path));
  return violations
    .filter((violation) => !isMisspelled(violation, unknownKeys.get(JSON.stringify(violation.path)) ?? []))
    .slice(0, mostFindings)
    .map((found) => toIssue(found, subject));
}

function toViolation(violation: SchemaViolation, root: JsonObject, subject: Subject): Violation {
  const schema = schemaAt(root, parentSchemaPath(violation.schemaPath));
  return {
    ...violation,
    schema: isJsonObject(schema) ? schema : {},
    found: valueAt(subject.value, violation.path),
    label: labelOf(violation.path, subject),
  };
}

function labelOf(path: Path, { value, title }: Subject): string {
  const last = path.at(-1);
  if (last === undefined) {
    return title;
  }
  const isItem = Array.isArray(valueAt(value, path.slice(0, -1)));
  return isItem ? `item ${Number(last) + 1} of "${path.at(-2) ?? title}"` : `"${last}"`;
}

function isUnknownKey({ keyword }: Violation): boolean {
  return keyword === 'additionalProperties';
}

// `stream:` written for `streams:` is one mistake, not an unknown key and a missing one.
function isMisspelled({ keyword, params }: Violation, unknownKeys: readonly Violation[]): boolean {
  return (
    keyword === 'required' &&
    unknownKeys.some(
      (unknown) =>
        findClosest(String(unknown.params.additionalProperty), [String(params.missingProperty)]) !== undefined,
    )
  );
}

function toIssue(violation: Violation, subject: Subject): Issue {
  const { rule, message, hint } = explanationOf(violation);
  return anError(rule, message, { place: violationPlace(violation, subject), hint });
}
