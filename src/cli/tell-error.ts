import { type AirplanError, InternalError } from '../errors.ts';
import type { Issue } from '../model/issue.ts';
import { renderError } from '../render/error.ts';
import { renderIssues } from '../render/issues.ts';
import type { CommandContext } from './context.ts';
import { exitCodeOf } from './exit-codes.ts';

/**
 * Tells what has stopped a command, with every finding if it is about files.
 *
 * @returns the exit code
 */
export function tellError(error: AirplanError, { tell, palette }: CommandContext): number {
  const issues = issuesOf(error);
  tell(issues === undefined ? renderError(error, palette) : renderIssues(issues, palette));
  if (error instanceof InternalError) {
    const { cause } = error;
    tell(palette.dim((cause instanceof Error ? cause.stack : error.stack) ?? ''));
  }
  return exitCodeOf[error.code];
}

function issuesOf(error: AirplanError): readonly Issue[] | undefined {
  return 'issues' in error ? (error.issues as readonly Issue[]) : undefined;
}
