import type { SandboxContext } from '../context.ts';
import { endOf, isOver, viewJob } from './job-view.ts';
import { type StoredJob, streamKey } from './stored-job.ts';
import { dropStates, keepStates } from './stream-states.ts';

/** Draws the consequences of every job that has ended since somebody looked last, in the order of their ends. */
export function settleJobs(context: SandboxContext): void {
  const now = context.clock();
  const ended = context.store.jobs.list().filter((job) => !job.isSettled && isOver(job, now));
  for (const job of ended.sort((left, right) => endOf(left) - endOf(right))) {
    if (viewJob(job, now).status === 'succeeded') settleSuccess(job, context);
    context.store.jobs.put({ ...job, isSettled: true });
  }
}

function settleSuccess(job: StoredJob, context: SandboxContext): void {
  if (job.type === 'reset_connection') dropStates(job.connectionId, new Set(job.targets?.map(streamKey)), context);
  else keepStates(job, context);
}
