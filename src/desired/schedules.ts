import { type Issue, originAt } from '../model/issue.ts';
import { findCronFault, firesEverySecond, firesMoreThanHourly } from '../util/quartz.ts';
import { findTimeZoneFault } from '../util/time-zone.ts';
import type { ConnectionDeclaration } from './declaration.ts';
import { anError, aWarning } from './finding.ts';
import type { Places } from './places.ts';

/** Findings for what a server would refuse of a connection's schedule, and for one that fires very often. */
export function checkSchedule({ document, origin }: ConnectionDeclaration, { ofValue }: Places): readonly Issue[] {
  const schedule = document?.schedule;
  if (typeof schedule !== 'object' || !('cron' in schedule)) return [];
  const { cron, timeZone = 'UTC' } = schedule;
  const zoneFault = findTimeZoneFault(timeZone);
  const zonePlace = ofValue(originAt(origin, 'schedule', 'timeZone'));
  return [
    ...checkCron(cron, ofValue(originAt(origin, 'schedule', 'cron'))),
    ...(zoneFault === undefined
      ? []
      : [anError('unknown-time-zone', zoneFault.message, { place: zonePlace, hint: zoneFault.hint })]),
  ];
}

function checkCron(cron: string, place: Issue['place']): readonly Issue[] {
  const fault = findCronFault(cron);
  if (fault !== undefined) {
    return [anError('wrong-cron', `"cron" is no Quartz expression: ${fault.message}`, { place, hint: fault.hint })];
  }
  if (firesEverySecond(cron)) {
    const hint = `write one second, such as "${cron.trim().replace(/^\S+/, '0')}"`;
    return [anError('cron-too-often', '"cron" fires more than once a minute, which no server allows', { place, hint })];
  }
  if (!firesMoreThanHourly(cron)) return [];
  const hint = 'each sync has a cost of its own; an hour between two is enough for most';
  return [aWarning('cron-more-than-hourly', '"cron" fires more than once within an hour', { place, hint })];
}
