import { escapeUTF8 } from 'entities';
import type { Issue } from '../model/issue.ts';
import type { Change, Plan } from '../model/plan.ts';
import type { EnvironmentPlan } from '../model/several-plans.ts';
import type { ValidationReview } from '../model/validation.ts';
import { visible, visibleLines } from '../util/visible.ts';
import { renderIssue } from './issues.ts';
import { lossesOf, lossWords } from './losses.ts';
import { plainPalette } from './palette.ts';
import { actionMarks, renderChangeBody } from './plan.ts';
import type { PlanReview, ReviewManner } from './plan-review.ts';
import { failureIssues } from './remarks.ts';

/** One resource or finding in the words of a test report. */
interface TestCase {
  readonly group: string;
  readonly name: string;
  readonly place?: { readonly file: string; readonly line: number } | undefined;
  /** `failure`: somebody should look at it; `error`: there is no plan because of it. */
  readonly result: 'passed' | 'failure' | 'error';
  readonly message: string;
  readonly text: string;
}

/**
 * A review as a JUnit report, for the test pages of CI systems: a suite for each environment, a test for each resource.
 * What costs data, sync state or a second reading fails; so does what there is no plan for.
 */
export function renderJunit({ plans, warnings }: PlanReview, { folder }: ReviewManner): string {
  const suites = plans.map((one, index) => ({
    environment: one.environment,
    cases: [...casesOf(one), ...(index === 0 ? warnings.map((issue) => issueCase(issue, 'passed')) : [])],
  }));
  return renderSuites(suites, folder);
}

/** What validating found, in the same way: a test for each finding, and for each resource of files without errors. */
export function renderValidationJunit({ checks }: ValidationReview, { folder }: Pick<ReviewManner, 'folder'>): string {
  const suites = checks.map(({ environment, issues, keys }) => ({
    environment,
    cases: [
      ...issues.map((issue) => issueCase(issue, issue.severity === 'error' ? 'failure' : 'passed')),
      ...keys.map(silentCase),
    ],
  }));
  return renderSuites(suites, folder);
}

interface Suite {
  readonly environment: string;
  readonly cases: readonly TestCase[];
}

function renderSuites(suites: readonly Suite[], folder: string): string {
  const all = suites.flatMap(({ cases }) => cases);
  const body = suites.map(({ environment, cases }) => {
    const name = environment === '' ? 'airplan' : `airplan ${environment}`;
    const tests = cases.map((one) => renderCase(one, folder));
    return element('testsuite', { name, ...counts(cases) }, tests);
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name: 'airplan', ...counts(all) }, body)}`;
}

function casesOf(one: EnvironmentPlan): readonly TestCase[] {
  if (!('plan' in one)) return failureIssues(one).map((issue) => issueCase(issue, 'error'));
  return [...one.plan.changes.map(changeCase), ...unchangedCases(one.plan)];
}

function changeCase(change: Change): TestCase {
  const { kind, key, name, place, action } = change;
  const [worst] = lossesOf({ changes: [change] });
  const body = renderChangeBody(change, plainPalette);
  return {
    group: kind,
    name: key,
    place,
    result: worst === undefined ? 'passed' : 'failure',
    message: worst === undefined ? action : `${lossWords[worst.kind]} ${key}`,
    text: `${actionMarks[action]} ${visible(key)}  "${visible(name)}"${body === '' ? '' : `\n${body}`}`,
  };
}

function unchangedCases({ ids, changes }: Plan): readonly TestCase[] {
  const changed = new Set<string>(changes.map(({ key }) => key));
  return Object.keys(ids)
    .filter((key) => !changed.has(key))
    .map(silentCase);
}

/** Nothing is to be said of it. */
function silentCase(key: string): TestCase {
  return { group: key.split('/')[0] ?? '', name: key, result: 'passed', message: '', text: '' };
}

function issueCase(issue: Issue, result: TestCase['result']): TestCase {
  const { rule, message, place } = issue;
  const name = place === undefined ? rule : `${rule} ${place.file}:${place.line}`;
  return { group: 'finding', name, place, result, message, text: renderIssue(issue, plainPalette) };
}

function renderCase({ group, name, place, result, message, text }: TestCase, folder: string): string {
  const where = place === undefined ? {} : { file: `${folder}${place.file}`, line: String(place.line) };
  const attributes = { classname: group, name, ...where };
  if (text === '') return element('testcase', attributes, []);
  const inner = result === 'passed' ? element('system-out', {}, text) : element(result, { message, type: group }, text);
  return element('testcase', attributes, [inner]);
}

function counts(cases: readonly TestCase[]): Readonly<Record<string, string>> {
  const count = (result: TestCase['result']) => String(cases.filter((one) => one.result === result).length);
  return { tests: String(cases.length), failures: count('failure'), errors: count('error') };
}

/** What is no XML, such as half of a character, is spelled out before it is escaped. */
function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  content: string | readonly string[],
): string {
  const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeUTF8(visible(value))}"`);
  const head = `${name}${given.join('')}`;
  if (typeof content === 'string') return `<${head}>${escapeUTF8(visibleLines(content))}</${name}>`;
  return content.length === 0 ? `<${head}/>` : [`<${head}>`, ...content, `</${name}>`].join('\n');
}
