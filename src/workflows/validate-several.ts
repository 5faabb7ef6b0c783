import type { Issue } from '../model/issue.ts';
import { groupedBy } from '../util/group.ts';
import { type LoadedFiles, validateFiles } from './load.ts';
import type { Ports } from './ports.ts';

/** What validating one of several environments gives. */
export interface EnvironmentValidation {
  readonly environment: string;
  readonly issues: readonly Issue[];
  readonly notes: readonly string[];
  /** Absent when there are errors. */
  readonly loaded?: LoadedFiles;
}

/** Findings that the same environments have. */
export interface SharedIssues {
  readonly environments: readonly string[];
  readonly issues: readonly Issue[];
}

/** Reads and checks a project's files once for each environment; speaks with no server. */
export function validateSeveral(
  ports: Ports,
  environments: readonly string[],
): Promise<readonly EnvironmentValidation[]> {
  return Promise.all(
    environments.map(async (environment) => ({ environment, ...(await validateFiles(ports, environment)) })),
  );
}

/** Each finding once, with the environments that have it; what most of them have goes first. */
export function toSharedIssues(validations: readonly EnvironmentValidation[]): readonly SharedIssues[] {
  const found = validations.flatMap(({ environment, issues }) => issues.map((issue) => ({ environment, issue })));
  const same = [...groupedBy(found, ({ issue }) => JSON.stringify(issue)).values()].map((group) => ({
    environments: group.map(({ environment }) => environment),
    issues: group.slice(0, 1).map(({ issue }) => issue),
  }));
  const groups = [...groupedBy(same, ({ environments }) => environments.join('\n')).values()].map((group) => ({
    environments: group[0]?.environments ?? [],
    issues: group.flatMap(({ issues }) => issues),
  }));
  return groups.sort((left, right) => right.environments.length - left.environments.length);
}
