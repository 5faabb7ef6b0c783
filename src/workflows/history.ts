import type { ProjectFiles } from '../desired/files.ts';

/** What a project's files were at earlier commits. */
export interface ProjectHistory {
  /**
   * The full id of the commit that a branch, a tag or an id stands for.
   *
   * @throws {InvalidFlagsError} when there is none, or no repository at all
   */
  readonly commitOf: (ref: string) => Promise<string>;
  /** Commits before one that touched the project, newest first, along first parents; none where a clone is cut off. */
  readonly commitsBefore: (commit: string, most: number) => Promise<readonly string[]>;
  /** True when the clone does not reach back to the first commit. */
  readonly isCutOff: () => Promise<boolean>;
  /** The project as of a commit; files outside of the repository are not there. */
  readonly filesAt: (commit: string) => ProjectFiles;
}
