import { originAt } from '../model/issue.ts';
import type { Definition, Live } from '../model/live.ts';
import { type DesiredActor, type ResourceKey, resourceKey } from '../model/resource.ts';
import { findClosest } from '../util/suggest.ts';
import { type DefinitionCase, definitionToCome } from './custom-definitions.ts';
import type { Finding } from './findings.ts';

/** A source or destination of the files with the connector that it runs on. */
export interface DefinedActor {
  readonly desired: DesiredActor;
  readonly definition: Definition;
  /** Where the connector is a resource of the files too. */
  readonly definitionKey?: ResourceKey;
}

/**
 * Finds the connector that each source and destination names: by the key of a
 * definition of the files, by docker repository, by its exact name, or by its id.
 *
 * @returns in the order given; a finding for each that names none, or more than one
 */
export function findDefinitions(
  actors: readonly DesiredActor[],
  definitions: Live['definitions'],
  custom: readonly DefinitionCase[] = [],
): { readonly defined: readonly DefinedActor[]; readonly findings: readonly Finding[] } {
  const defined: DefinedActor[] = [];
  const findings: Finding[] = [];
  for (const desired of actors) {
    const named = custom.find((one) => isNamed(one, desired));
    if (named !== undefined) {
      const definition = named.live ?? definitionToCome(named.desired);
      defined.push({ desired, definition, definitionKey: named.desired.key });
      continue;
    }
    const matches = matching(desired.definition, definitions[desired.kind]);
    const [definition] = matches;
    if (definition !== undefined && matches.length === 1) defined.push({ desired, definition });
    else findings.push(notOne(desired, matches, definitions[desired.kind]));
  }
  return { defined, findings };
}

function isNamed({ desired }: DefinitionCase, { kind, definition }: DesiredActor): boolean {
  return desired.actorKind === kind && desired.key === resourceKey('definition', definition);
}

function matching(wanted: string, definitions: readonly Definition[]): readonly Definition[] {
  const by = (read: (definition: Definition) => string) => definitions.filter((it) => read(it) === wanted);
  const ids = by(({ id }) => id);
  if (ids.length > 0) return ids;
  const repositories = by(({ dockerRepository }) => dockerRepository);
  return repositories.length > 0 ? repositories : by(({ name }) => name);
}

function notOne(
  { key, kind, definition, origin }: DesiredActor,
  matches: readonly Definition[],
  known: readonly Definition[],
): Finding {
  const place = { origin: originAt(origin, 'definition') };
  if (matches.length > 1) {
    const ids = matches.map(
      ({ id, dockerRepository, dockerImageTag }) => `${id} (${dockerRepository}:${dockerImageTag})`,
    );
    return {
      rule: 'ambiguous-connector',
      message: `${key}: ${matches.length} ${kind} connectors answer to "${definition}"`,
      hint: `write the id of the right one: ${ids.join(', ')}`,
      ...place,
    };
  }
  return {
    rule: 'unknown-connector',
    message: `${key}: the server has no ${kind} connector "${definition}"`,
    hint: suggestion(definition, known),
    ...place,
  };
}

function suggestion(wanted: string, known: readonly Definition[]): string {
  const containing = known.filter(({ name, dockerRepository }) =>
    `${name} ${dockerRepository}`.toLowerCase().includes(wanted.toLowerCase()),
  );
  const closest = findClosest(
    wanted,
    known.flatMap(({ name, dockerRepository }) => [dockerRepository, name]),
  );
  if (closest !== undefined) return `did you mean "${closest}"?`;
  const shown = (containing.length > 0 ? containing : known)
    .slice(0, 8)
    .map(({ dockerRepository }) => dockerRepository);
  return shown.length === 0 ? 'the workspace offers no such connectors at all' : `there are ${shown.join(', ')}`;
}
