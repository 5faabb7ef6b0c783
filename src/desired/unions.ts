import { isJsonObject, type Json } from '../model/json.ts';
import { groupedBy } from '../util/group.ts';
import type { SchemaViolation } from '../util/json-schema.ts';
import { valueAt } from './schema-paths.ts';

/**
 * Violations without the noise of `oneOf` and `anyOf`.
 *
 * A value that fits no branch breaks a rule in each of them. What is left is either what is wrong with the branch that
 * was meant, or the violation of the union itself.
 */
export function withoutUnionNoise(violations: readonly SchemaViolation[], value: Json): readonly SchemaViolation[] {
  const union = violations.find(isOutermostUnion);
  if (union === undefined) {
    return violations;
  }
  const inside = violations.filter((violation) => isInside(violation, union));
  const outside = violations.filter((violation) => violation !== union && !inside.includes(violation));
  const meant = meantBranch(union, inside, value);
  const kept = meant === undefined ? [{ ...union, keyword: 'union' }] : withoutUnionNoise(meant, value);
  return [...withoutUnionNoise(outside, value), ...kept];
}

function isOutermostUnion(violation: SchemaViolation, _index: number, all: readonly SchemaViolation[]): boolean {
  return isUnion(violation) && !all.some((other) => isUnion(other) && isInside(violation, other));
}

function isUnion({ keyword }: SchemaViolation): boolean {
  return keyword === 'oneOf' || keyword === 'anyOf';
}

function isInside(violation: SchemaViolation, union: SchemaViolation): boolean {
  return (
    violation.schemaPath.startsWith(`${union.schemaPath}/`) &&
    union.path.every((step, index) => violation.path[index] === step)
  );
}

interface Branch {
  readonly violations: readonly SchemaViolation[];
  /** Keys of the value that the branch does not know. */
  readonly unknownKeys: readonly string[];
}

// The branch with the fewest complaints, among those that know a key of the value. If another branch knows a key that
// this one does not, the author mixed two of them, and only the list of all branches helps.
function meantBranch(
  union: SchemaViolation,
  inside: readonly SchemaViolation[],
  value: Json,
): readonly SchemaViolation[] | undefined {
  const found = valueAt(value, union.path);
  if (!isJsonObject(found)) {
    return undefined;
  }
  const branches = toBranches(union, inside).filter((branch) => branch.unknownKeys.length < Object.keys(found).length);
  const [best, ...others] = branches.sort((left, right) => left.violations.length - right.violations.length);
  const isMixed = best?.unknownKeys.some((key) => others.some((other) => !other.unknownKeys.includes(key)));
  return isMixed ? undefined : best?.violations;
}

function toBranches(union: SchemaViolation, inside: readonly SchemaViolation[]): Branch[] {
  const byIndex = groupedBy(inside, ({ schemaPath }) => schemaPath.slice(union.schemaPath.length + 1).split('/')[0]);
  return [...byIndex.values()]
    .filter((violations) => !violations.some((violation) => isWrongShape(violation, union)))
    .map((violations) => ({
      violations,
      unknownKeys: violations
        .filter((violation) => violation.keyword === 'additionalProperties' && isAt(violation, union))
        .map(({ params }) => String(params.additionalProperty)),
    }));
}

function isWrongShape(violation: SchemaViolation, union: SchemaViolation): boolean {
  return isAt(violation, union) && ['type', 'const', 'enum'].includes(violation.keyword);
}

function isAt(violation: SchemaViolation, union: SchemaViolation): boolean {
  return violation.path.length === union.path.length;
}
