import type { JsonObject } from './json.ts';

export const timeUnits = ['minutes', 'hours', 'days', 'weeks', 'months'] as const;
export type TimeUnit = (typeof timeUnits)[number];

/** When a connection runs. */
export type Schedule =
  | { readonly type: 'manual' }
  | { readonly type: 'basic'; readonly units: number; readonly timeUnit: TimeUnit }
  | { readonly type: 'cron'; readonly cron: string; readonly timeZone: string }
  | OtherSchedule;

/** One that airplan does not know; no file can ask for it, only servers of tomorrow speak of it. */
export interface OtherSchedule {
  readonly type: 'other';
  readonly scheduleType: string;
  readonly scheduleData?: JsonObject;
}

/** A cron schedule in UTC without the " UTC" that Airbyte's Public API appends to its expression (API §5). */
export function withoutUtcSuffix<Cron extends { readonly cron: string; readonly timeZone: string }>(
  schedule: Cron,
): Cron {
  if (schedule.timeZone !== 'UTC' || !schedule.cron.endsWith(' UTC')) return schedule;
  return { ...schedule, cron: schedule.cron.slice(0, -' UTC'.length) };
}
