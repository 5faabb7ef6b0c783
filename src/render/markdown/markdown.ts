import type { PlanReview, ReviewManner } from '../plan-review.ts';
import { renderFailureSection, renderFindings } from './findings.ts';
import { joined, renderPlanSection } from './plan-section.ts';

/** What of the budget warnings may take up, as one part of so many. */
const warningsPart = 5;

/**
 * A review for comments under pull requests: GitHub's Markdown, within a budget.
 *
 * @returns without a line break at the end
 */
export function renderMarkdown({ plans, warnings }: PlanReview, manner: ReviewManner): string {
  const { characters } = manner.budget;
  const title = `${warnings.length === 1 ? 'A warning' : `${warnings.length} warnings`} about the files:`;
  const body = warnings.length === 0 ? '' : renderFindings(warnings, characters / warningsPart - title.length - 4);
  const told = body === '' ? '' : `${title}\n\n${body}`;
  const each = Math.floor((characters - told.length) / Math.max(1, plans.length)) - 2;
  const sections = plans.map((one) =>
    'plan' in one ? renderPlanSection(one.plan, { ...manner, characters: each }) : renderFailureSection(one, each),
  );
  return joined([...sections, told]);
}
