import type { Issue, Place } from '../model/issue.ts';
import { compareText } from '../util/sort.ts';

/** How many findings of one kind a document gets; nobody reads more, and the next run tells the rest. */
export const mostFindings = 1000;

export interface FindingDetails {
  readonly place?: Place | undefined;
  readonly hint?: string | undefined;
}

/** An issue of severity `error`. */
export function anError(rule: string, message: string, { place, hint }: FindingDetails = {}): Issue {
  return {
    rule,
    severity: 'error',
    message,
    ...(place === undefined ? {} : { place }),
    ...(hint === undefined ? {} : { hint }),
  };
}

/** An issue of severity `warning`. */
export function aWarning(rule: string, message: string, details: FindingDetails = {}): Issue {
  return { ...anError(rule, message, details), severity: 'warning' };
}

/** Start of a file whose lines cannot be shown. */
export function startOfFile(file: string): Place {
  return { file, line: 1, column: 1, length: 1, lineText: '' };
}

/** Sorted by file, line, column, rule and message; the same finding twice becomes one. */
export function inOrder(issues: readonly Issue[]): readonly Issue[] {
  const sorted = [...issues].sort(compareIssues);
  return sorted.filter((issue, index) => {
    const previous = sorted[index - 1];
    return previous === undefined || compareIssues(previous, issue) !== 0;
  });
}

function compareIssues(left: Issue, right: Issue): number {
  return (
    compareText(left.place?.file ?? '', right.place?.file ?? '') ||
    (left.place?.line ?? 0) - (right.place?.line ?? 0) ||
    (left.place?.column ?? 0) - (right.place?.column ?? 0) ||
    compareText(left.rule, right.rule) ||
    compareText(left.message, right.message)
  );
}

/** `a, b and c`, shortened when there are many. */
export function listed(names: readonly string[], most = 8): string {
  const shown = names.slice(0, most);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

/** A hint for a word that does not exist: the one that was meant, or else all there are. */
export function didYouMean(closest: string | undefined, label: string, candidates: readonly string[]): string {
  if (closest !== undefined) {
    return `did you mean "${closest}"?`;
  }
  return candidates.length === 0 ? `there are no ${label}` : `${label}: ${listed(candidates)}`;
}
