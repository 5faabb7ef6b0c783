import type { JsonObject } from '../model/json.ts';
import { findCronFault, firesEverySecond } from '../util/quartz.ts';
import { findTimeZoneFault } from '../util/time-zone.ts';
import { internal, known, problem } from './refusal.ts';
import { failMissing, findEnum, findInteger, findObject, findText } from './request-body.ts';
import type { StoredSchedule } from './stored.ts';

const scheduleTypes = ['manual', 'basic', 'cron'] as const;
const timeUnits = ['minutes', 'hours', 'days', 'weeks', 'months'] as const;

/** The schedule that a new connection asks for: the legacy one, or type and data, or none (API §2.3, §2.6). */
export function decodeNewSchedule(body: JsonObject): StoredSchedule {
  const legacy = findObject(body, 'schedule');
  const type = findEnum(body, 'scheduleType', scheduleTypes);
  const data = findObject(body, 'scheduleData');
  if (legacy !== undefined && type !== undefined) throw known(422, 'Only one of schedule and scheduleType may be set.');
  if (legacy !== undefined) return basicSchedule(legacy);
  return type === undefined ? { type: 'manual' } : decodeTyped(type, data);
}

/**
 * The schedule that an update asks for; `undefined` leaves it as it is.
 *
 * @throws {Refusal} 500 for the legacy schedule and for every odd combination (API §2.4)
 */
export function decodeChangedSchedule(body: JsonObject): StoredSchedule | undefined {
  const type = findEnum(body, 'scheduleType', scheduleTypes);
  const data = findObject(body, 'scheduleData');
  if (findObject(body, 'schedule') !== undefined) throw internal('schedule is not supported in an update');
  if (type === undefined && data !== undefined) throw internal('scheduleData needs a scheduleType');
  if (type === undefined) return undefined;
  if (type === 'manual' && data !== undefined) throw internal('a manual schedule takes no scheduleData');
  if (type !== 'manual' && data === undefined) throw internal(`a ${type} schedule needs scheduleData`);
  return decodeTyped(type, data);
}

function decodeTyped(type: StoredSchedule['type'], data: JsonObject | undefined): StoredSchedule {
  if (type === 'manual') return { type };
  if (data === undefined) throw known(422, `scheduleData is required for a ${type} schedule.`);
  if (type === 'cron') return cronSchedule(findObject(data, 'cron'));
  const basic = findObject(data, 'basicSchedule');
  if (basic === undefined) throw known(422, 'basicSchedule is required for a basic schedule.');
  return basicSchedule(basic);
}

function basicSchedule(basic: JsonObject): StoredSchedule {
  const timeUnit = findEnum(basic, 'timeUnit', timeUnits) ?? failMissing('timeUnit');
  const units = findInteger(basic, 'units') ?? failMissing('units');
  return { type: 'basic', data: { basicSchedule: { timeUnit, units } } };
}

function cronSchedule(cron: JsonObject | undefined): StoredSchedule {
  if (cron === undefined) throw cronProblem('missing-cron-data', 'A cron schedule needs cron data.');
  const cronExpression = findText(cron, 'cronExpression');
  const cronTimeZone = findText(cron, 'cronTimeZone');
  if (cronExpression === undefined || cronTimeZone === undefined) {
    throw cronProblem('missing-component', 'Cron data needs an expression and a time zone.');
  }
  assertTimeZone(cronTimeZone);
  assertExpression(cronExpression, cronTimeZone);
  return { type: 'cron', data: { cron: { cronExpression, cronTimeZone } } };
}

function assertExpression(cronExpression: string, cronTimeZone: string): void {
  const fault = findCronFault(cronExpression);
  const data = { cronExpression, cronTimeZone };
  if (fault !== undefined)
    throw cronProblem('invalid-expression', `The cron expression is not valid: ${fault.message}.`, data);
  if (firesEverySecond(cronExpression)) {
    throw cronProblem('under-one-hour-not-allowed', 'A connection may run at most once a minute.', data);
  }
}

function assertTimeZone(cronTimeZone: string): void {
  if (findTimeZoneFault(cronTimeZone) === undefined) return;
  throw cronProblem('invalid-timezone', `"${cronTimeZone}" is no time zone.`, { cronTimeZone });
}

function cronProblem(kind: string, detail: string, data?: JsonObject) {
  return problem(400, `error:cron-validation/${kind}`, detail, data);
}
