import { InvalidFlagsError } from '../../errors.ts';
import { type ApplyResult, type ApplyWatcher, applyWorkspace } from '../../workflows/apply.ts';
import { applySavedPlan } from '../../workflows/apply-saved.ts';
import type { Ports } from '../../workflows/ports.ts';
import { allowOption, parseAllowed } from '../allow-flag.ts';
import { printApplyResult } from '../apply-output.ts';
import { applySyncOptions, assertSyncFlags, printAndSync } from '../apply-sync.ts';
import { applyWatched } from '../apply-watched.ts';
import { defineCommand, planningOptions } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { planFilePositional, readPlanFile } from '../plan-file.ts';
import { assertNothingPlanned, planRequest } from '../plan-request.ts';
import { withReceipt } from '../receipt.ts';

const exitCodeOfResult: Readonly<Record<ApplyResult['result'], number>> = {
  'nothing-to-do': exitCodes.done,
  declined: exitCodes.done,
  applied: exitCodes.done,
  incomplete: exitCodes.incomplete,
  interrupted: exitCodes.interrupted,
  differs: exitCodes.differs,
};

export const applyCommand = defineCommand({
  options: {
    ...planningOptions,
    yes: { type: 'boolean', alias: 'y', default: false, describe: 'apply without asking' },
    allow: allowOption,
    'override-limits': { type: 'boolean', default: false, describe: 'apply more than the limits of the environment' },
    report: { type: 'string', requiresArg: true, describe: 'write a JSON receipt, however it ends' },
    ...applySyncOptions,
  },
  positionals: planFilePositional,
  examples: [
    ['$0 apply', 'show the plan, ask, apply, check'],
    ['$0 apply --yes --env production', 'in CI, after the plan was reviewed'],
    ['$0 apply plan.json', 'a saved plan and nothing else, without asking'],
    ['$0 apply --select source/ecommerce', 'one resource'],
    ['$0 apply --yes --sync --wait', 'and see that what it created or changed syncs'],
    ['$0 apply --allow replace,delete --prune', 'with what is replaced, and what no file names deleted'],
  ],
  run: async (args, context) => {
    const { overrideLimits: overridesLimits, planFile, report } = args;
    const { wait } = assertSyncFlags(args);
    const request = { ...planRequest(args), allowed: parseAllowed(args.allow), overridesLimits };
    const saved = planFile === undefined ? undefined : await readPlanFile(planFile, context);
    const yes = args.yes || saved !== undefined;
    if (!yes && !context.isInteractive) {
      throw new InvalidFlagsError('there is no terminal to ask on', {
        hint: 'look at the plan, then apply with --yes',
      });
    }
    if (saved !== undefined) assertNothingPlanned(args, saved.plan.environment);
    const start = (ports: Ports, watcher: ApplyWatcher) =>
      saved === undefined
        ? applyWorkspace(ports, request, watcher)
        : applySavedPlan(ports, saved, { ...request, file: planFile ?? '' }, watcher);
    const run = (work: typeof start) => applyWatched(work, { ...args, yes }, context);
    const result = await (report === undefined ? run(start) : withReceipt({ file: report, start, run }, context));
    const synced = args.sync ? await printAndSync(result, { args, wait }, context) : undefined;
    if (synced === undefined) printApplyResult(result, args.format, context);
    if (hasWrittenNothing(result)) return exitCodes.stale;
    return exitCodeOfResult[result.result] || (synced ?? exitCodes.done);
  },
});

/** True when everything that was tried turned out to be stale. */
function hasWrittenNothing(result: ApplyResult): boolean {
  if (result.result !== 'incomplete') return false;
  const { outcomes } = result.report;
  return outcomes.every((it) => it.result === 'skipped' || (it.result === 'failed' && it.error.code === 'stale'));
}
