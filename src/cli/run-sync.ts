import type { SyncOutcome, SyncReport } from '../model/sync.ts';
import { renderJson } from '../render/json.ts';
import { nextSteps, renderSyncOutcome, renderSyncReport, type SyncVerb, syncReportAsData } from '../render/sync.ts';
import type { Ports } from '../workflows/ports.ts';
import type { SyncWatcher, Waiting } from '../workflows/sync.ts';
import type { CommandContext } from './context.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { listenForInterrupt } from './interrupt.ts';
import { startSyncProgress } from './sync-progress.ts';
import { tellError } from './tell-error.ts';
import { withPorts } from './with-ports.ts';

export interface RunArguments {
  readonly project: string;
  readonly verbose: boolean;
  readonly parallelism?: number | undefined;
  readonly format: 'text' | 'json';
}

interface Run {
  readonly args: RunArguments;
  readonly wait: Waiting | undefined;
  readonly verb: SyncVerb;
  readonly start: (ports: Ports, watcher: SyncWatcher) => Promise<SyncReport | undefined>;
  /** Takes the report where it is a part of a larger result for programs. */
  readonly keep?: (report: SyncReport) => void;
}

/** Runs what starts jobs with someone watching: progress, Ctrl-C heeded, the report printed. */
export async function runSync({ args, wait, verb, start, keep }: Run, context: CommandContext): Promise<number> {
  const isText = args.format === 'text';
  const progress = startSyncProgress(context, { isWaiting: wait !== undefined, printsResults: isText });
  const tell = (text: string): void => {
    progress.clear();
    context.tell(text);
  };
  const interrupt = listenForInterrupt({ ...context, tell });
  const watcher: SyncWatcher = {
    ...progress,
    onTargets: (count) => {
      interrupt.startWriting('Interrupted: nothing new is started');
      progress.onTargets(count);
    },
  };
  const guarded = (ports: Ports) => interrupt.guard(start(ports, watcher));
  try {
    const report = await withPorts(args, context, guarded, interrupt.signal);
    progress.stop();
    if (report === undefined) return exitCodes.done;
    if (isText) printReport(report, { verb, isTold: progress.isTold }, context);
    else if (keep !== undefined) keep(report);
    else context.print(renderJson(syncReportAsData(report)));
    return exitCodeOfReport(report);
  } finally {
    progress.stop();
    interrupt.release();
  }
}

interface Printing {
  readonly verb: SyncVerb;
  readonly isTold: (connection: SyncOutcome['connection']) => boolean;
}

function printReport(report: SyncReport, { verb, isTold }: Printing, context: CommandContext): void {
  const { palette } = context;
  for (const outcome of report.outcomes) {
    if (!isTold(outcome.connection)) context.print(renderSyncOutcome(outcome, palette));
  }
  context.print(palette.bold(renderSyncReport(report, verb)));
  if (report.error !== undefined) tellError(report.error, context);
  for (const step of nextSteps(report)) context.tell(step);
}

/** A failed job says more than one that could not be started; both say more than a server that is away. */
export function exitCodeOfReport({ outcomes, end, error }: SyncReport): number {
  if (end === 'interrupted') return exitCodes.interrupted;
  const results = new Set(outcomes.map(({ result }) => result));
  if (results.has('failed') || results.has('cancelled') || results.has('running')) return exitCodes.failed;
  const [unstarted] = outcomes.flatMap((outcome) => (outcome.result === 'not-started' ? outcome.error : []));
  const reason = unstarted ?? error;
  if (reason !== undefined && (unstarted !== undefined || end === 'silence')) return exitCodeOf[reason.code];
  return results.has('unknown') ? exitCodes.failed : exitCodes.done;
}
