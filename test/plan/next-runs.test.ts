import { expect, test } from 'vitest';
import type { Schedule } from '../../src/model/schedule.ts';
import { setsCron, withNextRuns } from '../../src/plan/next-runs.ts';
import { aCreate, anUpdate, aPlan, aPlannedConnection } from '../builders.ts';

const hourMs = 3_600_000;

/** What the plan of a new connection says of the runs to come. */
function textFor(schedule: Schedule, runs: readonly number[] | undefined): string | undefined {
  const { type, ...after } = schedule;
  const field = { path: ['schedule'], after: type === 'manual' ? type : after };
  const plan = aPlan({ changes: [aCreate(aPlannedConnection(), { fields: [field] })] });
  return withNextRuns(plan, 0, () => runs).changes[0]?.effects[0]?.text;
}

const daily = (timeZone = 'UTC'): Schedule => ({ type: 'cron', cron: '0 0 3 * * ?', timeZone });

test.each([
  ['UTC', [27 * hourMs], 'next runs 1970-01-02 03:00 (+00:00), and no more'],
  [
    'Europe/Berlin',
    [Date.UTC(2026, 2, 28, 2), Date.UTC(2026, 2, 29, 1), Date.UTC(2026, 2, 30, 1)],
    'next runs 2026-03-28 03:00 +01:00, 2026-03-29 03:00 +02:00, 2026-03-30 03:00 +02:00',
  ],
  [
    'Asia/Kolkata',
    [0, hourMs, 2 * hourMs + 5000],
    'next runs 1970-01-01 05:30, 1970-01-01 06:30, 1970-01-01 07:30:05 (+05:30)',
  ],
])('says when a schedule by cron fires next, as clocks in %s show it', (timeZone, runs, text) => {
  expect(textFor(daily(timeZone), runs)).toBe(text);
});

test('says that an expression never fires, or that nobody here can tell', () => {
  expect(textFor(daily(), [])).toBe('never runs: no time to come is one that the expression names');
  expect(textFor(daily(), undefined)).toBe('the next runs cannot be worked out here: the server knows them');
});

test('leaves alone what sets no cron', () => {
  expect(textFor({ type: 'manual' }, [0])).toBeUndefined();
  expect(textFor({ type: 'basic', units: 1, timeUnit: 'hours' }, [0])).toBeUndefined();
  expect(setsCron(aPlan({ changes: [anUpdate(aPlannedConnection(), ['prefix'])] }))).toBe(false);
});
