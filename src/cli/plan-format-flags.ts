import path from 'node:path';

import { InvalidFlagsError } from '../errors.ts';
import { type Budget, budgets, leastBudget, unlimited } from '../render/markdown/budget.ts';
import { type PlanFormat, planFormatNames } from '../render/plan-formats.ts';
import type { ReviewManner } from '../render/plan-review.ts';
import { planDigest } from '../workflows/plan-digest.ts';
import type { CommandContext } from './context.ts';

const hosts = Object.keys(budgets);

/** For commands that print a plan. */
export const planFormatOptions = {
  format: { requiresArg: true, choices: planFormatNames, default: 'text' as const, describe: 'how to print the plan' },
  budget: {
    type: 'string',
    requiresArg: true,
    describe: `the most that "--format markdown" may take: that of ${hosts.join(', ')}, or a number of characters`,
  },
} as const;

interface FormatArguments {
  readonly format: PlanFormat;
  readonly budget?: string | undefined;
  readonly project: string;
}

/**
 * The flags as what formats take.
 *
 * @param planFile - where the plan was saved to
 * @param environments - how many of them have to share the budget
 * @throws {InvalidFlagsError} for a budget that there is not, or that nothing fits into
 */
export function reviewManner(
  { format, budget, project }: FormatArguments,
  { palette, workingFolder }: CommandContext,
  { planFile, environments = 1 }: { readonly planFile?: string | undefined; readonly environments?: number } = {},
): ReviewManner {
  if (budget !== undefined && format !== 'markdown') {
    throw new InvalidFlagsError('--budget is for --format markdown', {
      hint: 'leave it out, or add --format markdown',
    });
  }
  return {
    palette,
    planFile,
    digestOf: planDigest,
    folder: folderOf(project, workingFolder),
    budget: budget === undefined ? unlimited : parseBudget(budget, leastBudget * environments),
  };
}

/** The project's folder as seen from the working folder, for paths in front of which it stands. */
export function folderOf(project: string, workingFolder: string): string {
  const relative = path.relative(workingFolder, path.resolve(workingFolder, project)).split(path.sep).join('/');
  return relative === '' ? '' : `${relative}/`;
}

function parseBudget(text: string, least: number): Budget {
  const host = Object.entries(budgets).find(([name]) => name === text);
  if (host === undefined && !/^\d{1,9}$/.test(text)) {
    throw new InvalidFlagsError(`--budget knows no "${text}"`, {
      hint: `name one of ${hosts.join(', ')}, or give a number of characters`,
    });
  }
  const budget = host?.[1] ?? { ...unlimited, characters: Number(text) };
  if (budget.characters >= least) return budget;
  throw new InvalidFlagsError(`--budget ${text} is too little: it takes ${least} characters at least`, {
    hint: 'one environment takes 2000: the verdict, and what it costs',
  });
}
