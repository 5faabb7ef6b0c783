import { inOrder } from '../desired/finding.ts';
import { projectFile } from '../desired/project.ts';
import { actorsOf, checkConfigurations } from '../desired/specification/check-desired.ts';
import { withoutLiterals } from '../desired/specification/shown-secrets.ts';
import { specificationRules, unusedWaivers, type Waiver, withoutWaived } from '../desired/waivers.ts';
import { InvalidFilesError } from '../model/invalid-files.ts';
import type { Issue } from '../model/issue.ts';
import type { Specification } from '../model/live.ts';
import type { Desired, DesiredActor } from '../model/resource.ts';
import type { DefinedActor } from '../plan/definitions.ts';
import type { LoadedFiles } from './load.ts';

/**
 * Holds configurations against the specifications of the server, so that what it would refuse is found before anything
 * is written.
 *
 * @param defined - the selected ones
 * @param specifications - by definition id
 * @returns warnings, also of waivers that nothing in the project needed
 * @throws {InvalidFilesError} when the server would not accept a configuration
 */
export function assertConfigurations(
  { desired, places, waivers }: Pick<LoadedFiles, 'desired' | 'places' | 'waivers'>,
  defined: readonly DefinedActor[],
  specifications: ReadonlyMap<string, Specification>,
): readonly Issue[] {
  const byKey = new Map(defined.map(({ desired, definition }) => [desired.key, specifications.get(definition.id)]));
  const actors = defined.map(({ desired }) => desired);
  const checked = checkConfigurations(actors, ({ key }) => byKey.get(key)?.connectionSpecification, places);
  const left = withoutWaived(checked.issues, waivers);
  const isJudged = createJudgement(desired, new Set(actors), checked.unspecified);
  const found = [...left.issues, ...unusedWaivers(left.unneeded, isJudged)];
  const issues = inOrder(withoutLiterals(found, checked.literals));
  if (issues.some(({ severity }) => severity === 'error')) throw new InvalidFilesError(issues);
  return issues;
}

/** Nothing is known of what was not selected; the project's file may hold patches of that. */
function createJudgement(
  desired: Desired,
  checked: ReadonlySet<DesiredActor>,
  unspecified: readonly DesiredActor[],
): (waiver: Waiver) => boolean {
  const others = actorsOf(desired).filter((actor) => actor.removal === undefined && !checked.has(actor));
  const unchecked = filesOf(others);
  const hardlyChecked = filesOf(unspecified);
  return ({ rule, place: { file } }) =>
    !unchecked.has(file) && (!specificationRules.includes(rule) || !hardlyChecked.has(file));
}

function filesOf(actors: readonly DesiredActor[]): ReadonlySet<string> {
  return new Set(actors.flatMap(({ origin }) => [origin.file, projectFile]));
}
