import { inOrder } from '../desired/finding.ts';
import { checkConfigurations, filesOf, judgeWaivers, stayingActors } from '../desired/specification/check-desired.ts';
import { withoutLiterals } from '../desired/specification/shown-secrets.ts';
import { unusedWaivers, withoutWaived } from '../desired/waivers.ts';
import { InvalidFilesError } from '../model/invalid-files.ts';
import type { Issue } from '../model/issue.ts';
import type { Specification } from '../model/live.ts';
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
  const isKnown = judgeWaivers(checked.unspecified);
  // Nothing at all is known of what was not selected.
  const others = filesOf(stayingActors(desired).filter(({ key }) => !byKey.has(key)));
  const unused = unusedWaivers(left.unneeded, (waiver) => isKnown(waiver) && !others.has(waiver.place.file));
  const found = [...left.issues, ...unused];
  const issues = inOrder(withoutLiterals(found, checked.literals));
  if (issues.some(({ severity }) => severity === 'error')) throw new InvalidFilesError(issues);
  return issues;
}
