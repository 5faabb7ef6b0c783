import { expect, test } from 'vitest';
import type { Change } from '../../src/model/plan.ts';
import { withNextRuns } from '../../src/plan/next-runs.ts';
import { aCreate, anUpdate, aPlan, aPlannedConnection } from '../builders.ts';

const nowMs = Date.parse('2026-11-24T12:00:00Z');
const cron = { type: 'cron', cron: '0 0 3 * * ?', timeZone: 'Europe/Berlin' } as const;

const runs = (...changes: readonly Change[]) =>
  withNextRuns(aPlan({ changes }), nowMs).changes.flatMap(({ effects }) => effects);

test('a schedule that is new or another one says when it runs, by its own clocks', () => {
  const text = 'next: Wed 2026-11-25 03:00, Thu 2026-11-26 03:00, Fri 2026-11-27 03:00';
  const connection = aPlannedConnection({ settings: { schedule: cron } });
  const fields = [{ path: ['schedule'], after: 'x' }];

  expect(runs(aCreate(connection, { fields }))).toMatchObject([{ rule: 'next-runs', path: ['schedule'], text }]);
  expect(runs(anUpdate(connection, ['schedule']))).toMatchObject([{ text }]);
});

test('nothing is said of schedules that stay, or that are none of cron', () => {
  const daily = aPlannedConnection({ settings: { schedule: { type: 'basic', units: 1, timeUnit: 'days' } } });

  expect(runs(anUpdate(aPlannedConnection({ settings: { schedule: cron } }), ['status']))).toEqual([]);
  expect(runs(anUpdate(daily, ['schedule']))).toEqual([]);
});

test('one that is over never runs again', () => {
  const past = { ...cron, cron: '0 0 3 1 1 ? 2020' };

  expect(runs(anUpdate(aPlannedConnection({ settings: { schedule: past } }), ['schedule']))).toMatchObject([
    { text: 'never runs again' },
  ]);
});
