import { inspect } from 'node:util';
import { AirplanError } from '../../src/errors.ts';
import { InvalidFilesError } from '../../src/model/invalid-files.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Report } from '../../src/model/report.ts';
import { RefusedFindingsError } from '../../src/plan/findings.ts';
import { renderError } from '../../src/render/error.ts';
import { renderGithub } from '../../src/render/github.ts';
import { renderHtml } from '../../src/render/html/html.ts';
import { renderIssues } from '../../src/render/issues.ts';
import { renderJunit } from '../../src/render/junit.ts';
import { renderMarkdown } from '../../src/render/markdown/markdown.ts';
import { plainPalette } from '../../src/render/palette.ts';
import { renderPlan, renderPlanJson } from '../../src/render/plan.ts';
import { renderOutcome, renderReport, reportAsData } from '../../src/render/report.ts';
import { renderSarif } from '../../src/render/sarif.ts';
import type { ApplyResult } from '../../src/workflows/apply.ts';
import { aReviewManner } from '../builders.ts';

/** Every form in which a plan gets out of the process. */
export function planOutputs(plan: Plan): readonly string[] {
  const review = { plans: [{ environment: plan.environment, plan }], warnings: [] };
  const forReviews = [renderMarkdown, renderHtml, renderGithub, renderSarif, renderJunit].map((render) =>
    render(review, aReviewManner()),
  );
  const brief = renderPlan(plan, plainPalette, 'brief');
  return [renderPlan(plan, plainPalette), brief, renderPlanJson(plan), ...forReviews, dump(plan)];
}

/** Every form in which an apply's result gets out of the process. */
export function applyOutputs(result: ApplyResult): readonly string[] {
  const reports = 'report' in result ? reportOutputs(result.report) : [];
  const issues = 'issues' in result ? [renderIssues(result.issues, plainPalette)] : [];
  const after = 'after' in result ? planOutputs(result.after) : [];
  return [...planOutputs(result.plan), ...reports, ...issues, ...after];
}

function reportOutputs(report: Report): readonly string[] {
  const outcomes = report.outcomes.map((outcome) => renderOutcome(outcome, plainPalette));
  const errors = report.outcomes.flatMap((outcome) => (outcome.result === 'failed' ? errorOutputs(outcome.error) : []));
  return [...outcomes, renderReport(report), JSON.stringify(reportAsData(report)), ...errors];
}

/** What the command line shows of a failure. */
export function errorOutputs(error: unknown): readonly string[] {
  if (!(error instanceof AirplanError)) return [dump(error)];
  const issues = error instanceof InvalidFilesError || error instanceof RefusedFindingsError ? error.issues : [];
  return [renderError(error, plainPalette), renderIssues(issues, plainPalette), error.message, error.hint ?? ''];
}

/** As a debugger or a careless log line would show it. */
function dump(value: unknown): string {
  return inspect(value, { depth: 20, maxArrayLength: null, maxStringLength: null });
}
