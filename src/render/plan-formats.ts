import type { Plan } from '../model/plan.ts';
import { renderGithub } from './github.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown/markdown.ts';
import { renderPlan, renderPlanJson } from './plan.ts';
import type { PlanReview, ReviewManner } from './plan-review.ts';
import { renderSarif } from './sarif.ts';
import { renderSeveralPlans, renderSeveralPlansJson } from './several-plans.ts';

export const planFormatNames = ['text', 'json', 'markdown', 'html', 'github', 'sarif', 'junit'] as const;
export type PlanFormat = (typeof planFormatNames)[number];

interface PlanFormatRow {
  /** What it is for, as the README has it. */
  readonly use: string;
  readonly render: (review: PlanReview, manner: ReviewManner) => string | Promise<string>;
  /** Whether it has words for what could not be planned. Where it has none, the one plan of a review is there. */
  readonly tellsFailures: boolean;
}

/** Every form in which a plan can be printed, made just now or saved before. */
export const planFormats: Readonly<Record<PlanFormat, PlanFormatRow>> = {
  text: { use: 'terminals and logs', render: renderText, tellsFailures: false },
  json: { use: 'programs: the plan itself, `formatVersion` `"1.0"`', render: renderData, tellsFailures: false },
  markdown: {
    use: 'comments under pull and merge requests; `--budget` keeps it within what the host takes',
    render: renderMarkdown,
    tellsFailures: true,
  },
  html: {
    use: 'a report as one file that loads nothing: a picture of the pipelines, filters and search, before and after side by side',
    // Its script and what lays the picture out are loaded for it alone.
    render: async (review, manner) => (await import('./html/html.ts')).renderHtml(review, manner),
    tellsFailures: true,
  },
  github: {
    use: 'the log of a GitHub workflow: annotations at file and line for findings and for what a plan costs',
    render: renderGithub,
    tellsFailures: true,
  },
  sarif: {
    use: 'code scanning (SARIF 2.1.0): the same findings and costs',
    render: renderSarif,
    tellsFailures: true,
  },
  junit: {
    use: 'test pages of CI systems: a test for each resource; what costs data, sync state or a second reading fails',
    render: renderJunit,
    tellsFailures: true,
  },
};

function renderText(review: PlanReview, { palette }: ReviewManner): string | Promise<string> {
  const plan = onlyPlan(review);
  return plan === undefined ? renderSeveralPlans(review.plans, palette) : renderPlan(plan, palette);
}

function renderData(review: PlanReview): string {
  const plan = onlyPlan(review);
  return plan === undefined ? renderSeveralPlansJson(review.plans) : renderPlanJson(plan);
}

function onlyPlan({ plans: [first], isSideBySide }: PlanReview): Plan | undefined {
  return isSideBySide !== true && first !== undefined && 'plan' in first ? first.plan : undefined;
}
