import { isOver } from '../model/job.ts';
import type { ConnectionName, RunningJob, SyncOutcome } from '../model/sync.ts';
import { renderSyncOutcome, startWords } from '../render/sync.ts';
import { type Progress, progressFrame, progressLine, type WatchedJob } from '../render/sync-progress.ts';
import { sortedBy } from '../util/sort.ts';
import { resultOf, type SyncWatcher } from '../workflows/sync.ts';
import type { CommandContext } from './context.ts';
import { createLiveView } from './live-view.ts';

/** Shows how jobs go, and says of each at once how it ended. */
export interface SyncProgress extends SyncWatcher {
  /** True for connections of which it was said already. */
  readonly isTold: (connection: ConnectionName) => boolean;
  /** Makes room for what is to stay. */
  readonly clear: () => void;
  readonly stop: () => void;
}

interface Manner {
  readonly isWaiting: boolean;
  /** False while the result is for programs. */
  readonly printsResults: boolean;
}

/** How something that changes is shown: in place, or by lines. */
interface View {
  readonly started: (running: RunningJob) => void;
  readonly update: (progress: Progress) => void;
  /** Makes room for what is to stay. */
  readonly clear: () => void;
  readonly silence: (words: string) => void;
  readonly stop: () => void;
}

const tickMs = 1000;
/** In a log, every half minute is enough. */
const lineEveryMs = 30_000;

export function startSyncProgress(context: CommandContext, { isWaiting, printsResults }: Manner): SyncProgress {
  const nowMs = context.nowMs ?? Date.now;
  const startMs = nowMs();
  const told = new Set<string>();
  const meters = new Map<number, RateMeter>();
  let jobs: readonly WatchedJob[] = [];
  let silence: string | undefined;
  const progress = (): Progress => ({ jobs, silence, elapsedMs: nowMs() - startMs });
  const view = isWaiting ? createView(context, progress) : quiet;

  const tellEnd = (running: RunningJob): void => {
    told.add(running.connection.key);
    if (!printsResults) return;
    view.clear();
    const outcome: SyncOutcome = { ...running, result: resultOf(running.job) };
    context.print(renderSyncOutcome(outcome, context.palette));
  };
  return {
    onTargets: () => undefined,
    onStarted: (started) => {
      if (!('job' in started)) return;
      jobs = sortedBy([...jobs, started], ({ connection }) => connection.key);
      view.started(started);
      view.update(progress());
    },
    onLook: (running) => {
      for (const one of running) if (isOver(one.job) && !told.has(one.connection.key)) tellEnd(one);
      jobs = running.map((one) => ({ ...one, bytesPerSecond: rateOf(one, meters, nowMs()) }));
      view.update(progress());
    },
    onSilence: (error) => {
      silence = error === undefined ? undefined : 'The server does not answer; jobs go on, and so does the waiting.';
      view.silence(silence ?? 'The server answers again.');
      view.update(progress());
    },
    isTold: ({ key }) => told.has(key),
    clear: view.clear,
    stop: view.stop,
  };
}

const quiet: View = {
  started: () => undefined,
  update: () => undefined,
  clear: () => undefined,
  silence: () => undefined,
  stop: () => undefined,
};

function createView(context: CommandContext, progress: () => Progress): View {
  const { terminal } = context;
  if (!context.showsProgress || terminal === undefined) return lineView(context);
  const live = createLiveView(terminal);
  const draw = (now: Progress) => live.show(now.jobs.length === 0 ? [] : progressFrame(now, terminal.size()));
  const timer = setInterval(() => draw(progress()), tickMs);
  return {
    started: () => undefined,
    update: draw,
    clear: live.clear,
    silence: () => undefined,
    stop: () => {
      clearInterval(timer);
      live.clear();
    },
  };
}

/** What is worth a line: starts, attempts that failed, and now and then how far everything is. */
function lineView({ tell, palette, nowMs = Date.now }: CommandContext): View {
  const attempts = new Map<number, number>();
  let lastMs = nowMs();
  const tellRetry = ({ connection: { key }, job }: RunningJob): void => {
    const failed = job.attempts.filter(({ status }) => status === 'failed').length;
    if (failed > (attempts.get(job.id) ?? 0)) tell(`  ${key}  attempt ${failed} failed, the server tries again`);
    attempts.set(job.id, failed);
  };
  return {
    ...quiet,
    started: (running) => tell(`  ${running.connection.key}  ${palette.dim(startWords(running))}`),
    update: (now) => {
      const open = now.jobs.filter(({ job }) => !isOver(job));
      for (const one of open) tellRetry(one);
      if (open.length === 0 || nowMs() - lastMs < lineEveryMs) return;
      lastMs = nowMs();
      tell(progressLine(now));
    },
    silence: tell,
  };
}

/** Remembers some looks at one job. */
interface RateMeter {
  readonly samples: { readonly atMs: number; readonly bytes: number }[];
}

/** So many looks a rate is taken over: long enough to be calm, short enough to be true. */
const samplesKept = 5;

function rateOf({ job }: RunningJob, meters: Map<number, RateMeter>, atMs: number): number | undefined {
  const { samples } = meters.get(job.id) ?? { samples: [] };
  samples.push({ atMs, bytes: job.read.bytes });
  if (samples.length > samplesKept) samples.shift();
  meters.set(job.id, { samples });
  const [first] = samples;
  if (first === undefined || first.atMs === atMs) return undefined;
  return Math.max(0, (job.read.bytes - first.bytes) * 1000) / (atMs - first.atMs);
}
