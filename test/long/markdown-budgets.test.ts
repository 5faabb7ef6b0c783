import { expect, test } from 'vitest';
import { unlimited } from '../../src/render/markdown/budget.ts';
import { expectWholeMarkdown, expectWithinBudget, someBudgets } from '../support/budget-law.ts';
import { randomPlan } from '../support/random-plans.ts';

test('10,000 random plans keep to every budget, and stay whole', () => {
  for (let seed = 0; seed < 10_000; seed += 1) {
    const plan = randomPlan(seed, { changes: seed % 200, fields: 8 });
    const budget = someBudgets[seed % someBudgets.length] ?? unlimited;
    expectWithinBudget(plan, budget);
    if (seed % 20 === 0) expectWholeMarkdown(plan, budget);
  }
});

test('plans of ten megabytes keep to every budget', () => {
  const plan = randomPlan(7, { changes: 60_000, leastChanges: 60_000, fields: 5 });

  expect(JSON.stringify(plan).length).toBeGreaterThan(10_000_000);
  for (const budget of someBudgets) expectWithinBudget(plan, budget);
});
