import { inspect } from 'node:util';
import { AirplanError } from '../../src/errors.ts';
import { InvalidFilesError } from '../../src/model/invalid-files.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Report } from '../../src/model/report.ts';
import { RefusedFindingsError } from '../../src/plan/findings.ts';
import { renderError } from '../../src/render/error.ts';
import { renderIssues } from '../../src/render/issues.ts';
import { plainPalette } from '../../src/render/palette.ts';
import { renderPlan, renderPlanJson } from '../../src/render/plan.ts';
import { renderOutcome, renderReport, reportAsData } from '../../src/render/report.ts';
import type { ApplyResult } from '../../src/workflows/apply.ts';

/** Every form in which a plan gets out of the process. */
export function planOutputs(plan: Plan): readonly string[] {
  return [renderPlan(plan, plainPalette), renderPlan(plan, plainPalette, 'brief'), renderPlanJson(plan), dump(plan)];
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
