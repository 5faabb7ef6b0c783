import type { Schedule } from '../model/schedule.ts';
import type { ConnectionState, PendingSchema } from '../model/status.ts';
import { visible } from '../util/visible.ts';

/** Its key without the kind; its name, behind a mark, where no file names it. */
export function nameOf({ key, name }: ConnectionState): string {
  return visible(key === undefined ? `* ${name}` : key.slice('connection/'.length));
}

export function scheduleWord({ status, schedule }: ConnectionState): string {
  if (status !== undefined && status !== 'active') return visible(status);
  return schedule === undefined ? '-' : everyWord(schedule);
}

export function everyWord(schedule: Schedule): string {
  if (schedule.type === 'basic') return visible(`${schedule.units} ${schedule.timeUnit}`.replace(/utes$/, ''));
  return visible(schedule.type === 'other' ? schedule.scheduleType : schedule.type);
}

export const schemaWords: Readonly<Record<PendingSchema, string>> = {
  none: '-',
  'non-breaking': 'changed',
  breaking: 'BREAKS',
  unknown: '?',
};

export function driftWord({ key, id, drift }: ConnectionState): string {
  if (key === undefined) return '-';
  if (drift === undefined) return '?';
  return id === undefined ? 'new' : drift > 9999 ? '>9999' : String(drift);
}

/** By the clock of the server's time, which is that of nobody in particular: `03:00:10Z`. */
export function clockTime(ms: number): string {
  return new Date(ms).toISOString().slice(11, 19).concat('Z');
}
