import { loadProject } from '../desired/load-project.ts';
import { InvalidFilesError } from '../model/invalid-files.ts';
import type { Ports } from './ports.ts';

/** Stands for every environment of the project. */
export const everyEnvironment = '*';

/**
 * The environments that flags ask for, each once, in the order given; with `*` all of them, by name.
 *
 * @throws {InvalidFilesError} when the files do not tell which there are
 */
export async function environmentNames(ports: Ports, flags: readonly string[]): Promise<readonly string[]> {
  if (!flags.includes(everyEnvironment)) return [...new Set(flags)];
  const { project, issues } = await loadProject(ports);
  if (project === undefined || project.environments.length === 0) throw new InvalidFilesError(issues);
  return project.environments;
}
