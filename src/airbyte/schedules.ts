import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { type Schedule, type TimeUnit, withoutUtcSuffix } from '../model/schedule.ts';
import type { Decoder } from '../util/decode.ts';
import { decodeObject } from './definitions.ts';
import type { WireScheduleData } from './wire.ts';

/** When a connection runs, and what the server said of it where that is more, or in an older form. */
export interface SaidSchedule {
  readonly schedule: Schedule;
  /** In the words of the files; beside them `scheduleType` and the legacy `schedule` where they do not fit. */
  readonly said?: JsonObject;
}

/**
 * `scheduleType` and `scheduleData`; the legacy `schedule` beside them only mirrors a basic one (API §2.6), and counts
 * where it is alone. One of a kind or shape that airplan does not know is kept as it is: it must not hide the others.
 */
export const decodeSchedule: Decoder<SaidSchedule> = (value, where) => {
  const { schedule, scheduleType, scheduleData } = decodeObject(value, where);
  const legacy = findBasic(schedule);
  if (typeof scheduleType !== 'string' && legacy !== undefined) {
    return { schedule: { type: 'basic', ...legacy }, said: { schedule: { ...legacy } } };
  }
  const type = typeof scheduleType === 'string' ? scheduleType : 'manual';
  const data: Data = isJsonObject(scheduleData)
    ? { basic: findBasic(scheduleData.basicSchedule), cron: findCron(scheduleData.cron), scheduleData }
    : {};
  const said = saidOf(type, data, legacy);
  return { schedule: toSchedule(type, data), ...(said === undefined ? {} : { said }) };
};

interface Basic {
  readonly units: number;
  readonly timeUnit: TimeUnit;
}

interface Cron {
  readonly cron: string;
  readonly timeZone: string;
}

interface Data {
  readonly basic?: Basic | undefined;
  readonly cron?: Cron | undefined;
  readonly scheduleData?: JsonObject;
}

/** A unit of tomorrow is kept, so that it shows as a difference. */
function findBasic(value: Json | undefined): Basic | undefined {
  if (!isJsonObject(value) || typeof value.units !== 'number' || typeof value.timeUnit !== 'string') return undefined;
  return { units: value.units, timeUnit: value.timeUnit as TimeUnit };
}

function findCron(value: Json | undefined): Cron | undefined {
  if (!isJsonObject(value) || typeof value.cronExpression !== 'string') return undefined;
  const { cronExpression: cron, cronTimeZone: timeZone } = value;
  return { cron, timeZone: typeof timeZone === 'string' ? timeZone : 'UTC' };
}

function toSchedule(type: string, { basic, cron, scheduleData }: Data): Schedule {
  if (type === 'manual') return { type };
  if (type === 'basic' && basic !== undefined) return { type, ...basic };
  if (type === 'cron' && cron !== undefined) return { type, ...withoutUtcSuffix(cron) };
  return { type: 'other', scheduleType: type, ...(scheduleData === undefined ? {} : { scheduleData }) };
}

function saidOf(type: string, { basic, cron }: Data, legacy: Basic | undefined): JsonObject | undefined {
  const isMirror = type === 'basic' && legacy?.units === basic?.units && legacy?.timeUnit === basic?.timeUnit;
  const beside = legacy === undefined || isMirror ? {} : { schedule: { ...legacy } };
  const isLeftOver = type === 'manual' && (basic !== undefined || cron !== undefined || legacy !== undefined);
  const isSuffixed = type === 'cron' && cron !== undefined && withoutUtcSuffix(cron).cron !== cron.cron;
  if (!isLeftOver && !isSuffixed && beside.schedule === undefined) return undefined;
  return { ...(type === 'manual' ? { scheduleType: type } : {}), ...basic, ...cron, ...beside };
}

/** Both members always go together: the server refuses one without the other (API §2.4). */
export function toWireSchedule(schedule: Schedule): {
  scheduleType: string;
  scheduleData?: WireScheduleData | JsonObject;
} {
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
    case 'other': {
      const { type: _, ...words } = schedule;
      return words;
    }
  }
}
