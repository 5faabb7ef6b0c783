import type { Schedule, TimeUnit } from '../model/schedule.ts';
import { nextTimes } from '../util/next-times.ts';

/** As the server counts: a month is 30 days. */
const unitMs: Readonly<Record<TimeUnit, number>> = {
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
  weeks: 7 * 86_400_000,
  months: 30 * 86_400_000,
};

/**
 * When a connection that is active runs next, in milliseconds since the epoch.
 *
 * @param times.lastMs - the creation of its last job; without one, a basic schedule is due
 * @returns `undefined` when it does not run by itself, or nobody can tell
 */
export function nextRunMs(
  schedule: Schedule,
  { nowMs, lastMs }: { readonly nowMs: number; readonly lastMs: number | undefined },
): number | undefined {
  switch (schedule.type) {
    case 'cron':
      return nextTimes(schedule.cron, schedule.timeZone, { nowMs, count: 1 })?.[0]?.getTime();
    case 'basic': {
      // Units of tomorrow's servers come through.
      const length: number | undefined = unitMs[schedule.timeUnit];
      if (length === undefined) return undefined;
      return lastMs === undefined ? nowMs : lastMs + schedule.units * length;
    }
    default:
      return undefined;
  }
}
