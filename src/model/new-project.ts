/** How airplan proves to a server who it is. */
export const authKinds = ['client', 'basic', 'token', 'none'] as const;
export type AuthKind = (typeof authKinds)[number];

/** Where pull requests are reviewed, and pipelines run. */
export const ciHosts = ['github', 'gitlab', 'azure'] as const;
export type CiHost = (typeof ciHosts)[number];

/** What has to be known to begin a project. */
export interface NewProject {
  /** An address, or `sandbox`. */
  readonly server: string;
  /** Id, name or slug. */
  readonly workspace: string;
  /** The environment's name. */
  readonly environment: string;
  readonly auth: AuthKind;
  /** Whether it begins with a source, a destination and a connection to try. */
  readonly hasExample: boolean;
}

/** A file that a new project gets. */
export interface NewFile {
  /** Relative to the project's folder, with forward slashes. */
  readonly file: string;
  readonly text: string;
  /** What it is for, in a few words. */
  readonly about: string;
}

/** What pipelines are written for. All of it goes into files and command lines as it is: see `explainCiNeeds`. */
export interface CiNeeds {
  /** The environment that is planned and applied. */
  readonly environment: string;
  /** Names of the variables that its files use, sorted. */
  readonly variables: readonly string[];
  /** Those of them that need not be set, as files have a default for them. */
  readonly optional?: readonly string[];
  /** The project's folder within the repository; empty, or with a slash behind it. */
  readonly prefix: string;
  /** The branch that pull requests are merged into. */
  readonly branch: string;
  /** The release of airplan that runs them. */
  readonly version: string;
}
