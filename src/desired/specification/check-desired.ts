import { type Issue, originAt } from '../../model/issue.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Desired, DesiredActor } from '../../model/resource.ts';
import { sortedBy } from '../../util/sort.ts';
import type { Places } from '../places.ts';
import { projectFile } from '../project.ts';
import { specificationRules, type Waiver } from '../waivers.ts';
import { checkConfiguration, checkUnspecified } from './check-configuration.ts';
import type { LiteralPlace } from './shown-secrets.ts';

/** What checking the configurations of all sources and destinations gives. */
export interface CheckedDesired {
  readonly issues: readonly Issue[];
  readonly literals: readonly LiteralPlace[];
  /** Those whose connector has no specification at hand; their configurations were hardly checked. */
  readonly unspecified: readonly DesiredActor[];
}

/** Holds each configuration against the specification of its connector. */
export function checkConfigurations(
  actors: readonly DesiredActor[],
  specificationOf: (actor: DesiredActor) => JsonObject | undefined,
  places: Places,
): CheckedDesired {
  // File by file, which is how places are found fast.
  const checked = sortedBy(actors, ({ origin }) => origin.file).map((actor) => {
    const { configuration, origin } = actor;
    const specification = specificationOf(actor);
    const subject = { configuration, origin: originAt(origin, 'configuration'), places };
    return specification === undefined
      ? { issues: checkUnspecified(subject), literals: [], unspecified: [actor] }
      : { ...checkConfiguration({ ...subject, specification }), unspecified: [] };
  });
  return {
    issues: checked.flatMap(({ issues }) => issues),
    literals: checked.flatMap(({ literals }) => literals),
    unspecified: checked.flatMap(({ unspecified }) => unspecified),
  };
}

/** Everything in the files that has a configuration. */
export function actorsOf({ sources, destinations }: Desired): readonly DesiredActor[] {
  return [...sources, ...destinations];
}

/** Those whose configuration is sent: what is to be removed is not, and its references may be gone already. */
export function stayingActors(desired: Desired): readonly DesiredActor[] {
  return actorsOf(desired).filter(({ removal }) => removal === undefined);
}

/**
 * Which waivers can be told to be of no use.
 *
 * @returns false for waivers of what could not be looked for, as its connector has no specification at hand
 */
export function judgeWaivers(unspecified: readonly DesiredActor[]): (waiver: Waiver) => boolean {
  const hardlyChecked = filesOf(unspecified);
  return ({ rule, place }) => !specificationRules.includes(rule) || !hardlyChecked.has(place.file);
}

/** The files that say something of them; a waiver in the project's file may be about the patch of any. */
export function filesOf(actors: readonly DesiredActor[]): ReadonlySet<string> {
  return new Set(actors.flatMap(({ origin }) => [origin.file, projectFile]));
}
