import { isConfiguration } from '../model/configuration.ts';
import type { Change, Effect, FieldChange, Plan } from '../model/plan.ts';

/** Works out the next times at which a schedule fires, in milliseconds since the epoch. */
export type NextRuns = (
  schedule: CronSchedule,
  when: { readonly nowMs: number; readonly count: number },
) => readonly number[] | undefined;

interface CronSchedule {
  readonly cron: string;
  readonly timeZone: string;
}

/** How many of the times to come a plan shows. */
const shownRuns = 3;

/** True for a plan that sets a schedule by cron, so that there are times to be shown. */
export function setsCron({ changes }: Plan): boolean {
  return changes.some(({ fields }) => fields.some((field) => cronOf(field) !== undefined));
}

/**
 * The plan with the next times of every cron schedule that is new or changes, in its own time zone.
 *
 * @param nowMs - milliseconds since the epoch
 */
export function withNextRuns(plan: Plan, nowMs: number, nextRuns: NextRuns): Plan {
  const runsOf = (schedule: CronSchedule) => nextRuns(schedule, { nowMs, count: shownRuns });
  return { ...plan, changes: plan.changes.map((change) => withRuns(change, runsOf)) };
}

function withRuns<One extends Change>(change: One, runsOf: (schedule: CronSchedule) => ReturnType<NextRuns>): One {
  const schedule = change.fields.map(cronOf).find((cron) => cron !== undefined);
  if (schedule === undefined) return change;
  const text = inWords(runsOf(schedule), schedule.timeZone);
  const effect: Effect = { rule: 'next-runs', weight: 'harmless', path: ['schedule'], text };
  return { ...change, effects: [...change.effects, effect] };
}

function cronOf({ path, after }: FieldChange): CronSchedule | undefined {
  if (path.length !== 1 || path[0] !== 'schedule' || !isConfiguration(after)) return undefined;
  const { cron, timeZone } = after;
  return typeof cron === 'string' && typeof timeZone === 'string' ? { cron, timeZone } : undefined;
}

/** `next runs 2026-01-02 03:00, 2026-01-03 03:00 (+01:00)`; each with its own offset where they differ. */
function inWords(runs: readonly number[] | undefined, timeZone: string): string {
  if (runs === undefined) return 'the next runs cannot be worked out here: the server knows them';
  if (runs.length === 0) return 'never runs: no time to come is one that the expression names';
  const times = runs.map((runMs) => ({ time: localTime(runMs, timeZone), offset: offsetOf(runMs, timeZone) }));
  const [first] = times;
  const isOneOffset = times.every(({ offset }) => offset === first?.offset);
  const shown = times.map(({ time, offset }) => (isOneOffset ? time : `${time} ${offset}`));
  const only = runs.length < shownRuns ? ', and no more' : '';
  return `next runs ${shown.join(', ')}${isOneOffset ? ` (${first?.offset})` : ''}${only}`;
}

/** `2026-01-02 03:00`, with seconds where there are any. */
function localTime(runMs: number, timeZone: string): string {
  const options = { timeZone, dateStyle: 'short', timeStyle: 'medium' } as const;
  // Swedish is written as ISO 8601 has it.
  return new Intl.DateTimeFormat('sv', options).format(runMs).replace(/:00$/, '');
}

/** `+01:00`. */
function offsetOf(runMs: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(runMs);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return name.replace('GMT', '') || '+00:00';
}
