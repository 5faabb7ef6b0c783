import type { Place } from '../model/issue.ts';

/** The file that makes a folder a project. */
export const projectFile = 'airplan.yaml';

/** What `airplan.yaml` says besides its environments. */
export interface Project {
  /** The folder with resource files, relative to the project's folder. */
  readonly pipelines: string;
  /** Where `airplan.yaml` names that folder. */
  readonly pipelinesPlace: Place;
  /** Names of all environments, sorted. */
  readonly environments: readonly string[];
}
