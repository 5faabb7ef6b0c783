import { expect, test } from 'vitest';
import { RefusedError } from '../../src/errors.ts';
import { type GuardedAction, guardedActions } from '../../src/model/guarded-actions.ts';
import type { Change, Plan, PlanSummary } from '../../src/model/plan.ts';
import { resourceKey } from '../../src/model/resource.ts';
import { assertSafe, type SafetyRequest } from '../../src/plan/safety.ts';
import {
  aCreate,
  aDelete,
  anEnvironment,
  anUpdate,
  aPlan,
  aPlannedConnection,
  aPlannedDestination,
  aPlannedSource,
  aReplace,
} from '../builders.ts';

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

/** Every subset of the values of `--allow`. */
const everyAllowance = guardedActions.reduce<readonly (readonly GuardedAction[])[]>(
  (subsets, action) => subsets.flatMap((subset) => [subset, [...subset, action]]),
  [[]],
);
const everyResource = [aPlannedSource(), aPlannedDestination(), aPlannedConnection()];

interface GuardCase {
  readonly what: string;
  readonly change: Change;
  /** What `--allow` has to name; absent: nothing, it loses nothing. */
  readonly loss?: GuardedAction;
}

/** Every kind of change of every kind of resource, every step behind one, each as no file asks for it. */
const everyChange: readonly GuardCase[] = [
  ...everyResource.flatMap((desired): readonly GuardCase[] => [
    { what: `create of a ${desired.kind}`, change: aCreate(desired) },
    { what: `update of a ${desired.kind}`, change: anUpdate(desired, ['name']) },
    { what: `replacement of a ${desired.kind}`, change: aReplace(desired), loss: 'replace' },
    { what: `deletion of a ${desired.kind}`, change: aDelete(desired.kind, desired.name), loss: 'delete' },
  ]),
  ...(['refresh', 'clear'] as const).map((action) => ({
    what: `${action} of streams`,
    change: anUpdate(aPlannedConnection(), ['streams'], { afterwards: { action, streams: [{ name: 'orders' }] } }),
    loss: action,
  })),
];
const ownWords = [undefined, 'delete', 'refresh', 'clear'] as const;

function isLetThrough(change: Change, request: Partial<SafetyRequest>): boolean {
  try {
    assertSafe(aPlan({ changes: [change], ids: { [resourceKey('source', 'another')]: 'stays' } }), {
      limits,
      allowed: [],
      overridesLimits: false,
      ...request,
    });
    return true;
  } catch (error) {
    if (error instanceof RefusedError) return false;
    throw error;
  }
}

test.each(everyChange)('nothing is lost unasked: $what', ({ change, loss }) => {
  for (const allowed of everyAllowance) {
    for (const askedFor of ownWords) {
      for (const overridesLimits of [false, true]) {
        const asked = askedFor === undefined ? change : { ...change, askedFor };
        const isAsked = loss === undefined || allowed.includes(loss) || askedFor === loss;

        expect(isLetThrough(asked, { allowed, overridesLimits }), `${allowed} ${askedFor}`).toBe(isAsked);
      }
    }
  }
});

test.each(everyChange)('no flag and no word gets past protection: $what', ({ change, loss }) => {
  const isUntouched = loss !== 'replace' && loss !== 'delete';
  const asked: Change = { ...change, isProtected: true, ...(loss === 'replace' ? {} : loss && { askedFor: loss }) };

  expect(isLetThrough(asked, { allowed: guardedActions, overridesLimits: true })).toBe(isUntouched);
});

test('a refusal names the change, the flags that are missing, and where protection stands', () => {
  const pruned = aDelete('source', 'old');
  const plan = aPlan({ changes: [aReplace(aPlannedConnection()), pruned] });

  expect(check(plan, { allowed: ['clear'] })).toThrow(
    expect.objectContaining({
      message:
        'the plan replaces connection/connection: what is replaced is deleted with its sync state and created anew; ' +
        'and it deletes source/old, which no file asks for',
      hint: 'apply with --allow replace,delete if that is what you want',
    }),
  );
  expect(check(aPlan({ changes: [{ ...pruned, isProtected: true }] }))).toThrow(
    expect.objectContaining({
      message: 'source/old is protected, and the plan would delete it',
      hint: expect.stringContaining('take "protect" out of pipelines/old.yaml:1'),
    }),
  );
});

test('what no file names is told by its name as well', () => {
  const { place: _, ...pruned } = aDelete('source', 'f81d');

  expect(check(aPlan({ changes: [{ ...pruned, name: 'Old shop' }] }))).toThrow('deletes source/f81d "Old shop", which');
});

test('a long refusal names the first few', () => {
  const changes = Array.from({ length: 11 }, (_, index) => aReplace(aPlannedConnection({ name: `c${index}` })));

  expect(check(aPlan({ changes }))).toThrow('connection/c7 and 3 more');
});

const asked = { askedFor: 'delete' } as const;

test('a plan never deletes the last of what files name, few as they are', () => {
  const ids = { [resourceKey('source', 'a')]: '1', [resourceKey('source', 'b')]: '2' };
  const deletions = [aDelete('source', 'a', { id: '1', ...asked }), aDelete('source', 'b', { id: '2', ...asked })];
  const plan = aPlan({ changes: deletions, ids });

  expect(check(plan)).toThrow('the plan deletes 2 live objects, and leaves none of those that the files name');
  expect(check(plan)).toThrow(expect.objectContaining({ hint: expect.stringContaining('--override-limits') }));
  expect(check(plan, { overridesLimits: true })).not.toThrow();
  expect(check(aPlan({ changes: deletions.slice(0, 1), ids }))).not.toThrow();
});

test('pruning a workspace of which no file names anything is refused', () => {
  const plan = aPlan({ changes: [aDelete('source', 'made by hand')] });

  expect(check(plan, { allowed: ['delete'] })).toThrow('the plan deletes the only live object');
});

test('what is pruned counts for the limits, and so does what it is compared with', () => {
  const { place: _, ...pruned } = aDelete('source', 'old');
  const counts = { ...aPlan().summary, delete: 3, unchanged: 17 };
  const ids = { [resourceKey('source', 'a')]: '1' };

  expect(check(aPlan({ changes: [pruned], summary: counts, ids }), { allowed: ['delete'] })).toThrow(
    'the plan deletes or replaces 3 of 20 objects (15 %), and the limit is 10 %',
  );
});
