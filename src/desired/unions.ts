import type { Path } from '../model/issue.ts';
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
  const unions = toUnions(violations);
  const byUnion = groupedBy(violations, (violation) => outermostUnion(violation, unions));
  return [...byUnion].flatMap(([union, group]) =>
    union === undefined ? group : meantViolations(union, group.filter(isNot(union)), value),
  );
}

function meantViolations(union: SchemaViolation, inside: readonly SchemaViolation[], value: Json) {
  const meant = meantBranch(union, inside, value);
  return meant === undefined ? [{ ...union, keyword: 'union' }] : withoutUnionNoise(meant, value);
}

function isNot(union: SchemaViolation): (violation: SchemaViolation) => boolean {
  return (violation) => violation !== union;
}

function isUnion({ keyword }: SchemaViolation): boolean {
  return keyword === 'oneOf' || keyword === 'anyOf';
}

/** Unions by where they are in the schema, then by where in the value. */
type Unions = ReadonlyMap<string, ReadonlyMap<string, SchemaViolation>>;

function toUnions(violations: readonly SchemaViolation[]): Unions {
  const bySchemaPath = groupedBy(violations.filter(isUnion), ({ schemaPath }) => schemaPath);
  return new Map(
    [...bySchemaPath].map(([schemaPath, unions]) => [
      schemaPath,
      new Map(unions.map((union) => [JSON.stringify(union.path), union])),
    ]),
  );
}

// Looks at the steps of one violation instead of at all others: a long file may break its schema thousands of times.
function outermostUnion({ schemaPath, path }: SchemaViolation, unions: Unions): SchemaViolation | undefined {
  for (let end = schemaPath.indexOf('/'); end > 0; end = schemaPath.indexOf('/', end + 1)) {
    const union = enclosingUnion(unions.get(schemaPath.slice(0, end)), path);
    if (union !== undefined) {
      return union;
    }
  }
  return enclosingUnion(unions.get(schemaPath), path);
}

function enclosingUnion(
  unions: ReadonlyMap<string, SchemaViolation> | undefined,
  path: Path,
): SchemaViolation | undefined {
  const lengths = unions === undefined ? [] : [...path, ''].map((_, length) => length);
  const length = lengths.find((candidate) => unions?.has(JSON.stringify(path.slice(0, candidate))));
  return length === undefined ? undefined : unions?.get(JSON.stringify(path.slice(0, length)));
}

interface Branch {
  readonly violations: readonly SchemaViolation[];
  /** Keys of the value that the branch does not know. */
  readonly unknownKeys: readonly string[];
  /** Members of the value that should be one constant, such as `type`, and are another. */
  readonly wrongTags: readonly SchemaViolation[];
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
  const all = toBranches(union, inside);
  const tagged = taggedBranch(all);
  if (tagged !== undefined) return tagged;
  const branches = all.filter((branch) => branch.unknownKeys.length < Object.keys(found).length);
  const [best, ...others] = branches.sort((left, right) => left.violations.length - right.violations.length);
  const isMixed = best?.unknownKeys.some((key) => others.some((other) => !other.unknownKeys.includes(key)));
  return isMixed ? undefined : best?.violations;
}

/** Where branches are told apart by a constant, the one that the value names; else what it could have named. */
function taggedBranch(branches: readonly Branch[]): readonly SchemaViolation[] | undefined {
  const wrong = branches.filter(({ wrongTags }) => wrongTags.length > 0);
  const [named, ...others] = branches.filter(({ wrongTags }) => wrongTags.length === 0);
  if (wrong.length === 0 || others.length > 0) return undefined;
  if (named !== undefined) return named.violations;
  const tags = wrong.flatMap(({ wrongTags }) => wrongTags);
  const [first] = tags;
  if (first === undefined || tags.some(({ path }) => path.at(-1) !== first.path.at(-1))) return undefined;
  return [{ ...first, keyword: 'enum', params: { allowedValues: tags.map(({ params }) => params.allowedValue) } }];
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
      wrongTags: violations.filter(({ keyword, path }) => keyword === 'const' && path.length === union.path.length + 1),
    }));
}

function isWrongShape(violation: SchemaViolation, union: SchemaViolation): boolean {
  return isAt(violation, union) && ['type', 'const', 'enum'].includes(violation.keyword);
}

function isAt(violation: SchemaViolation, union: SchemaViolation): boolean {
  return violation.path.length === union.path.length;
}
