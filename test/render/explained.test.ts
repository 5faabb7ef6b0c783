import { expect, test } from 'vitest';
import { Secret, serverMask } from '../../src/model/configuration.ts';
import type { Explanation, PlanExplanations } from '../../src/model/plan.ts';
import { resourceKey } from '../../src/model/resource.ts';
import { plainPalette } from '../../src/render/palette.ts';
import { renderPlan } from '../../src/render/plan.ts';
import { aCreate, aPlan, aPlannedSource } from '../builders.ts';

function render(explanations: PlanExplanations, changes = aPlan().changes): string {
  const text = renderPlan(aPlan({ changes, explanations }), plainPalette);
  return text.split('\n').slice(3).join('\n');
}

const orders = (...values: readonly Explanation[]): PlanExplanations => ({
  rules: Object.fromEntries(values.map(({ rule }) => [rule, `A sentence on ${rule}.`])),
  resources: [{ key: resourceKey('connection', 'orders'), values }],
});

test('each value with both sides and its rule, then what the rules say, once each', () => {
  const password = new Secret('hunter2', '${env:PASSWORD}');
  const values: readonly Explanation[] = [
    { path: ['configuration', 'password'], rule: 'masked-secret', live: serverMask, desired: password },
    {
      path: ['schedule'],
      rule: 'idle-schedule',
      live: { scheduleType: 'manual', cron: '0 0 3 * * ?' },
      desired: 'manual',
    },
    { path: ['streams', 'public.orders', 'cursorField'], rule: 'idle-cursor', desired: 'updated_at', others: 499 },
    {
      path: ['streams', 'public.items', 'fields'],
      rule: 'field-set',
      live: ['b', 'a'],
      desired: ['a', 'b'],
      others: 1,
    },
  ];

  expect(render(orders(...values))).toMatchInlineSnapshot(`
    "Equal, though they look different (server ≡ file)
      connection/orders
          masked-secret  configuration.password  ********** ≡ (secret)
          idle-schedule  schedule  {scheduleType: manual, cron: 0 0 3 * * ?} ≡
                         manual
          idle-cursor    streams.public.orders.cursorField  (not set) ≡ updated_at,
                         and so for 499 more streams
          field-set      streams.public.items.fields  [b, a] ≡ [a, b], and so for 1
                         more stream

    By these rules
      masked-secret  A sentence on masked-secret.
      idle-schedule  A sentence on idle-schedule.
      idle-cursor    A sentence on idle-cursor.
      field-set      A sentence on field-set.
      More of each: airplan explain RULE"
  `);
});

test('a resource with very many shows the first of them', () => {
  const values = Array.from({ length: 30 }, (_, at) => ({
    path: ['configuration', `password_${at}`],
    rule: 'masked-secret',
    live: serverMask,
  }));
  const text = render(orders(...values));

  expect(text).toContain('password_19');
  expect(text).not.toContain('password_20');
  expect(text).toContain('and 10 more');
});

test('nothing to explain is said, so that nobody looks for it', () => {
  expect(render({ rules: {}, resources: [] })).toBe('Nothing looks different that is not.');
});

test('a plan with changes still ends with its summary', () => {
  const text = render(orders({ path: ['prefix'], rule: 'empty-text', desired: '' }), [aCreate(aPlannedSource())]);

  expect(text.split('\n').at(-1)).toMatch(/^Plan: /);
  expect(text.indexOf('Sources')).toBeLessThan(text.indexOf('Equal, though'));
});
