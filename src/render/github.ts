import type { ValidationReview } from '../model/validation.ts';
import { visible } from '../util/visible.ts';
import { renderSummary } from './plan.ts';
import type { PlanReview, ReviewManner } from './plan-review.ts';
import { issueRemarks, type Remark, remarkLevels, remarksOf } from './remarks.ts';
import { countsOf, sharedIssues } from './validation.ts';

/**
 * A review as workflow commands: what GitHub shows beside the lines of a pull request. The summary comes first, then
 * the gravest remarks: GitHub shows the first ten of each level.
 *
 * @see GitHub, "Workflow commands for GitHub Actions": how messages and properties are escaped
 */
export function renderGithub(review: PlanReview, { folder }: ReviewManner): string {
  const remarks = remarksOf(review);
  const lines = review.plans.map((one, index) => {
    const where = one.environment === '' ? '' : ` (${one.environment})`;
    const summary = 'plan' in one ? [command('notice', { title: `airplan${where}` }, [renderSummary(one.plan)])] : [];
    const suffix = review.plans.length > 1 ? where : '';
    return [...summary, ...(remarks[index] ?? []).map((remark) => remarkCommand(remark, folder, suffix))];
  });
  return lines.flat().join('\n');
}

/** What validating found, in the same way: a finding that several environments have is one annotation. */
export function renderValidationGithub(review: ValidationReview, { folder }: Pick<ReviewManner, 'folder'>): string {
  const { checks } = review;
  const several = review.isSideBySide;
  const verdicts = checks.flatMap((check) => {
    const title = `airplan${check.environment === '' ? '' : ` (${check.environment})`}`;
    const verdict = check.isValid ? [`Valid: ${countsOf(check)}`] : [];
    const texts = [...verdict, ...check.notes.map((note) => `note: ${note}`)];
    return texts.length === 0 ? [] : [command('notice', { title }, texts)];
  });
  const found = sharedIssues(checks).flatMap(({ where, isEverywhere, issues }) => {
    const suffix = several && !isEverywhere ? ` (${where})` : '';
    return issueRemarks(issues).map((remark) => ({ remark, suffix }));
  });
  const gravestFirst = remarkLevels.flatMap((level) => found.filter(({ remark }) => remark.level === level));
  return [...verdicts, ...gravestFirst.map(({ remark, suffix }) => remarkCommand(remark, folder, suffix))].join('\n');
}

function remarkCommand({ level, title, texts, place }: Remark, folder: string, suffix: string): string {
  if (place === undefined) return command(level, { title: `${title}${suffix}` }, texts);
  const { file, line, column, length = 1 } = place;
  const columns = column === undefined ? {} : { col: String(column), endColumn: String(column + length) };
  const properties = { file: `${folder}${file}`, line: String(line), ...columns, title: `${title}${suffix}` };
  return command(level, properties, texts);
}

function command(
  level: Remark['level'],
  properties: Readonly<Record<string, string>>,
  texts: readonly string[],
): string {
  const given = Object.entries(properties).map(([name, value]) => `${name}=${propertyText(visible(value))}`);
  const message = texts.length === 0 ? (properties.title ?? '') : texts.join('\n');
  return `::${level} ${given.join(',')}::${messageText(message)}`;
}

function messageText(text: string): string {
  return text
    .split('\n')
    .map((line) => visible(line).replaceAll('%', '%25'))
    .join('%0A');
}

function propertyText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll(':', '%3A').replaceAll(',', '%2C');
}
