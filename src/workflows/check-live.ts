import { inOrder } from '../desired/finding.ts';
import { checkConfigurations } from '../desired/specification/check-desired.ts';
import { withoutLiterals } from '../desired/specification/shown-secrets.ts';
import { withoutWaived } from '../desired/waivers.ts';
import { InvalidFilesError } from '../model/invalid-files.ts';
import type { Issue } from '../model/issue.ts';
import type { Specification } from '../model/live.ts';
import type { DefinedActor } from '../plan/definitions.ts';
import type { LoadedFiles } from './load.ts';

/**
 * Holds configurations against the specifications of the server, so that what it would refuse is found before anything
 * is written.
 *
 * @param specifications - by definition id
 * @returns warnings
 * @throws {InvalidFilesError} when the server would not accept a configuration
 */
export function assertConfigurations(
  { places, waivers }: Pick<LoadedFiles, 'places' | 'waivers'>,
  defined: readonly DefinedActor[],
  specifications: ReadonlyMap<string, Specification>,
): readonly Issue[] {
  const byKey = new Map(defined.map(({ desired, definition }) => [desired.key, specifications.get(definition.id)]));
  const actors = defined.map(({ desired }) => desired);
  const checked = checkConfigurations(actors, ({ key }) => byKey.get(key)?.connectionSpecification, places);
  // `validate` tells which waivers are of no use.
  const left = withoutWaived(checked.issues, waivers, () => false);
  const issues = inOrder(withoutLiterals(left, checked.literals));
  if (issues.some(({ severity }) => severity === 'error')) throw new InvalidFilesError(issues);
  return issues;
}
