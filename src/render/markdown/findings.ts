import type { Issue } from '../../model/issue.ts';
import type { FailedPlan } from '../../model/several-plans.ts';
import { renderIssue } from '../issues.ts';
import { plainPalette } from '../palette.ts';
import { failureIssues } from '../remarks.ts';
import { code, fenced } from './words.ts';

/** Why there is no plan, with as many findings as there is room for. */
export function renderFailureSection(failed: FailedPlan, characters: number): string {
  const issues = failureIssues(failed);
  const where = failed.environment === '' ? '' : ` for ${code(failed.environment, 60)}`;
  const count = issues.length === 1 ? '1 error' : `${issues.length} errors`;
  const verdict = `## No plan${where}: ${count}`;
  return `${verdict}\n\n${renderFindings(issues, characters - verdict.length - 2)}`;
}

/** Findings with the lines of the files that they are about; those that do not fit are counted. */
export function renderFindings(issues: readonly Issue[], characters: number): string {
  const texts = issues.map((issue) => renderIssue(issue, plainPalette));
  const shown = fittingCount(texts, characters - 120);
  const more = texts.length - shown;
  const words = `${more} ${shown === 0 ? '' : 'more '}${more === 1 ? 'finding is' : 'findings are'} left out to fit in here.`;
  const lines = texts.slice(0, shown).flatMap((text) => [...text.split('\n'), '']);
  const parts = [fenced(lines.slice(0, -1), 'text'), more > 0 ? words : ''];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** How many of some texts fit, with an empty line between them and a fence around. */
function fittingCount(texts: readonly string[], characters: number): number {
  let left = characters;
  let ticks = 3;
  for (const [index, text] of texts.entries()) {
    ticks = Math.max(ticks, ...(text.match(/`+/g) ?? []).map((run) => run.length + 1));
    left -= text.length + 2;
    if (left - 2 * ticks < 0) return index;
  }
  return texts.length;
}
