import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { Secret } from '../../src/model/configuration.ts';
import type { Plan } from '../../src/model/plan.ts';
import { colourPalette, plainPalette } from '../../src/render/palette.ts';
import { renderPlan, renderPlanJson } from '../../src/render/plan.ts';
import { visibleLines } from '../../src/util/visible.ts';
import {
  aCreate,
  aDelete,
  anUpdate,
  aPlan,
  aPlannedConnection,
  aPlannedDestination,
  aPlannedSource,
  aReplace,
} from '../builders.ts';

const summary: Plan['summary'] = { create: 1, update: 1, replace: 1, delete: 0, unchanged: 14, unmanaged: 3 };

const secret = new Secret('hunter2-hunter2', '${env:PASSWORD}');

function aFullPlan(): Plan {
  const fields = [
    { path: ['definition'], after: 'Postgres' },
    { path: ['configuration', 'password'], after: secret },
  ];
  return aPlan({
    summary,
    newTags: ['bronze'],
    notes: ['something to know'],
    changes: [
      aCreate(aPlannedSource({ name: 'orders', configuration: { password: secret } }), { fields }),
      anUpdate(aPlannedDestination({ name: 'lake' }), ['configuration.bucket']),
      aReplace(aPlannedConnection({ name: 'orders-to-lake' }), {
        fields: [{ path: ['source'], before: 'source/old', after: 'source/orders' }],
        notes: ['every stream is read again'],
      }),
    ],
  });
}

test('a plan says its summary first and last, and changes by kind', () => {
  expect(renderPlan(aFullPlan(), plainPalette)).toMatchInlineSnapshot(`
    "Plan: 1 to create, 1 to update, 1 to replace, 0 to delete; 14 unchanged, 3 unmanaged
    environment test, workspace "default" on http://airbyte.test
    note: something to know

    Sources
      + source/orders  "orders"  pipelines/orders.yaml:1
          definition              Postgres
          configuration.password  (secret)

    Destinations
      ~ destination/lake  "lake"  pipelines/lake.yaml:1
          configuration.bucket  old → new

    Connections
      ± connection/orders-to-lake  "orders-to-lake"  pipelines/orders-to-lake.yaml:1
          ! every stream is read again
          source  source/old → source/orders

    Tags that the connections need
      + tag "bronze"

    Plan: 1 to create, 1 to update, 1 to replace, 0 to delete; 14 unchanged, 3 unmanaged"
  `);
});

test('a plan in brief tells of what is new by its name only', () => {
  const text = renderPlan(aFullPlan(), plainPalette, 'brief');

  expect(text).toContain('+ source/orders');
  expect(text).not.toContain('definition');
  expect(text).toContain('configuration.bucket  old → new');
  expect(text).toContain('source  source/old → source/orders');
});

test('a plan without changes says so, on two lines', () => {
  const plan = aPlan({ summary: { ...aPlan().summary, unchanged: 6, unmanaged: 2 } });

  expect(renderPlan(plan, plainPalette)).toBe(
    'No changes: the server is as the files say; 6 unchanged, 2 unmanaged\nenvironment test, workspace "default" on http://airbyte.test',
  );
});

test('notes are told even when nothing changes', () => {
  expect(renderPlan(aPlan({ notes: ['this server has no tags'] }), plainPalette)).toMatch(
    /\nnote: this server has no tags$/,
  );
});

test('a kind without changes has no heading', () => {
  const text = renderPlan(aPlan({ summary, changes: [aCreate(aPlannedSource())] }), plainPalette);

  expect(text).toContain('Sources');
  expect(text).not.toMatch(/Destinations|Connections/);
});

test('colours say nothing that the text does not', () => {
  const coloured = renderPlan(aFullPlan(), colourPalette);

  expect(coloured).not.toBe(renderPlan(aFullPlan(), plainPalette));
  expect(stripVTControlCharacters(coloured)).toBe(renderPlan(aFullPlan(), plainPalette));
});

test('no format shows a secret', () => {
  expect(renderPlan(aFullPlan(), plainPalette)).toContain('configuration.password  (secret)');
  expect(renderPlanJson(aFullPlan())).toContain('${env:PASSWORD}');
  expect(renderPlan(aFullPlan(), plainPalette) + renderPlanJson(aFullPlan())).not.toContain('hunter2');
});

const hostile = 'x\u001b[2J\u009b1m\r\n\u202e\u200b';

/** A plan in which every text is hostile. */
function aHostilePlan(): Plan {
  const desired = aPlannedSource({ name: hostile });
  const fields = [{ path: ['configuration', hostile], before: hostile, after: { [hostile]: [hostile] } }];
  const place = { file: hostile, line: 1 };
  return aPlan({
    environment: hostile,
    server: hostile,
    workspace: { id: hostile, name: hostile, slug: hostile },
    newTags: [hostile],
    notes: [hostile],
    changes: [anUpdate(desired, [], { fields, place, notes: [hostile] })],
  });
}

test('names cannot act on a terminal, nor make up lines', () => {
  const text = renderPlan(aHostilePlan(), plainPalette);

  expect(text).toBe(visibleLines(text));
  expect(text.split('\n')).toHaveLength(19);
});

test('JSON cannot act on a terminal either, and loses nothing', () => {
  const json = renderPlanJson(aHostilePlan());

  expect(json).toBe(visibleLines(json));
  expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(aHostilePlan())));
});

test('JSON is the plan itself', () => {
  expect(JSON.parse(renderPlanJson(aPlan({ summary })))).toEqual(aPlan({ summary }));
});

test('effects stand under the field that causes them, and above all fields if none does', () => {
  const change = anUpdate(aPlannedConnection({ name: 'orders-to-lake' }), ['streams.orders.syncMode', 'status'], {
    effects: [
      { rule: 'paused', weight: 'harmless', path: ['status'], text: 'no more syncs by schedule' },
      { rule: 'whole', weight: 'rereads', path: [], text: 'something about all of it' },
    ],
    afterwards: { action: 'refresh', streams: [{ name: 'orders', namespace: 'public' }] },
  });

  expect(
    renderPlan(aPlan({ changes: [change] }), plainPalette),
  ).toContain(`~ connection/orders-to-lake  "orders-to-lake"  pipelines/orders-to-lake.yaml:1
      → something about all of it
      streams.orders.syncMode  old → new
      status                   old → new
        → no more syncs by schedule
      then refresh public.orders`);
});

test('a long effect goes on in the next line, and that of a step stands under the step', () => {
  const text = 'the next sync of its 3 connections reads with it; cursors stay, even if this is another database';
  const change = anUpdate(aPlannedConnection({ name: 'c' }), ['status'], {
    effects: [
      { rule: 'long', weight: 'harmless', path: ['status'], text },
      { rule: 'step', weight: 'rereads', path: ['afterwards'], text: 'reads these streams again' },
    ],
    afterwards: { action: 'refresh', streams: [{ name: 'orders' }] },
  });

  expect(renderPlan(aPlan({ changes: [change] }), plainPalette)).toContain(`
      status  old → new
        → the next sync of its 3 connections reads with it; cursors stay, even
          if this is another database
      then refresh orders
        → reads these streams again
`);
});

test('what says that nothing moves is left out of the text, and stays in the data', () => {
  const effects = [
    { rule: 'renamed', weight: 'harmless', path: ['name'], text: 'nothing moves', isQuiet: true },
  ] as const;
  const plan = aPlan({ changes: [anUpdate(aPlannedConnection(), ['name'], { effects })] });

  expect(renderPlan(plan, plainPalette)).not.toContain('nothing moves');
  expect(renderPlanJson(plan)).toContain('nothing moves');
});

test('a step of many streams names the first ones, one of unknown streams none', () => {
  const streams = Array.from({ length: 12 }, (_, index) => ({ name: `s${index}` }));
  const changes = [streams, []].map((list) =>
    anUpdate(aPlannedConnection(), [], { afterwards: { action: 'clear', streams: list } }),
  );
  const text = renderPlan(aPlan({ changes }), plainPalette);

  expect(text).toContain('then clear s0, s1, s2, s3, s4, s5, s6, s7, s8, s9 and 2 more');
  expect(text).toContain('then clear those streams that are found to have changed');
});

test('a deletion says where it is asked for; what no file names has no place', () => {
  const changes = [aDelete('source', 'orders'), aDelete('source', 'forgotten')].map((change, index) => {
    const { place: _, ...withoutPlace } = change;
    return index === 0 ? change : withoutPlace;
  });

  expect(renderPlan(aPlan({ changes }), plainPalette)).toContain(`Sources
  - source/orders  "orders"  pipelines/orders.yaml:1
  - source/forgotten  "forgotten"`);
});

test('what several resources have in common is told once, below all of them', () => {
  const changes = ['a', 'b', 'c'].map((name) => anUpdate(aPlannedConnection({ name }), ['status']));

  expect(renderPlan(aPlan({ changes }), plainPalette)).toContain(`Connections
  ~ connection/a  "a"  pipelines/a.yaml:1
  ~ connection/b  "b"  pipelines/b.yaml:1
  ~ connection/c  "c"  pipelines/c.yaml:1
      all 3 alike:
      status  old → new
`);
});

test('what many streams have in common is told once, and the effect of one of them is not lost', () => {
  const names = Array.from({ length: 30 }, (_, index) => `s${index}`);
  const paths = names.map((name) => `streams.${name}.syncMode`);
  const effects = [{ rule: 'x', weight: 'loses', path: ['streams', 's7', 'syncMode'], text: 'only s7' }] as const;
  const text = renderPlan(aPlan({ changes: [anUpdate(aPlannedConnection(), paths, { effects })] }), plainPalette);

  expect(text).toContain('      30 streams: syncMode  old → new\n        s0, s1, s2,');
  expect(text).toContain('and 10 more (--format json has them all)\n        → only s7\n');
});
