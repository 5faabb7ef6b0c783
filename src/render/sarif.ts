import type { Log, ReportingDescriptor, Result, Run } from 'sarif';
import type { ValidationReview } from '../model/validation.ts';
import { visible } from '../util/visible.ts';
import { renderJson } from './json.ts';
import type { PlanReview, ReviewManner } from './plan-review.ts';
import { issueRemarks, type Remark, type RemarkLevel, remarksOf } from './remarks.ts';

const levels: Readonly<Record<RemarkLevel, Result.level>> = { error: 'error', warning: 'warning', notice: 'note' };

/** Hosts ask for a place with every result: the project's own file stands in. */
const projectFile = 'airplan.yaml';

/**
 * A review as SARIF 2.1.0, for code scanning: findings, and what the plan costs. One run for each environment.
 *
 * @see OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0"
 */
export function renderSarif(review: PlanReview, { folder }: ReviewManner): string {
  const remarks = remarksOf(review);
  return renderLog(
    review.plans.map(({ environment }, index) => toRun(['airplan', environment], remarks[index] ?? [], folder)),
  );
}

/** What validating found, in the same way; hosts keep it apart from what a plan costs. */
export function renderValidationSarif({ checks }: ValidationReview, { folder }: Pick<ReviewManner, 'folder'>): string {
  return renderLog(
    checks.map(({ environment, issues }) => toRun(['airplan-validate', environment], issueRemarks(issues), folder)),
  );
}

function renderLog(runs: Run[]): string {
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs,
  };
  return renderJson(log);
}

function toRun(category: readonly string[], remarks: readonly Remark[], folder: string): Run {
  const rules = [...new Set(remarks.map(({ rule }) => rule))];
  return {
    tool: { driver: { name: 'airplan', rules: rules.map(toRule) } },
    automationDetails: { id: `${category.filter((part) => part !== '').join('/')}/` },
    columnKind: 'utf16CodeUnits',
    results: remarks.map((remark) => toResult(remark, rules.indexOf(remark.rule), folder)),
  };
}

function toRule(id: string): ReportingDescriptor {
  return { id, shortDescription: { text: id }, help: { text: `airplan explain ${id}` } };
}

function toResult({ level, rule, title, texts, place, subject }: Remark, ruleIndex: number, folder: string): Result {
  const { file, line, column, length = 1 } = place ?? { file: projectFile, line: 1 };
  const region = {
    startLine: line,
    ...(column === undefined ? {} : { startColumn: column, endColumn: column + length }),
  };
  const sentences = title === rule ? texts : [title, ...texts];
  return {
    ruleId: rule,
    ruleIndex,
    level: levels[level],
    message: { text: sentences.map(messageText).join('\n') },
    locations: [{ physicalLocation: { artifactLocation: { uri: toUri(`${folder}${file}`) }, region } }],
    partialFingerprints: { 'airplan/v1': `${rule} ${file} ${subject}` },
  };
}

/** Viewers make a link of `[words](address)`. */
function messageText(text: string): string {
  return visible(text).replaceAll('](', '] (');
}

/** A relative reference; half of a character is none that it could have. */
function toUri(file: string): string {
  return file
    .split('/')
    .map((step) => encodeURIComponent(step.replaceAll(/\p{Surrogate}/gu, '\ufffd')))
    .join('/');
}
