import { expect, test } from 'vitest';
import { InternalError, RefusedError } from '../../src/errors.ts';
import type { Outcome } from '../../src/model/report.ts';
import { renderError } from '../../src/render/error.ts';
import { plainPalette } from '../../src/render/palette.ts';
import { renderOutcome, renderReport, reportAsData } from '../../src/render/report.ts';
import { visibleLines } from '../../src/util/visible.ts';
import { aCreate, anUpdate, aPlannedConnection, aPlannedSource, aReplace } from '../builders.ts';

const create = aCreate(aPlannedSource({ name: 'orders' }));
const applied: Outcome = { result: 'applied', change: create, id: '1', durationMs: 312.4, notes: [] };
const failed: Outcome = {
  result: 'failed',
  change: anUpdate(aPlannedSource({ name: 'orders' }), []),
  error: new RefusedError('sources/update: no\nbecause', { hint: 'look at the file' }),
  durationMs: 20,
};
const skipped: Outcome = {
  result: 'skipped',
  change: aReplace(aPlannedConnection({ name: 'orders-to-lake' })),
  reason: 'dependency-failed',
  because: 'source/orders',
};

test('what was applied is one line with its time', () => {
  expect(renderOutcome(applied, plainPalette)).toBe('  + source/orders  "orders"  created in 312 ms');
});

test('what was noted while applying stands under it', () => {
  expect(renderOutcome({ ...applied, notes: ['adopted \u001b[2J'] }, plainPalette)).toMatch(
    /\n {6}adopted \\u001b\[2J$/,
  );
});

test('a failure says why, and what to do', () => {
  expect(renderOutcome(failed, plainPalette)).toMatchInlineSnapshot(`
    "  ~ source/orders  "orders"  failed
          sources/update: no
          because
          hint: look at the file"
  `);
});

test('what was skipped says for what reason', () => {
  expect(renderOutcome(skipped, plainPalette)).toBe(
    '  ± connection/orders-to-lake  "orders-to-lake"  skipped: source/orders was not applied',
  );
  expect(renderOutcome({ result: 'skipped', change: create, reason: 'interrupted' }, plainPalette)).toMatch(
    /skipped: interrupted$/,
  );
});

test('a server cannot act on a terminal by its words', () => {
  const error = new RefusedError('\u001b[2Jno\r\n\u009b1m', { hint: '\u001b[0m' });
  const text = renderOutcome({ ...failed, error }, plainPalette) + renderError(error, plainPalette);

  expect(text).toBe(visibleLines(text));
});

test('a report counts outcomes', () => {
  expect(renderReport({ outcomes: [applied], durationMs: 400 })).toBe('Applied 1 of 1 change, in 400 ms');
  expect(renderReport({ outcomes: [applied, failed, skipped], durationMs: 2040 })).toBe(
    'Applied 1 of 3 changes, 1 failed, 1 skipped, in 2.0 s',
  );
  expect(renderReport({ outcomes: [], durationMs: 0 })).toBe('Applied 0 of 0 changes, in 0 ms');
});

test.each([
  [0.2, '0 ms'],
  [999.4, '999 ms'],
  [999.6, '1.0 s'],
  [9949, '9.9 s'],
  [9950, '10 s'],
  [75_400, '75 s'],
])('%d milliseconds are %s', (durationMs, words) => {
  expect(renderReport({ outcomes: [], durationMs })).toBe(`Applied 0 of 0 changes, in ${words}`);
});

test('a report as data has every outcome with what matters of it', () => {
  expect(reportAsData({ outcomes: [applied, failed, skipped], durationMs: 12.6 })).toEqual({
    durationMs: 13,
    outcomes: [
      {
        key: 'source/orders',
        action: 'create',
        name: 'orders',
        result: 'applied',
        id: '1',
        durationMs: 312,
        notes: [],
      },
      {
        key: 'source/orders',
        action: 'update',
        name: 'orders',
        result: 'failed',
        code: 'refused',
        message: 'sources/update: no\nbecause',
        hint: 'look at the file',
      },
      {
        key: 'connection/orders-to-lake',
        action: 'replace',
        name: 'orders-to-lake',
        result: 'skipped',
        reason: 'dependency-failed',
        because: 'source/orders',
      },
    ],
  });
});

test('an error is what is wrong, and one thing to do', () => {
  expect(renderError(new RefusedError('no', { hint: 'do this' }), plainPalette)).toBe('error: no\n  hint: do this');
  expect(renderError(new InternalError('two\nlines'), plainPalette)).toBe('error: two\nlines');
});
