import type { Declaration } from '../desired/declaration.ts';
import type { FilePorts } from '../desired/files.ts';
import { inOrder } from '../desired/finding.ts';
import { type LoadedDesired, loadDesired } from '../desired/load-desired.ts';
import { loadProject } from '../desired/load-project.ts';
import type { Places } from '../desired/places.ts';
import { projectFile } from '../desired/project.ts';
import { toldOnce } from '../desired/told-once.ts';
import { unusedWaivers, type Waiver, wholeProjectRules, withoutWaived } from '../desired/waivers.ts';
import type { Environment } from '../model/environment.ts';
import { InvalidFilesError } from '../model/invalid-files.ts';
import type { Issue, Locate } from '../model/issue.ts';
import type { Desired } from '../model/resource.ts';
import { checkOffline, type OfflineCheck } from './check-offline.ts';

/** A project without errors. */
export interface LoadedFiles {
  readonly environment: Environment;
  readonly desired: Desired;
  /** The documents that it comes from, patches merged into them. */
  readonly declarations: readonly Declaration[];
  /** Warnings. */
  readonly issues: readonly Issue[];
  /** Finds places in every file of the project. */
  readonly locate: Locate;
  /** Finds places in the resource files. */
  readonly places: Places;
  /** Comments that are to let findings pass; those that no finding has needed so far. */
  readonly waivers: readonly Waiver[];
}

/** What reading a project gives: every finding of one run, and the project if none is an error. */
export interface Validation {
  readonly issues: readonly Issue[];
  readonly loaded?: LoadedFiles;
  /** What could not be checked, in words. */
  readonly notes: readonly string[];
}

/**
 * Reads and checks a project's files, configurations by the specifications that it keeps; speaks with no server.
 *
 * @throws {InvalidFlagsError} when there is no environment of that name
 */
export async function validateFiles(ports: FilePorts, environmentName?: string): Promise<Validation> {
  return finish(await readFiles(ports, environmentName), (read) => checkOffline(ports.files, read));
}

/**
 * The project, for commands that need it without errors. Its configurations are not checked: the server's own
 * specifications know better than those that were kept, and commands that need this ask the server.
 *
 * @throws {InvalidFilesError} with every finding
 */
export async function loadFiles(ports: FilePorts, environmentName?: string): Promise<LoadedFiles> {
  const { issues, loaded } = await finish(await readFiles(ports, environmentName), async () => unchecked);
  if (loaded === undefined) throw new InvalidFilesError(issues);
  return loaded;
}

const unchecked: OfflineCheck = { issues: [], hide: (issues) => issues, isJudged: () => false, notes: [] };

interface ReadFiles {
  readonly environment: Environment | undefined;
  readonly loadedDesired: LoadedDesired | undefined;
  readonly issues: readonly Issue[];
  readonly locateInProject: Locate;
}

async function readFiles(ports: FilePorts, environmentName: string | undefined): Promise<ReadFiles> {
  const { project, environment, patches, issues, locate } = await loadProject(ports, environmentName);
  const loadedDesired = project && (await loadDesired(ports, project, environment, patches));
  return { environment, loadedDesired, issues: [...issues, ...(loadedDesired?.issues ?? [])], locateInProject: locate };
}

async function finish(
  { environment, loadedDesired, issues: fileIssues, locateInProject }: ReadFiles,
  check: (read: LoadedDesired) => Promise<OfflineCheck>,
): Promise<Validation> {
  if (loadedDesired === undefined) return { issues: toldOnce(inOrder(fileIssues)), notes: [] };
  const { desired, declarations, places, waivers, locate: locateInFiles } = loadedDesired;
  // Without an environment references are not resolved, and nobody knows what would be sent.
  const checked = environment === undefined ? unchecked : await check(loadedDesired);
  const { issues: found, unneeded } = withoutWaived([...fileIssues, ...checked.issues], waivers);
  const isBroken = fileIssues.some(({ severity }) => severity === 'error');
  const isJudged = (waiver: Waiver): boolean =>
    checked.isJudged(waiver) && !(isBroken && wholeProjectRules.includes(waiver.rule));
  const issues = toldOnce(inOrder(checked.hide([...found, ...unusedWaivers(unneeded, isJudged)])));
  const { notes } = checked;
  if (environment === undefined || issues.some(({ severity }) => severity === 'error')) return { issues, notes };
  const locate: Locate = (origin) => (origin.file === projectFile ? locateInProject(origin) : locateInFiles(origin));
  return { issues, loaded: { environment, desired, declarations, issues, locate, places, waivers: unneeded }, notes };
}
