import type { Plan } from '../model/plan.ts';
import type { SyncReport } from '../model/sync.ts';
import { renderIssues } from '../render/issues.ts';
import { renderJson } from '../render/json.ts';
import { renderPlan } from '../render/plan.ts';
import { renderReport, reportAsData } from '../render/report.ts';
import { syncReportAsData } from '../render/sync.ts';
import type { ApplyResult } from '../workflows/apply.ts';
import type { CommandContext } from './context.ts';

interface Manner {
  readonly yes: boolean;
  readonly format: 'text' | 'json';
}

/** Shows what is about to happen, and asks unless that was done beforehand. */
export async function showPlanBefore(plan: Plan, { yes, format }: Manner, context: CommandContext): Promise<boolean> {
  const show = format === 'text' ? context.print : context.tell;
  if (format === 'text' || !yes) show(`${renderPlan(plan, context.palette, yes ? 'brief' : 'full')}\n`);
  if (yes) return true;
  const answer = await context.ask('Apply these changes? Only "yes" is taken for it: ');
  return answer.trim() === 'yes';
}

/** What became of a plan, and as data also of the syncs behind it. */
export function printApplyResult(
  result: ApplyResult,
  format: Manner['format'],
  context: CommandContext,
  syncs?: SyncReport,
): void {
  const more = syncs === undefined ? {} : { syncs: syncReportAsData(syncs) };
  if (format === 'json') context.print(renderJson({ ...resultAsData(result), ...more }));
  else context.print(resultText(result, context));
}

function resultAsData(result: ApplyResult): object {
  const { plan, ...others } = result;
  const report = 'report' in others ? { report: reportAsData(others.report) } : {};
  return { formatVersion: '1.0', ...others, ...report, plan };
}

function resultText(result: ApplyResult, { palette }: CommandContext): string {
  switch (result.result) {
    case 'nothing-to-do':
      return renderPlan(result.plan, palette);
    case 'declined':
      return 'Nothing was applied.';
    case 'applied':
      return `\n${palette.bold(renderReport(result.report))}\n${palette.green('Checked')}: read again, and no changes are left`;
    case 'differs': {
      const reason = 'the server is still not as the files say, or someone changed it meanwhile';
      const head = `\n${palette.bold(renderReport(result.report))}\n${palette.red('Checked')}: ${reason}`;
      return `${head}\n\n${renderPlan(result.after, palette)}`;
    }
    case 'incomplete':
    case 'interrupted': {
      const issues = result.issues.length === 0 ? [] : [renderIssues(result.issues, palette)];
      const isAnyApplied = result.report.outcomes.some((outcome) => outcome.result === 'applied');
      const next = isAnyApplied
        ? 'What was applied stays. Mend the cause and apply again: it goes on from here.'
        : 'No change was carried out in full. Mend the cause and apply again.';
      return ['', ...issues, palette.bold(renderReport(result.report)), next].join('\n');
    }
  }
}
