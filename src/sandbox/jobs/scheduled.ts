import type { SandboxContext } from '../context.ts';
import type { StoredConnection, StoredSchedule } from '../stored.ts';
import { decideFate } from './fate.ts';
import { latestJobs, startJob } from './job-store.ts';
import { isOver } from './job-view.ts';
import { jobTypes, type StoredJob } from './stored-job.ts';

const minuteMs = 60_000;

/** A month has 30 days here. */
const unitMs: Readonly<Record<string, number>> = {
  minutes: minuteMs,
  hours: 60 * minuteMs,
  days: 24 * 60 * minuteMs,
  weeks: 7 * 24 * 60 * minuteMs,
  months: 30 * 24 * 60 * minuteMs,
};

/** Starts what a basic schedule wants to run by now: once, however long nobody has looked. */
export async function startDueJobs(context: SandboxContext): Promise<void> {
  if (context.jobs.isScheduled !== true) return;
  const last = latestJobs(context.store, jobTypes);
  const due = context.store.connections.list().filter((connection) => isDue(connection, last, context));
  await Promise.all(due.map((connection) => startScheduled(connection, context)));
}

async function startScheduled(due: StoredConnection, context: SandboxContext): Promise<void> {
  const fate = await decideFate(due, 'sync', context);
  const connection = context.store.connections.find(due.id);
  if (connection === undefined || !isDue(connection, latestJobs(context.store, jobTypes), context)) return;
  startJob({ connection, type: 'sync', fate }, context);
}

/** A connection that never ran is due at once. */
function isDue(
  { id, status, schedule }: StoredConnection,
  last: ReadonlyMap<string, StoredJob>,
  { clock }: SandboxContext,
): boolean {
  const everyMs = intervalMs(schedule);
  const now = clock();
  const before = last.get(id);
  if (status !== 'active' || everyMs === undefined) return false;
  return before === undefined || (isOver(before, now) && before.createdAtMs + everyMs <= now);
}

function intervalMs({ data }: StoredSchedule): number | undefined {
  const basic = data?.basicSchedule;
  const one = basic && unitMs[basic.timeUnit];
  return basic && one && basic.units > 0 ? basic.units * one : undefined;
}
