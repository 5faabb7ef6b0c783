import type { ProjectFiles } from '../desired/files.ts';
import { listed } from '../desired/finding.ts';
import type { LoadedDesired } from '../desired/load-desired.ts';
import { checkConfigurations, judgeWaivers, stayingActors } from '../desired/specification/check-desired.ts';
import { readSpecifications, specificationFor } from '../desired/specification/read-specifications.ts';
import { withoutLiterals } from '../desired/specification/shown-secrets.ts';
import type { Waiver } from '../desired/waivers.ts';
import type { Issue } from '../model/issue.ts';
import type { DesiredActor } from '../model/resource.ts';
import { compareText } from '../util/sort.ts';

/** What the specifications that a project keeps say of its configurations. */
export interface OfflineCheck {
  readonly issues: readonly Issue[];
  /** Takes secrets that files spell out from the lines that issues show. */
  readonly hide: (issues: readonly Issue[]) => readonly Issue[];
  /** False for waivers of what could not be looked for. */
  readonly isJudged: (waiver: Waiver) => boolean;
  /** What could not be checked, in words. */
  readonly notes: readonly string[];
}

/** Checks every configuration whose connector has a specification in the project. */
export async function checkOffline(files: ProjectFiles, { desired, places }: LoadedDesired): Promise<OfflineCheck> {
  const stored = await readSpecifications(files);
  const { issues, literals, unspecified } = checkConfigurations(
    stayingActors(desired),
    (actor) => specificationFor(actor, desired.definitions ?? [], stored),
    places,
  );
  return {
    issues: [...issues, ...(stored?.issues ?? [])],
    hide: (found) => withoutLiterals(found, literals),
    isJudged: judgeWaivers(unspecified),
    notes: unspecified.length === 0 ? [] : [noteOn(unspecified, stored !== undefined)],
  };
}

function noteOn(unspecified: readonly DesiredActor[], hasFolder: boolean): string {
  const command = '"airplan specs pull" reads the specifications from the server';
  if (!hasFolder) return `configurations were not checked: ${command}`;
  const connectors = [...new Set(unspecified.map(({ definition }) => definition))].sort(compareText);
  return `configurations of ${listed(connectors)} were not checked: ${command}`;
}
