import { AirplanError } from '../errors.ts';
import type { Issue, Locate, Origin, Place } from '../model/issue.ts';

/** A finding that is still without its place in the file. */
export interface Finding {
  readonly rule: string;
  readonly message: string;
  readonly origin: Origin;
  readonly hint?: string | undefined;
}

/** The files are right, but the live side does not allow to go on. */
export class RefusedFindingsError extends AirplanError {
  readonly code = 'refused';
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(issues.map(({ message }) => message).join('; '));
    this.issues = issues;
  }
}

/** Findings with their places. */
export function toIssues(findings: readonly Finding[], locate: Locate): readonly Issue[] {
  return findings.map(({ rule, message, origin, hint }) => ({
    rule,
    severity: 'error',
    message,
    place: locate(origin),
    ...(hint === undefined ? {} : { hint }),
  }));
}

/** What of a place belongs into a plan. */
export function fileAndLine({ file, line }: Place): Pick<Place, 'file' | 'line'> {
  return { file, line };
}
