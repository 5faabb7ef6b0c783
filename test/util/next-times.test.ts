import { expect, test } from 'vitest';
import { nextTimes } from '../../src/util/next-times.ts';

/** A Tuesday. */
const nowMs = Date.parse('2026-11-24T12:00:00Z');

const times = (expression: string, timeZone = 'UTC') =>
  nextTimes(expression, timeZone, { nowMs, count: 3 })?.map((time) => time.toISOString().slice(0, 16));

test.each([
  ['0 0 3 * * ?', ['2026-11-25T03:00', '2026-11-26T03:00', '2026-11-27T03:00']],
  ['0 0/20 * * * ?', ['2026-11-24T12:20', '2026-11-24T12:40', '2026-11-24T13:00']],
  ['0 0 12 ? * 2', ['2026-11-30T12:00', '2026-12-07T12:00', '2026-12-14T12:00']],
  ['0 0 12 ? * FRI-MON', ['2026-11-27T12:00', '2026-11-28T12:00', '2026-11-29T12:00']],
  ['0 0 22-1 * * ?', ['2026-11-24T22:00', '2026-11-24T23:00', '2026-11-25T00:00']],
  ['0 0 6 L * ?', ['2026-11-30T06:00', '2026-12-31T06:00', '2027-01-31T06:00']],
  ['0 0 6 ? * L', ['2026-11-28T06:00', '2026-12-05T06:00', '2026-12-12T06:00']],
  ['0 0 6 ? * MON#1', ['2026-12-07T06:00', '2027-01-04T06:00', '2027-02-01T06:00']],
  ['0 0 6 1 1 ? 2028', ['2028-01-01T06:00']],
  ['0 0 6 1 1 ? 2020', []],
])('%s fires next at %j', (expression, expected) => {
  expect(times(expression)).toEqual(expected);
});

test('times are those of the time zone, across the change of its clocks', () => {
  expect(times('0 30 2 ? * SUN', 'America/New_York')).toEqual([
    '2026-11-29T07:30',
    '2026-12-06T07:30',
    '2026-12-13T07:30',
  ]);
});

test('what cannot be computed is not guessed at', () => {
  expect(times('0 0 6 L-3 * ?')).toBeUndefined();
  expect(times('0 0 6 * * ?', 'Nowhere/Land')).toBeUndefined();
});
