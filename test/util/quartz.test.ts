import { describe, expect, test } from 'vitest';
import { nextRuns } from '../../src/util/next-runs.ts';
import { findCronFault, firesMoreThanHourly } from '../../src/util/quartz.ts';
import { findTimeZoneFault } from '../../src/util/time-zone.ts';

describe('an expression that Quartz does not take', () => {
  test.each([
    ['0 3 * * *', 'it has 5 fields, and 6 or 7 are expected', 'as Quartz has it, seconds first: "0 0 3 * * ?"'],
    ['*/15 * * * 1-5', 'it has 5 fields', '"0 */15 * ? * MON-FRI"'],
    ['0 3 1 * 0', 'it has 5 fields', 'the fields are second, minute'],
    ['@daily', '@daily is not known to Airbyte', 'write "0 0 0 * * ?"'],
    ['hourly', 'it has 1 field,', 'the fields are second, minute'],
    ['0 0 3 * * *', 'exactly one of day of month and day of week must be "?"', 'write "0 0 3 * * ?"'],
    ['0 0 3 * * MON', 'exactly one', 'write "0 0 3 ? * MON"'],
    ['0 0 3 15 * *', 'exactly one', 'write "0 0 3 15 * ?"'],
    ['0 0 3 ? * ?', 'exactly one', 'write "0 0 3 * * ?"'],
    ['0 0 3 15 * MON', 'exactly one', 'make one connection for each of the two'],
    ['0 61 3 * * ?', '"61" is not a valid minutes', 'it takes 0 to 59'],
    ['0 0 3 ? * 0', '"0" is not a valid day of week', '1 (Sunday) to 7 (Saturday)'],
  ])('%s', (expression, message, hint) => {
    const fault = findCronFault(expression);

    expect(fault?.message).toContain(message);
    expect(fault?.hint).toContain(hint);
  });
});

test.each([
  ['0 0 * * * ?', false],
  ['0 30 3 * * ?', false],
  ['0 */30 * * * ?', true],
  ['0 0,30 3 * * ?', true],
  ['0 5/55 * * * ?', false],
  ['0 58-2 3 * * ?', true],
])('tells that %s fires more than once within an hour: %s', (expression, expected) => {
  expect(firesMoreThanHourly(expression)).toBe(expected);
});

describe('the next runs', () => {
  const nowMs = Date.UTC(2026, 0, 1); // a Thursday
  const runsOf = (cron: string, timeZone = 'UTC') =>
    nextRuns({ cron, timeZone }, { nowMs, count: 3 })?.map((runMs) => new Date(runMs).toISOString().slice(0, 16));

  test.each([
    ['0 0 3 * * ?', ['2026-01-01T03:00', '2026-01-02T03:00', '2026-01-03T03:00']],
    ['0 0 3 ? * 1', ['2026-01-04T03:00', '2026-01-11T03:00', '2026-01-18T03:00']],
    ['0 0 3 ? * FRI-SUN', ['2026-01-02T03:00', '2026-01-03T03:00', '2026-01-04T03:00']],
    ['0 0 3 ? * L', ['2026-01-03T03:00', '2026-01-10T03:00', '2026-01-17T03:00']],
    ['0 0 3 ? * 6L', ['2026-01-30T03:00', '2026-02-27T03:00', '2026-03-27T03:00']],
    ['0 5/20 0 * * ?', ['2026-01-01T00:05', '2026-01-01T00:25', '2026-01-01T00:45']],
    ['0 0 22-2/2 * * ?', ['2026-01-01T02:00', '2026-01-01T22:00', '2026-01-02T00:00']],
    ['0 0 0 1 NOV-FEB ? *', ['2026-02-01T00:00', '2026-11-01T00:00', '2026-12-01T00:00']],
    ['0 0 3 1 1 ? 2020', []],
    ['0 0 0 30 2 ?', []],
    ['0 0 3 L-3 * ?', undefined],
  ])('of %s', (cron, expected) => expect(runsOf(cron)).toEqual(expected));

  test('are those of the time zone', () => {
    expect(runsOf('0 0 3 * * ?', 'America/New_York')?.[0]).toBe('2026-01-01T08:00');
  });
});

describe('a time zone that no server takes', () => {
  test.each([
    ['Etc/UTC', 'write a name such as Europe/Berlin, or UTC'],
    ['ETC/GMT-2', 'write a name such as Europe/Berlin, or UTC'],
    ['Europe/Berln', 'did you mean "Europe/Berlin"?'],
    ['europe/berlin', 'did you mean "Europe/Berlin"?'],
    ['utc', 'did you mean "UTC"?'],
    ['+01:00', 'write a name such as Europe/Berlin, or UTC'],
    ['Middle-earth', 'write a name such as Europe/Berlin, or UTC'],
  ])('%s', (name, hint) => expect(findTimeZoneFault(name)?.hint).toBe(hint));

  test.each(['UTC', 'Europe/Berlin', 'US/Pacific', 'Asia/Calcutta'])('%s is one', (name) => {
    expect(findTimeZoneFault(name)).toBeUndefined();
  });
});
