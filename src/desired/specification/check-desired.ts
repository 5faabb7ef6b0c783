import { type Issue, originAt } from '../../model/issue.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Desired, DesiredActor } from '../../model/resource.ts';
import { sortedBy } from '../../util/sort.ts';
import type { Places } from '../places.ts';
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
