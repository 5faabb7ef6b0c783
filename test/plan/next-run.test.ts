import { expect, test } from 'vitest';

import { nextRunMs } from '../../src/plan/next-run.ts';

const nowMs = Date.UTC(2026, 0, 1, 12);
const hourMs = 3_600_000;

test('a basic schedule runs so long after its last job, and is due without one', () => {
  const schedule = { type: 'basic', units: 6, timeUnit: 'hours' } as const;

  expect(nextRunMs(schedule, { nowMs, lastMs: nowMs - hourMs })).toBe(nowMs + 5 * hourMs);
  expect(nextRunMs(schedule, { nowMs, lastMs: undefined })).toBe(nowMs);
});

test('a cron schedule runs by the clocks of its time zone, whenever the last job was', () => {
  const schedule = { type: 'cron', cron: '0 0 3 * * ?', timeZone: 'Europe/Berlin' } as const;

  expect(nextRunMs(schedule, { nowMs, lastMs: undefined })).toBe(Date.UTC(2026, 0, 2, 2));
});

test('nobody can tell when a manual schedule runs, or one of a later server', () => {
  expect(nextRunMs({ type: 'manual' }, { nowMs, lastMs: nowMs })).toBeUndefined();
  expect(nextRunMs({ type: 'other', scheduleType: 'whim' }, { nowMs, lastMs: nowMs })).toBeUndefined();
});
