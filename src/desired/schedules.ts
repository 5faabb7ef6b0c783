import { type Issue, originAt } from '../model/issue.ts';
import { nextTimes } from '../util/next-times.ts';
import { findCronFault, firesEverySecond, firesWithinHours, weekdays } from '../util/quartz.ts';
import { findClosest } from '../util/suggest.ts';
import { isTimeZone, timeZoneNames } from '../util/time-zones.ts';
import type { ConnectionDeclaration } from './declaration.ts';
import { anError } from './finding.ts';
import type { Places } from './places.ts';

/** What is wrong with the cron schedule of a connection; servers refuse all but the last (API §2.6). */
export function findScheduleFaults({ key, document, origin }: ConnectionDeclaration, places: Places): readonly Issue[] {
  const schedule = document?.schedule;
  if (schedule === undefined || schedule === 'manual' || !('cron' in schedule)) return [];
  const { cron, timeZone = 'UTC' } = schedule;
  const place = places.ofValue(originAt(origin, 'schedule', 'cron'));
  const fault = findCronFault(cron);
  const expression =
    fault === undefined ? frequencyFaults({ key, cron }, place) : [brokenCron({ key, cron, fault }, place)];
  return isTimeZone(timeZone)
    ? expression
    : [...expression, unknownTimeZone(timeZone, places.ofValue(originAt(origin, 'schedule', 'timeZone')))];
}

/** No schedule is older, so that what never fires from here on never did; a fixed time keeps findings the same. */
const startOfAirbyte = Date.UTC(2020, 6);

interface Subject {
  readonly key: string;
  readonly cron: string;
}

function brokenCron({ key, cron, fault }: Subject & { readonly fault: string }, place: Issue['place']): Issue {
  const meant = fromUnixCron(cron);
  const hint =
    meant === undefined
      ? 'write seconds, minutes, hours, day of month, month, day of week, such as "0 0 3 * * ?"'
      : `Quartz counts seconds first: did you mean "${meant}"?`;
  return anError('broken-cron', `the cron expression of connection "${key}" is not valid: ${fault}`, { place, hint });
}

function frequencyFaults({ key, cron }: Subject, place: Issue['place']): readonly Issue[] {
  if (firesEverySecond(cron)) {
    const message = `the cron expression of connection "${key}" fires more than once a minute, which no server allows`;
    return [anError('cron-every-second', message, { place, hint: 'write one number for the seconds, such as 0' })];
  }
  if (nextTimes(cron, 'UTC', { nowMs: startOfAirbyte, count: 1 })?.length === 0) {
    const message = `the cron expression of connection "${key}" never fires`;
    return [anError('cron-never', message, { place, hint: 'check its day, month and year' })];
  }
  if (!firesWithinHours(cron)) return [];
  const message = `connection "${key}" syncs more than once an hour`;
  const hint = 'waive it if that is meant: # airplan-ignore cron-more-than-hourly: reason';
  return [{ ...anError('cron-more-than-hourly', message, { place, hint }), severity: 'warning' }];
}

function unknownTimeZone(timeZone: string, place: Issue['place']): Issue {
  const closest = findClosest(timeZone, timeZoneNames());
  const hint = closest === undefined ? 'write a name such as Europe/Berlin, or UTC' : `did you mean "${closest}"?`;
  return anError('unknown-time-zone', `there is no time zone "${timeZone}"`, { place, hint });
}

/** Five fields of cron in the words of Quartz; `undefined` where they are not five, or name both sorts of days. */
function fromUnixCron(cron: string): string | undefined {
  const [minutes, hours, days, months, weekdayField, ...others] = cron.trim().split(/\s+/);
  if (weekdayField === undefined || others.length > 0) return undefined;
  const named = weekdayField.replaceAll(/(?<![/\d])[0-7](?!\d)/g, (day) => weekdays[Number(day) % 7] ?? day);
  const quartz =
    weekdayField === '*'
      ? `0 ${minutes} ${hours} ${days} ${months} ?`
      : `0 ${minutes} ${hours} ${days === '*' ? '?' : days} ${months} ${named}`;
  return findCronFault(quartz) === undefined ? quartz : undefined;
}
