import { originAt } from '../model/issue.ts';
import type { JsonObject } from '../model/json.ts';
import type { LiveActor, Specification } from '../model/live.ts';
import type { PlannedActor } from '../model/plan.ts';
import type { DesiredActor, ResourceKey } from '../model/resource.ts';
import { revealed } from '../model/secrets.ts';
import { groupedBy } from '../util/group.ts';
import { compileSchema, type SchemaViolation } from '../util/json-schema.ts';
import type { Finding } from './findings.ts';

/**
 * Live objects that resources of the files are to take the place of, because their connector changed: no server can
 * change that in place. Only where nobody can take it for something else: the one live object of its name, which no
 * other resource is.
 *
 * @param unmatched - resources that nothing live is
 * @param unclaimed - live objects that no resource is
 */
export function findReplaced(
  unmatched: readonly DesiredActor[],
  live: readonly LiveActor[],
  unclaimed: readonly LiveActor[],
): ReadonlyMap<ResourceKey, LiveActor> {
  const candidates = unmatched.filter(({ id, removal }) => id === undefined && removal === undefined);
  if (candidates.length === 0) return new Map();
  const byName = groupedBy(live, ({ name }) => name);
  const free = new Set(unclaimed.map(({ id }) => id));
  const found = candidates.flatMap((desired) => {
    const only = onlyOne(byName.get(desired.name) ?? byName.get(desired.renamedFrom ?? ''));
    return only !== undefined && free.has(only.id) ? [[desired.key, only] as const] : [];
  });
  const takers = groupedBy(found, ([, { id }]) => id);
  return new Map(found.filter(([, { id }]) => takers.get(id)?.length === 1));
}

function onlyOne<Item>(items: readonly Item[] = []): Item | undefined {
  return items.length === 1 ? items[0] : undefined;
}

/**
 * Why a server would not create a source or destination with this configuration. It tells as much itself, but only once
 * the old one is deleted.
 */
export function configurationFindings(
  { desired, planned }: { readonly desired: DesiredActor; readonly planned: PlannedActor },
  { connectionSpecification }: Specification,
): readonly Finding[] {
  const { key, definition, origin } = desired;
  return violations(revealed(planned.configuration, connectionSpecification), connectionSpecification)
    .filter(isCertain)
    .map((violation) => ({
      rule: 'specification-violated',
      message: `${key} cannot be replaced: ${wordsFor(violation)}`,
      origin: originAt(origin, 'configuration', ...violation.path),
      hint: `give it the configuration that the connector "${definition}" asks for`,
    }));
}

/** What cannot be compiled cannot be checked; the server then has the word. */
function violations(configuration: JsonObject, specification: JsonObject): readonly SchemaViolation[] {
  try {
    return compileSchema(specification)(configuration);
  } catch {
    return [];
  }
}

/** Validators differ in formats and patterns; and of a choice, that none fits says enough. */
function isCertain({ keyword, schemaPath }: SchemaViolation): boolean {
  return keyword !== 'format' && keyword !== 'pattern' && !/\/(oneOf|anyOf)\/\d/.test(schemaPath);
}

/** Names of keys, never values. */
function wordsFor({ path, message, params: { missingProperty } }: SchemaViolation): string {
  const where = ['configuration', ...path].join('.');
  return missingProperty === undefined ? `"${where}" ${message}` : `"${where}.${missingProperty}" is missing`;
}
