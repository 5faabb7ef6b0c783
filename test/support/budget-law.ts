import { expect } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import { lossesOf } from '../../src/render/losses.ts';
import { type Budget, budgets, unlimited } from '../../src/render/markdown/budget.ts';
import { renderMarkdown } from '../../src/render/markdown/markdown.ts';
import { aReviewManner } from '../builders.ts';
import { type RenderedMarkdown, renderMarkdownForReal } from './rendered-markdown.ts';

export const someBudgets: readonly Budget[] = [
  budgets.bitbucket,
  budgets.github,
  ...[2000, 3000, 5000, 12_000].map((characters) => ({ ...unlimited, characters })),
];

export function markdownOf(plan: Plan, budget: Budget): string {
  return renderMarkdown({ plans: [{ environment: plan.environment, plan }], warnings: [] }, aReviewManner({ budget }));
}

/** What holds for every plan and every budget, as far as the text itself shows it. */
export function expectWithinBudget(plan: Plan, budget: Budget): void {
  const markdown = markdownOf(plan, budget);
  const box = markdown.split('\n\n').find((part) => part.startsWith('> '));

  expect(markdown.length).toBeLessThanOrEqual(budget.characters);
  expect(markdown).toMatch(/^## Plan for /);
  expect(markdown.trimEnd().split('\n').at(-1)).toMatch(/^Plan digest `[0-9a-f]{12}`$/);
  expect(box !== undefined).toBe(lossesOf(plan).length > 0);
}

/** And what a renderer shows: nothing is open at the end, and no row of a table has lost a cell. */
export function expectWholeMarkdown(plan: Plan, budget: Budget): void {
  const { elements, skeleton } = renderMarkdownForReal(markdownOf(plan, budget));
  const top = skeleton.match(/^<h2>\(\)/) !== null && skeleton.endsWith('<p>()');
  const cells = new Set(elements.filter(({ tagName }) => tagName === 'tr').map(cellCount));

  expect({ top, tables: cells.size <= 1 }).toEqual({ top: true, tables: true });
}

function cellCount(row: RenderedMarkdown['elements'][number]): number {
  return row.childNodes.filter((node) => node.nodeName === 'td' || node.nodeName === 'th').length;
}
