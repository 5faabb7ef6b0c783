import { InvalidFlagsError } from '../../errors.ts';
import { guardedActions } from '../../plan/safety.ts';
import { type ApplyRequest, type ApplyResult, applyWorkspace } from '../../workflows/apply.ts';
import { printApplyResult, showPlanBefore } from '../apply-output.ts';
import { defineCommand, planningOptions } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { listenForInterrupt } from '../interrupt.ts';
import { planRequest } from '../plan-request.ts';
import { startProgress } from '../progress.ts';
import { withPorts } from '../with-ports.ts';

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
    allow: {
      type: 'string',
      array: true,
      requiresArg: true,
      choices: guardedActions,
      default: [] as (typeof guardedActions)[number][],
      describe: 'actions that lose something and have to be asked for',
    },
    'override-limits': { type: 'boolean', default: false, describe: 'apply more than the limits of the environment' },
  },
  examples: [
    ['$0 apply', 'show the plan, ask, apply, check'],
    ['$0 apply --yes --env production', 'in CI, after the plan was reviewed'],
    ['$0 apply --select source/ecommerce', 'one resource'],
  ],
  run: async (args, context) => {
    if (!args.yes && !context.isInteractive) {
      throw new InvalidFlagsError('there is no terminal to ask on', {
        hint: 'look at the plan, then apply with --yes',
      });
    }
    const request = { ...planRequest(args), allowed: args.allow, overridesLimits: args.overrideLimits };
    const result = await applyWatched(request, args, context);
    printApplyResult(result, args.format, context);
    return exitCodeOfResult[result.result];
  },
});

interface ApplyArguments {
  readonly project: string;
  readonly verbose: boolean;
  readonly yes: boolean;
  readonly format: 'text' | 'json';
}

async function applyWatched(
  request: ApplyRequest,
  args: ApplyArguments,
  context: CommandContext,
): Promise<ApplyResult> {
  const interrupt = listenForInterrupt(context);
  const progress = await startProgress(context, args.format === 'text');
  const confirm = async (plan: ApplyResult['plan']): Promise<boolean> => {
    const isConfirmed = await showPlanBefore(plan, args, context);
    if (isConfirmed) interrupt.startWriting();
    return isConfirmed;
  };
  try {
    return await withPorts(
      args,
      context,
      (ports) => interrupt.guard(applyWorkspace(ports, request, { ...progress, confirm })),
      interrupt.signal,
    );
  } finally {
    progress.stop();
    interrupt.release();
  }
}
