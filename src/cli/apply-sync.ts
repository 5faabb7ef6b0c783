import { InvalidFlagsError } from '../errors.ts';
import type { Report } from '../model/report.ts';
import type { ResourceKey } from '../model/resource.ts';
import type { SyncReport } from '../model/sync.ts';
import type { ApplyResult } from '../workflows/apply.ts';
import type { Ports } from '../workflows/ports.ts';
import { type SyncWatcher, syncApplied, type Waiting } from '../workflows/sync.ts';
import { printApplyResult } from './apply-output.ts';
import type { CommandContext } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { type RunArguments, runSync } from './run-sync.ts';
import { waitingOf, waitOptions } from './sync-flags.ts';

export const applySyncOptions = {
  sync: { type: 'boolean', default: false, describe: 'then sync the connections that were created or changed' },
  ...waitOptions,
} as const;

interface SyncArguments {
  readonly sync: boolean;
  readonly wait: boolean;
  readonly timeout?: string | undefined;
}

/** @throws {InvalidFlagsError} for waiting without syncs */
export function assertSyncFlags(args: SyncArguments): { readonly wait: Waiting | undefined } {
  if (args.wait && !args.sync) throw new InvalidFlagsError('--wait needs --sync');
  return { wait: waitingOf(args) };
}

interface Syncing {
  readonly args: RunArguments;
  readonly wait: Waiting | undefined;
}

/**
 * Prints what an apply has done, and syncs what it has created or changed, once its check has found nothing left.
 *
 * @returns the exit code of the syncs
 */
export async function printAndSync(
  result: ApplyResult,
  { args, wait }: Syncing,
  context: CommandContext,
): Promise<number> {
  const { format } = args;
  const start = (keep: (report: SyncReport) => void) => syncChanged(result, { args, wait, keep }, context);
  if (format === 'text') {
    printApplyResult(result, format, context);
    return start(() => undefined);
  }
  // One document, whatever becomes of the syncs.
  let syncs: SyncReport | undefined;
  try {
    return await start((report) => {
      syncs = report;
    });
  } finally {
    printApplyResult(result, format, context, syncs);
  }
}

async function syncChanged(
  result: ApplyResult,
  { args, wait, keep }: Syncing & { readonly keep: (report: SyncReport) => void },
  context: CommandContext,
): Promise<number> {
  if (result.result === 'nothing-to-do' || result.result === 'declined') return exitCodes.done;
  if (result.result !== 'applied') {
    context.tell('No syncs were started.');
    return exitCodes.done;
  }
  const keys = changedConnections(result.report);
  if (keys.length === 0) return exitCodes.done;
  const { parallelism } = args;
  const own = parallelism === undefined ? {} : { parallelism };
  const request = { environment: result.plan.environment, ...own, keys, wait };
  const verb = { done: 'Synced', noun: 'sync', nouns: 'syncs' };
  const run = {
    args,
    wait,
    verb,
    keep,
    start: (ports: Ports, watcher: SyncWatcher) => syncApplied(ports, request, watcher),
  };
  return runSync(run, context);
}

function changedConnections({ outcomes }: Report): readonly ResourceKey[] {
  return outcomes
    .map(({ change }) => change)
    .filter(({ kind, action }) => kind === 'connection' && action !== 'delete')
    .map(({ key }) => key);
}
