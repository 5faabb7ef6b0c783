import { Cron } from 'croner';
import { weekdays } from './quartz.ts';

/** Where each field of a Quartz expression ends, seconds first; a step without an end goes on to there. */
const lastValues = [59, 59, 23, 31, 12, 7, 2099];

/**
 * The next times at which a Quartz expression fires.
 *
 * @param nowMs - milliseconds since the epoch; times are after it
 * @returns fewer than `count` when it does not fire that often any more; `undefined` for what cannot be computed, such
 *   as `L-3`
 */
export function nextTimes(
  expression: string,
  timeZone: string,
  { nowMs, count }: { readonly nowMs: number; readonly count: number },
): readonly Date[] | undefined {
  try {
    const options = { timezone: timeZone, alternativeWeekdays: true, mode: '6-or-7-parts', paused: true } as const;
    return new Cron(withoutQuartzForms(expression), options).nextRuns(count, new Date(nowMs));
  } catch {
    return undefined;
  }
}

/** What croner writes in another way: `0/15`, ranges over the end such as `FRI-MON`, and `L` for Saturday. */
function withoutQuartzForms(expression: string): string {
  const fields = expression.trim().toUpperCase().split(/\s+/);
  return fields
    .map((field, index) => (index === 5 && field === 'L' ? '7' : field))
    .map((field, index) =>
      field
        .split(',')
        .map((part) => inCronerWords(part, index))
        .join(','),
    )
    .join(' ');
}

function inCronerWords(part: string, index: number): string {
  const last = lastValues[index] ?? 0;
  const step = /^(\d+)(\/\d+)$/.exec(part);
  if (step !== null) return `${step[1]}-${last}${step[2]}`;
  const [from, to] = part.split('-').map((end) => (index === 5 ? dayNumber(end) : end));
  const isAround = part.includes('-') && Number(from) > Number(to);
  return isAround ? `${from}-${last},${index > 2 ? 1 : 0}-${to}` : part;
}

function dayNumber(day: string): string {
  const index = weekdays.indexOf(day);
  return index === -1 ? day : String(index + 1);
}
