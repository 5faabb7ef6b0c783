import { expect, test } from 'vitest';
import { RefusedError } from '../../src/errors.ts';
import type { Plan, PlanSummary } from '../../src/model/plan.ts';
import { assertSafe, type SafetyRequest } from '../../src/plan/safety.ts';
import { anEnvironment, aPlan, aPlannedConnection, aReplace } from '../builders.ts';

const { limits } = anEnvironment({ limits: { changePercent: 30, deletePercent: 10, minObjects: 10 } });

function counting(summary: Partial<PlanSummary>): Plan {
  return aPlan({ summary: { ...aPlan().summary, ...summary } });
}

function check(plan: Plan, request: Partial<SafetyRequest> = {}) {
  return () => assertSafe(plan, { limits, allowed: [], overridesLimits: false, ...request });
}

test('a plan that replaces is stopped unless that is allowed', () => {
  const plan = aPlan({
    changes: [aReplace(aPlannedConnection({ name: 'a' })), aReplace(aPlannedConnection({ name: 'b' }))],
  });

  expect(check(plan)).toThrow(RefusedError);
  expect(check(plan)).toThrow('the plan replaces connection/a, connection/b');
  expect(check(plan)).toThrow(expect.objectContaining({ hint: expect.stringContaining('--allow replace') }));
  expect(check(plan, { allowed: ['replace'] })).not.toThrow();
});

test('overriding the limits does not allow to replace', () => {
  expect(check(aPlan({ changes: [aReplace(aPlannedConnection())] }), { overridesLimits: true })).toThrow(RefusedError);
});

test.each<[summary: Partial<PlanSummary>, words: string]>([
  [{ update: 7, unchanged: 13 }, 'the plan changes 7 of 20 managed objects (35 %), and the limit is 30 %'],
  [{ update: 5, replace: 2, unchanged: 13 }, 'the plan changes 7 of 20'],
  [{ replace: 3, unchanged: 17 }, 'the plan deletes or replaces 3 of 20 managed objects (15 %), and the limit is 10 %'],
  [{ update: 7, unchanged: 16 }, 'changes 7 of 23 managed objects (30.5 %), and the limit is 30 %'],
  [{ update: 3001, unchanged: 6999 }, 'changes 3001 of 10000 managed objects (30.1 %), and the limit is 30 %'],
])('a plan beyond the limits is stopped with figures: %j', (summary, words) => {
  expect(check(counting(summary))).toThrow(words);
  expect(check(counting(summary))).toThrow(
    expect.objectContaining({ hint: expect.stringContaining('--override-limits') }),
  );
  expect(check(counting(summary), { overridesLimits: true })).not.toThrow();
});

test.each<[what: string, summary: Partial<PlanSummary>]>([
  ['just what is allowed', { update: 6, unchanged: 14 }],
  ['few objects', { update: 9 }],
  ['what is created', { create: 500, unchanged: 10 }],
  ['what is unmanaged', { unmanaged: 500, unchanged: 10 }],
])('limits do not stop a plan: %s', (_what, summary) => {
  expect(check(counting(summary))).not.toThrow();
});

test('a first plan is within limits that count from no objects on', () => {
  expect(check(counting({ create: 3 }), { limits: { ...limits, minObjects: 0 } })).not.toThrow();
});
