import { expect, test } from 'vitest';
import type { PlanBase } from '../../src/model/plan.ts';
import { decodePlan } from '../../src/plan/decode-plan.ts';
import { plainPalette } from '../../src/render/palette.ts';
import { renderPlan, renderPlanJson } from '../../src/render/plan.ts';
import { DecodeError } from '../../src/util/decode.ts';
import { anUpdate, aPlan, aPlannedConnection, aPlannedSource } from '../builders.ts';

const noCounts: PlanBase['counts'] = { 'change-set': 0, both: 0, drift: 0, 'not-yet-applied': 0 };

function aBase(counts: Partial<PlanBase['counts']>, changes: Partial<PlanBase> = {}): PlanBase {
  const limits = { changePercent: 30, deletePercent: 10, minObjects: 10 };
  return { ref: 'main', commit: '1a2b3c4d5e6f', counts: { ...noCounts, ...counts }, limits, ...changes };
}

const mixed = aPlan({
  summary: { ...aPlan().summary, update: 2 },
  base: aBase({ 'change-set': 2, drift: 1 }),
  changes: [
    anUpdate(aPlannedSource({ name: 'orders' }), ['configuration.host'], { causes: ['change-set'] }),
    anUpdate(aPlannedConnection({ name: 'orders-to-lake' }), [], {
      causes: ['change-set', 'drift'],
      fields: [
        { path: ['prefix'], before: 'a_', after: 'b_', cause: 'change-set' },
        { path: ['status'], before: 'inactive', after: 'active', cause: 'drift' },
      ],
    }),
  ],
});

test('a plan with a base tells whose doing its changes are: once a change, or at each field', () => {
  expect(renderPlan(mixed, plainPalette)).toMatchInlineSnapshot(`
    "Plan: 0 to create, 2 to update, 0 to replace, 0 to delete; 0 unchanged, 0 unmanaged
    since main (1a2b3c4): 2 changes from this change set, 1 edit made on the server
    that it would undo
    environment test, workspace "default" on http://airbyte.test

    Sources
      ~ source/orders  "orders"  pipelines/orders.yaml:1
          cause: this change set
          configuration.host  old → new

    Connections
      ~ connection/orders-to-lake  "orders-to-lake"  pipelines/orders-to-lake.yaml:1
          prefix  a_ → b_
            cause: this change set
          status  inactive → active
            cause: drift

    Plan: 0 to create, 2 to update, 0 to replace, 0 to delete; 0 unchanged, 0 unmanaged"
  `);
});

test.each<[counts: Partial<PlanBase['counts']>, words: string]>([
  [{ 'change-set': 1 }, '1 change from this change set'],
  [{ drift: 2 }, '2 edits made on the server that it would undo'],
  [{ both: 1, 'not-yet-applied': 4 }, '1 changed both in it and on the server, 4 not yet applied'],
])('the verdict of %j', (counts, words) => {
  const text = renderPlan({ ...mixed, base: aBase(counts) }, plainPalette).replaceAll(/\s+/g, ' ');

  expect(text).toContain(`since main (1a2b3c4): ${words} environment`);
});

test('a base that was named by its commit is told once', () => {
  const base = aBase({ drift: 1 }, { ref: '1a2b3c4d5e6f' });

  expect(renderPlan({ ...mixed, base }, plainPalette)).toContain('since 1a2b3c4: 1 edit');
});

test('a plan with causes comes back from its JSON whole', () => {
  expect(decodePlan(JSON.parse(renderPlanJson(mixed)), 'the plan')).toEqual(mixed);
});

test.each([
  ['a cause that there is not', (text: string) => text.replace('"drift"\n', '"weather"\n')],
  ['a base without a count', (text: string) => text.replace('"both": 0,', '')],
  ['a base without limits', (text: string) => text.replace('"limits"', '"other"')],
])('%s is no plan', (_what, change) => {
  const text = renderPlanJson(mixed);

  expect(change(text)).not.toBe(text);
  expect(() => decodePlan(JSON.parse(change(text)), 'the plan')).toThrow(DecodeError);
});
