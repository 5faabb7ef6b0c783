import { type AirplanError, InternalError } from '../errors.ts';
import { issuesOf } from '../model/invalid-files.ts';
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
