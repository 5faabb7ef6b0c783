import { AirplanError } from '../errors.ts';
import type { Issue } from './issue.ts';

/** The files cannot be used as they are; every finding that was made is in `issues`. */
export class InvalidFilesError extends AirplanError {
  readonly code = 'invalid-files';
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(issues.map((issue) => issue.message).join('; '));
    this.issues = issues;
  }
}

/** The findings that an error is about; `undefined` for one that is about no file. */
export function issuesOf(error: AirplanError): readonly Issue[] | undefined {
  return 'issues' in error ? (error.issues as readonly Issue[]) : undefined;
}
