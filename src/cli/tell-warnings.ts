import type { Issue } from '../model/issue.ts';
import { renderIssues } from '../render/issues.ts';
import type { CommandContext } from './context.ts';

/** What is odd in the files goes to standard error, so that a plan as data stays one. */
export function tellWarnings(warnings: readonly Issue[], { tell, palette }: CommandContext): void {
  if (warnings.length > 0) tell(`${renderIssues(warnings, palette)}\n`);
}
