import { originAt } from '../model/issue.ts';
import type { Definition, Live } from '../model/live.ts';
import { type ActorKind, type DesiredActor, type ResourceKey, resourceKey } from '../model/resource.ts';
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

/** True where the connector is still to be created, so that nobody can ask it anything. */
export function isToCome({ definition, definitionKey }: DefinedActor): boolean {
  return definitionKey === definition.id;
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
    else findings.push(notOne(desired, matches, { known: definitions[desired.kind], custom }));
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

/** What a file may have meant. */
interface Offer {
  readonly known: readonly Definition[];
  readonly custom: readonly DefinitionCase[];
}

function notOne(
  { key, kind, definition, origin }: DesiredActor,
  matches: readonly Definition[],
  { known, custom }: Offer,
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
    hint: otherKindHint({ kind, definition }, custom) ?? suggestion(definition, known, keysOf(custom, kind)),
    ...place,
  };
}

function otherKindHint(
  { kind, definition }: Pick<DesiredActor, 'kind' | 'definition'>,
  custom: readonly DefinitionCase[],
): string | undefined {
  const key = resourceKey('definition', definition);
  const other = custom.find(({ desired }) => desired.key === key && desired.actorKind !== kind);
  return other && `${key} is a connector for ${other.desired.actorKind}s: "for: ${other.desired.actorKind}"`;
}

/** As sources and destinations write them. */
function keysOf(custom: readonly DefinitionCase[], kind: ActorKind): readonly string[] {
  const ofKind = custom.filter(({ desired }) => desired.actorKind === kind);
  return ofKind.map(({ desired: { key } }) => key.slice(key.indexOf('/') + 1));
}

function suggestion(wanted: string, known: readonly Definition[], keys: readonly string[]): string {
  const containing = known.filter(({ name, dockerRepository }) =>
    `${name} ${dockerRepository}`.toLowerCase().includes(wanted.toLowerCase()),
  );
  const named = known.flatMap(({ name, dockerRepository }) => [dockerRepository, name]);
  const closest = findClosest(wanted, [...keys, ...named]);
  if (closest !== undefined) return `did you mean "${closest}"?`;
  const shown = (containing.length > 0 ? containing : known)
    .slice(0, 8)
    .map(({ dockerRepository }) => dockerRepository);
  return shown.length === 0 ? 'the workspace offers no such connectors at all' : `there are ${shown.join(', ')}`;
}
