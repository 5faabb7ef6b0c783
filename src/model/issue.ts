/** One step into a YAML document: a key, or an index counted from 0. */
export type PathStep = string | number;
export type Path = readonly PathStep[];

/** Where a value comes from: a document of a file, and the path in it. */
export interface Origin {
  /** Relative to the project's folder, with forward slashes. */
  readonly file: string;
  /** Which document of the file, counted from 0. */
  readonly document: number;
  readonly path: Path;
}

/** A place that a person can go to. */
export interface Place {
  /** Relative to the project's folder, with forward slashes. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in characters. */
  readonly column: number;
  /** How many characters of the line the caret underlines; at least 1. */
  readonly length: number;
  /** The whole line, without its end. */
  readonly lineText: string;
}

export const severities = ['error', 'warning'] as const;
export type Severity = (typeof severities)[number];

/** One finding in a file, with its place and a way out. */
export interface Issue {
  /** Kebab-case id of the rule that found it. */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  /** Absent when there is no file to point into. */
  readonly place?: Place;
  readonly hint?: string;
}

/** Finds the place of a value. Falls back to the nearest enclosing value that the file has. */
export type Locate = (origin: Origin) => Place;

/** `origin` one or more steps further in. */
export function originAt(origin: Origin, ...steps: Path): Origin {
  return { ...origin, path: [...origin.path, ...steps] };
}
