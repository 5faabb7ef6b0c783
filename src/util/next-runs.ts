import { Cron } from 'croner';
import { withoutShorthands } from './quartz.ts';

/**
 * The next times at which a Quartz expression fires.
 *
 * @param expression - one that `findCronFault` lets through
 * @returns at most `count`, milliseconds since the epoch; fewer when no more are to come, `undefined` when they cannot
 *   be worked out
 */
export function nextRuns(
  { cron, timeZone }: { readonly cron: string; readonly timeZone: string },
  { nowMs, count }: { readonly nowMs: number; readonly count: number },
): readonly number[] | undefined {
  try {
    // Sunday is 1, as Quartz has it.
    const options = { mode: '6-or-7-parts', alternativeWeekdays: true, timezone: timeZone, paused: true } as const;
    const runs = new Cron(withoutShorthands(cron), options).nextRuns(count, new Date(nowMs));
    return runs.map((run) => run.getTime());
  } catch {
    // The library knows less than Quartz, such as `L-3`.
    return undefined;
  }
}
