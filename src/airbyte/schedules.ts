import { type Schedule, timeUnits } from '../model/schedule.ts';
import { type Decoder, decodeNumber, decodeString, member, openSet, optionalMember } from '../util/decode.ts';
import type { WireScheduleData } from './wire.ts';

/** `scheduleType` and `scheduleData`; the legacy `schedule` beside them only mirrors a basic one (API §2.6). */
export const decodeSchedule: Decoder<Schedule> = (value, where) => {
  const type = optionalMember(value, where, 'scheduleType', decodeString) ?? 'manual';
  if (type === 'manual') return { type };
  return member(value, where, 'scheduleData', type === 'basic' ? decodeBasic : decodeCron);
};

const decodeBasic: Decoder<Schedule> = (value, where) =>
  member(value, where, 'basicSchedule', (basic, inside) => ({
    type: 'basic',
    units: member(basic, inside, 'units', decodeNumber),
    timeUnit: member(basic, inside, 'timeUnit', openSet(timeUnits)),
  }));

const decodeCron: Decoder<Schedule> = (value, where) =>
  member(value, where, 'cron', (cron, inside) => ({
    type: 'cron',
    cron: member(cron, inside, 'cronExpression', decodeString),
    timeZone: member(cron, inside, 'cronTimeZone', decodeString),
  }));

/** Both members always go together: the server refuses one without the other (API §2.4). */
export function toWireSchedule(schedule: Schedule): { scheduleType: string; scheduleData?: WireScheduleData } {
  switch (schedule.type) {
    case 'manual':
      return { scheduleType: 'manual' };
    case 'basic':
      return {
        scheduleType: 'basic',
        scheduleData: { basicSchedule: { units: schedule.units, timeUnit: schedule.timeUnit } },
      };
    case 'cron':
      return {
        scheduleType: 'cron',
        scheduleData: { cron: { cronExpression: schedule.cron, cronTimeZone: schedule.timeZone } },
      };
  }
}
