import { issuesOf } from '../model/invalid-files.ts';
import type { Issue } from '../model/issue.ts';
import type { FailedPlan } from '../model/several-plans.ts';
import { type Loss, lossesOf, lossWords } from './losses.ts';
import type { PlanReview } from './plan-review.ts';

export const remarkLevels = ['error', 'warning', 'notice'] as const;
export type RemarkLevel = (typeof remarkLevels)[number];

/** Something that a reviewer is to see where it is: a finding, or what a change costs. */
export interface Remark {
  readonly level: RemarkLevel;
  /** Id of the finding's rule, of the effect, or the guarded action. */
  readonly rule: string;
  /** In a few words. */
  readonly title: string;
  /** In sentences, each without a full stop. */
  readonly texts: readonly string[];
  readonly place?: RemarkPlace;
  /** What stays the same when lines move. */
  readonly subject: string;
}

interface RemarkPlace {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
  /** How many characters it is about; without a column, the whole line. */
  readonly length?: number;
}

/** Remarks of each environment, in the order given, the gravest first; warnings are with the first one. */
export function remarksOf({ plans, warnings }: PlanReview): readonly (readonly Remark[])[] {
  return plans.map((one, index) => {
    const own = 'plan' in one ? lossesOf(one.plan).map(lossRemark) : failureIssues(one).map(issueRemark);
    return gravestFirst([...own, ...(index === 0 ? warnings.map(issueRemark) : [])]);
  });
}

/** Findings as remarks, the gravest first. */
export function issueRemarks(issues: readonly Issue[]): readonly Remark[] {
  return gravestFirst(issues.map(issueRemark));
}

function gravestFirst(remarks: readonly Remark[]): readonly Remark[] {
  return remarkLevels.flatMap((level) => remarks.filter((remark) => remark.level === level));
}

/** The findings that stopped a plan; a failure without any is one. */
export function failureIssues({ error }: FailedPlan): readonly Issue[] {
  const { code: rule, message, hint } = error;
  return issuesOf(error) ?? [{ rule, severity: 'error', message, ...(hint === undefined ? {} : { hint }) }];
}

function issueRemark({ rule, severity, message, hint, place }: Issue): Remark {
  const texts = hint === undefined ? [message] : [message, `hint: ${hint}`];
  return { level: severity, rule, title: rule, texts, subject: message, ...(place === undefined ? {} : { place }) };
}

function lossRemark(loss: Loss): Remark {
  const { kind, rule, change, texts } = loss;
  return {
    level: levelOf(loss),
    rule,
    title: `${lossWords[kind]} ${change.key}`,
    texts: [...texts, ...standingTexts(loss)],
    subject: change.key,
    ...(change.place === undefined ? {} : { place: change.place }),
  };
}

function levelOf({ kind, standing }: Loss): RemarkLevel {
  if (standing === 'forbidden') return 'error';
  return kind === 'refresh' || kind === 'rereads' ? 'notice' : 'warning';
}

function standingTexts({ kind, standing }: Loss): readonly string[] {
  if (standing === 'forbidden') return ['it is protected, and apply refuses this'];
  return standing === 'unasked' ? [`applying this takes --allow ${kind}`] : [];
}
