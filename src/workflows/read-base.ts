import type { FilePorts } from '../desired/files.ts';
import { loadDesired } from '../desired/load-desired.ts';
import { loadProject } from '../desired/load-project.ts';
import { projectFile } from '../desired/project.ts';
import { InvalidFlagsError } from '../errors.ts';
import type { Environment } from '../model/environment.ts';
import type { Locate } from '../model/issue.ts';
import type { Desired } from '../model/resource.ts';

/** The files of a commit, as far as they can be read. */
export interface ReadCommit {
  readonly desired: Desired;
  readonly locate: Locate;
  /** Absent: it cannot be read, or is not there yet, and references stay as they are written. */
  readonly environment?: Environment;
  /** What is wrong with them, or missing, in words. */
  readonly faults: readonly string[];
}

/**
 * Reads a project as of a commit. Its errors are no findings of this run: whoever repairs the files should be able to
 * compare them with what they were.
 *
 * @param ports - those of now: variables, and files that are kept out of the repository, are what they are now
 * @param files - the disk, as of that commit
 */
export async function readCommit(
  ports: FilePorts,
  files: FilePorts['files'],
  environmentName: string,
): Promise<ReadCommit> {
  const then: FilePorts = { ...ports, files: { list: files.list, read: readThenOrNow(ports.files, files) } };
  const {
    project,
    environment,
    patches,
    issues,
    locate: locateInProject,
    faults,
  } = await readProject(then, environmentName);
  if (project === undefined) return { desired: nothing, locate: locateInProject, faults };
  const read = await loadDesired(then, project, environment, patches);
  const errors = [...issues, ...read.issues].filter(({ severity }) => severity === 'error');
  const [first] = errors;
  const told = first === undefined || faults.length > 0 ? [] : [`${counted(errors.length)}: ${first.message}`];
  return {
    desired: read.desired,
    locate: (origin) => (origin.file === projectFile ? locateInProject(origin) : read.locate(origin)),
    ...(environment === undefined ? {} : { environment }),
    faults: [...faults, ...told],
  };
}

const nothing: Desired = { sources: [], destinations: [], connections: [] };

function counted(errors: number): string {
  return errors === 1 ? 'there is an error in them' : `there are ${errors} errors in them, the first`;
}

/** Resource files are listed before they are read, so that what is not there is asked for by a reference. */
function readThenOrNow(now: FilePorts['files'], then: FilePorts['files']): FilePorts['files']['read'] {
  return async (file) => (await then.read(file)) ?? (file === projectFile ? undefined : now.read(file));
}

async function readProject(ports: FilePorts, environmentName: string) {
  try {
    const read = await loadProject(ports, environmentName);
    const isThere = (await ports.files.read(projectFile)) !== undefined;
    return { ...read, faults: isThere ? [] : [`there is no ${projectFile} yet`] };
  } catch (error) {
    if (!(error instanceof InvalidFlagsError)) throw error;
    const { project, locate } = await loadProject(ports);
    const { patches } = await loadProject({ ...ports, files: { ...ports.files, read: async () => undefined } });
    return {
      project,
      environment: undefined,
      patches,
      issues: [],
      locate,
      faults: [`there is no environment "${environmentName}" yet`],
    };
  }
}
