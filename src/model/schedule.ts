export const timeUnits = ['minutes', 'hours', 'days', 'weeks', 'months'] as const;
export type TimeUnit = (typeof timeUnits)[number];

/** When a connection runs. */
export type Schedule =
  | { readonly type: 'manual' }
  | { readonly type: 'basic'; readonly units: number; readonly timeUnit: TimeUnit }
  | { readonly type: 'cron'; readonly cron: string; readonly timeZone: string };
