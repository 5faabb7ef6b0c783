import type { Change, Effect, Plan } from '../model/plan.ts';
import { desiredOf } from '../model/plan.ts';
import type { RuleText } from '../model/rule.ts';
import type { Schedule } from '../model/schedule.ts';
import { nextTimes } from '../util/next-times.ts';

/** For `airplan explain`. */
export const nextRunsText = {
  'next-runs': {
    sentence: 'The next three times at which a cron schedule fires.',
    story: 'By the clocks of its time zone, as of the moment of planning; a saved plan keeps those of that moment.',
  },
} as const satisfies Readonly<Record<string, RuleText>>;

/** The same plan, with the next times of every cron schedule that is new or another one. */
export function withNextRuns(plan: Plan, nowMs: number): Plan {
  return { ...plan, changes: plan.changes.map((change) => withRuns(change, nowMs)) };
}

function withRuns(change: Change, nowMs: number): Change {
  const desired = desiredOf(change);
  const isAbout = change.fields.some(({ path: [first] }) => first === 'schedule');
  if (desired?.kind !== 'connection' || !isAbout || desired.settings.schedule?.type !== 'cron') return change;
  const effect = nextRuns(desired.settings.schedule, nowMs);
  return effect === undefined ? change : { ...change, effects: [...change.effects, effect] };
}

function nextRuns({ cron, timeZone }: Extract<Schedule, { type: 'cron' }>, nowMs: number): Effect | undefined {
  const times = nextTimes(cron, timeZone, { nowMs, count: 3 });
  if (times === undefined) return undefined;
  const text =
    times.length === 0 ? 'never runs again' : `next: ${times.map((time) => inZone(time, timeZone)).join(', ')}`;
  return { rule: 'next-runs', weight: 'harmless', path: ['schedule'], text };
}

/** `Wed 2026-11-25 03:00`, by the clocks of the time zone. */
function inZone(time: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, value]));
  const [weekday, year, month, day, hour, minute] = ['weekday', 'year', 'month', 'day', 'hour', 'minute'].map(
    (type) => parts.get(type as Intl.DateTimeFormatPartTypes) ?? '',
  );
  return `${weekday} ${year}-${month}-${day} ${hour}:${minute}`;
}
