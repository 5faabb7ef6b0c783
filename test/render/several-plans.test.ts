import { expect, test } from 'vitest';
import { RefusedError } from '../../src/errors.ts';
import type { Change, Plan } from '../../src/model/plan.ts';
import type { ResourceKey } from '../../src/model/resource.ts';
import type { EnvironmentPlan } from '../../src/model/several-plans.ts';
import { plainPalette } from '../../src/render/palette.ts';
import { renderSeveralPlans, renderSeveralPlansJson } from '../../src/render/several-plans.ts';
import { columnsOf } from '../../src/util/visible.ts';

type Actions = Readonly<Record<string, Change['action']>>;

function aPlanOf(environment: string, actions: Actions, live: readonly string[] = []): EnvironmentPlan {
  const changes = Object.entries(actions).map(([key, action]) => ({ key, action }) as unknown as Change);
  const count = (action: string) => changes.filter((change) => change.action === action).length;
  const plan: Plan = {
    formatVersion: '1.0',
    environment,
    server: 'sandbox',
    workspace: { id: 'w', name: 'Shop', slug: 'shop' } as unknown as Plan['workspace'],
    summary: {
      create: count('create'),
      update: count('update'),
      replace: count('replace'),
      delete: count('delete'),
      unchanged: live.length,
      unmanaged: 0,
    },
    newTags: [],
    changes,
    ids: Object.fromEntries(live.map((key) => [key as ResourceKey, 'id'])),
    notes: [],
  };
  return { environment, plan };
}

const failed: EnvironmentPlan = {
  environment: 'production',
  error: new RefusedError('wrong target', { hint: 'look' }),
};

test('differing resources go first, unchanged ones are left out, counts stand below', async () => {
  const plans = [
    aPlanOf('staging', { 'source/shop': 'update', 'connection/b': 'create' }, ['source/other', 'source/same']),
    aPlanOf('production', { 'source/other': 'replace', 'connection/b': 'create', 'source/gone': 'delete' }, [
      'source/shop',
    ]),
  ];

  expect(await renderSeveralPlans(plans, plainPalette)).toMatchInlineSnapshot(`
    "Plans for 2 environments
      staging: workspace "Shop" on sandbox
      production: workspace "Shop" on sandbox

                            staging  production
    differs
      source/gone                        -
      source/other             =         ±
      source/shop              ~         =

    the same in all
      connection/b             +         +

    to create                  1         1
    to update                  1         0
    to replace                 0         1
    to delete                  0         1
    unchanged                  2         1
    unmanaged                  0         0

    + create, ~ update, ± replace, - delete, = unchanged, ? not known"
  `);
});

test('an environment that could not be planned is unknown and hides nothing', async () => {
  const text = await renderSeveralPlans([aPlanOf('staging', { 'source/shop': 'create' }), failed], plainPalette);

  expect(text).toContain('production: could not be planned');
  expect(text).toMatch(/source\/shop +\+ +\?\n/);
  expect(text).not.toContain('differs');
});

test('without any plan there is no table', async () => {
  expect(await renderSeveralPlans([failed], plainPalette)).toBe(
    'Plans for 1 environment\n  production: could not be planned, see below',
  );
});

test('nothing to do anywhere is a table of counts', async () => {
  expect(await renderSeveralPlans([aPlanOf('a', {}), aPlanOf('b', {})], plainPalette)).not.toContain('the same in all');
});

test.each([1, 2, 5, 9])('%i environments with long names fit into 80 columns', async (count) => {
  const plans = Array.from({ length: count }, (_, index) =>
    aPlanOf(`environment-of-region-${index}`, { [`connection/${'very-long-name-'.repeat(6)}→日本`]: 'create' }),
  );
  const [, ...parts] = (await renderSeveralPlans(plans, plainPalette)).split('\n\n');

  expect(Math.max(...parts.join('\n').split('\n').map(columnsOf))).toBeLessThanOrEqual(80);
  expect(parts[0]).toContain('…');
});

test('as JSON it is a list of plans; a failure is one of them', () => {
  const list = JSON.parse(renderSeveralPlansJson([aPlanOf('staging', {}), failed]));

  expect(list).toMatchObject([
    { formatVersion: '1.0', environment: 'staging', summary: { create: 0 } },
    {
      formatVersion: '1.0',
      environment: 'production',
      error: { code: 'refused', message: 'wrong target', hint: 'look' },
    },
  ]);
});

test('with a base, whose doing each change is, in the table and in a sentence for each environment', async () => {
  const one = aPlanOf('staging', { 'source/shop': 'update', 'connection/b': 'create' });
  const [plan] = 'plan' in one ? [one.plan] : [];
  if (plan === undefined) throw new Error('no plan');
  const found = [['change-set', 'drift'], ['not-yet-applied']] as const;
  const staging: EnvironmentPlan = {
    environment: 'staging',
    plan: {
      ...plan,
      base: {
        ref: 'main',
        commit: '1a2b3c4d5e',
        limits: { changePercent: 30, deletePercent: 10, minObjects: 10 },
        counts: { 'change-set': 1, drift: 1, both: 0, 'not-yet-applied': 1 },
      },
      changes: plan.changes.map((change, index) => ({ ...change, causes: found[index] ?? [] })),
    },
  };
  const text = await renderSeveralPlans([staging, aPlanOf('production', {}, ['source/shop'])], plainPalette);

  expect(text.split('\n').slice(1, 11).join('\n')).toMatchInlineSnapshot(`
    "  staging: workspace "Shop" on sandbox
        since main (1a2b3c4): 1 change from this change set, 1 edit made on the
        server that it would undo, 1 not yet applied
      production: workspace "Shop" on sandbox

                            staging  production
    differs
      connection/b            + n
      source/shop            ~ cd        =
    "
  `);
  expect(text).toContain('\ncause: c this change set, d drift, n not yet applied');
  expect(text.split('\n').every((line) => columnsOf(line) <= 80)).toBe(true);
});
