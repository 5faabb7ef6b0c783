import type { ConnectionSettings } from '../model/resource.ts';
import type { Schedule } from '../model/schedule.ts';
import { sortedBy } from '../util/sort.ts';
import type { ConnectionDocument, ScheduleDocument } from './documents.ts';

/** What a connection's file says besides its ends and its streams, in canonical form. */
export function toConnectionSettings(document: ConnectionDocument): ConnectionSettings {
  const { source, destination, catalog, defaults, streams, except, ...others } = document;
  const { key, name, id, renamedFrom, protect, remove, reason, kind, schedule, tags, whenStreamsChange, ...settings } =
    others as typeof others & {
      kind?: unknown;
    };
  return {
    ...settings,
    ...(schedule === undefined ? {} : { schedule: toSchedule(schedule) }),
    ...(tags === undefined ? {} : { tags: sortedBy(tags, String) }),
  };
}

function toSchedule(schedule: ScheduleDocument): Schedule {
  if (schedule === 'manual') {
    return { type: 'manual' };
  }
  return 'cron' in schedule
    ? { type: 'cron', cron: schedule.cron, timeZone: schedule.timeZone ?? 'UTC' }
    : { type: 'basic', ...schedule };
}
