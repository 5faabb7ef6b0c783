import { inOrder } from '../desired/finding.ts';
import { projectFile } from '../desired/project.ts';
import { actorsOf, checkConfigurations } from '../desired/specification/check-desired.ts';
import { withoutLiterals } from '../desired/specification/shown-secrets.ts';
import { specificationRules, type Waiver, withoutWaived } from '../desired/waivers.ts';
import { InvalidFilesError } from '../model/invalid-files.ts';
import type { Issue } from '../model/issue.ts';
import type { Specification } from '../model/live.ts';
import type { DefinedActor } from '../plan/definitions.ts';
import type { LoadedFiles } from './load.ts';

type CheckedFiles = Pick<LoadedFiles, 'desired' | 'places' | 'waivers' | 'usedWaivers'>;

/**
 * Holds configurations against the specifications of the server, so that what it would refuse is found before anything
 * is written.
 *
 * @param specifications - by definition id
 * @returns warnings
 * @throws {InvalidFilesError} when the server would not accept a configuration
 */
export function assertConfigurations(
  files: CheckedFiles,
  defined: readonly DefinedActor[],
  specifications: ReadonlyMap<string, Specification>,
): readonly Issue[] {
  const { places, waivers } = files;
  const byKey = new Map(defined.map(({ desired, definition }) => [desired.key, specifications.get(definition.id)]));
  const actors = defined.map(({ desired }) => desired);
  const checked = checkConfigurations(actors, ({ key }) => byKey.get(key)?.connectionSpecification, places);
  const left = withoutWaived(checked.issues, waivers, judgeOf(files, defined));
  const issues = inOrder(withoutLiterals(left, checked.literals));
  if (issues.some(({ severity }) => severity === 'error')) throw new InvalidFilesError(issues);
  return issues;
}

/** True for waivers that can be told to be of no use: all that they may be about was checked. */
function judgeOf(
  { desired, usedWaivers }: CheckedFiles,
  defined: readonly DefinedActor[],
): (waiver: Waiver) => boolean {
  const checked = new Set(defined.map(({ desired: { key } }) => key));
  const left = actorsOf(desired).filter(({ key, removal }) => removal === undefined && !checked.has(key));
  // A waiver in the project's file may be about the patch of any of them.
  const hardlyChecked = new Set(left.flatMap(({ origin }) => [origin.file, projectFile]));
  return (waiver) =>
    specificationRules.includes(waiver.rule) && !usedWaivers.has(waiver) && !hardlyChecked.has(waiver.place.file);
}
