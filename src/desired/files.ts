/** The disk, as far as reading a project needs it. */
export interface ProjectFiles {
  /** What the command line calls the folder, if it names one. */
  readonly folder?: string;
  /**
   * Regular files under a folder at any depth.
   *
   * @returns paths relative to the project's folder, with forward slashes, sorted; `undefined` when there is no such folder
   */
  list(folder: string): Promise<readonly string[] | undefined>;
  /**
   * The bytes of one file.
   *
   * @param file - relative to the project's folder, or absolute
   * @returns `undefined` when there is no such file
   */
  read(file: string): Promise<Uint8Array | undefined>;
  /** True for a link out of the project: it is read, and not written. Absent: there are no links. */
  readonly leadsOut?: (file: string) => Promise<boolean>;
}

/** The disk, as far as files of a project are written to it. */
export interface ProjectWriter {
  /** Replaces a file in one step: whoever reads it meanwhile finds the old text or the new one. */
  readonly write: (file: string, text: string) => Promise<void>;
  readonly remove: (file: string) => Promise<void>;
}

/** The disk, as far as new files are put on it. */
export interface FileCreator {
  /**
   * Writes a file that is not there yet; never anything in the place of another.
   *
   * @returns false when something of that name is there, which stays as it is
   */
  readonly create: (file: string, text: string) => Promise<boolean>;
  /** What is in the way of a file: a folder of its name, or something else where one of its folders has to be. */
  readonly obstacle: (file: string) => Promise<string | undefined>;
}

/** Everything outside of the process that a project's files may speak of. */
export interface FilePorts {
  readonly files: ProjectFiles;
  readonly environmentVariable: (name: string) => string | undefined;
  /** What stands in for a variable that is neither set nor has a default; absent: that is an error. */
  readonly unsetVariable?: (name: string) => string;
}

/** For variables that are not set: nobody looks at it, as nothing is known of it; it may stand for an address as well. */
export const unknownValue = 'https://unknown.example.com';
