import type { FilePorts } from '../desired/files.ts';
import { inOrder } from '../desired/finding.ts';
import { loadDesired } from '../desired/load-desired.ts';
import { loadProject } from '../desired/load-project.ts';
import { projectFile } from '../desired/project.ts';
import type { Environment } from '../model/environment.ts';
import { InvalidFilesError } from '../model/invalid-files.ts';
import type { Issue, Locate } from '../model/issue.ts';
import type { Desired } from '../model/resource.ts';

/** A project without errors. */
export interface LoadedFiles {
  readonly environment: Environment;
  readonly desired: Desired;
  /** Warnings. */
  readonly issues: readonly Issue[];
  /** Finds places in every file of the project. */
  readonly locate: Locate;
}

/** What reading a project gives: every finding of one run, and the project if none is an error. */
export interface Validation {
  readonly issues: readonly Issue[];
  readonly loaded?: LoadedFiles;
}

/**
 * Reads and checks a project's files; speaks with no server.
 *
 * @throws {InvalidFlagsError} when there is no environment of that name
 */
export async function validateFiles(ports: FilePorts, environmentName?: string): Promise<Validation> {
  const {
    project,
    environment,
    issues: projectIssues,
    locate: locateInProject,
  } = await loadProject(ports, environmentName);
  if (project === undefined) return { issues: projectIssues };
  const { desired, issues: fileIssues, locate: locateInFiles } = await loadDesired(ports, project, environment);
  const issues = inOrder([...projectIssues, ...fileIssues]);
  if (environment === undefined || issues.some(({ severity }) => severity === 'error')) return { issues };
  const locate: Locate = (origin) => (origin.file === projectFile ? locateInProject(origin) : locateInFiles(origin));
  return { issues, loaded: { environment, desired, issues, locate } };
}

/**
 * The project, for commands that need it without errors.
 *
 * @throws {InvalidFilesError} with every finding
 */
export async function loadFiles(ports: FilePorts, environmentName?: string): Promise<LoadedFiles> {
  const { issues, loaded } = await validateFiles(ports, environmentName);
  if (loaded === undefined) throw new InvalidFilesError(issues);
  return loaded;
}
