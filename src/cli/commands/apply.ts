import { InvalidFlagsError } from '../../errors.ts';
import type { ApplyResult } from '../../workflows/apply.ts';
import { allowOption, parseAllowed } from '../allow-flag.ts';
import { printApplyResult } from '../apply-output.ts';
import { applyWatched } from '../apply-watched.ts';
import { defineCommand, planningOptions } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { planRequest } from '../plan-request.ts';

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
  },
  examples: [
    ['$0 apply', 'show the plan, ask, apply, check'],
    ['$0 apply --yes --env production', 'in CI, after the plan was reviewed'],
    ['$0 apply --select source/ecommerce', 'one resource'],
    ['$0 apply --allow replace,delete --prune', 'with what is replaced, and what no file names deleted'],
  ],
  run: async (args, context) => {
    if (!args.yes && !context.isInteractive) {
      throw new InvalidFlagsError('there is no terminal to ask on', {
        hint: 'look at the plan, then apply with --yes',
      });
    }
    const request = { ...planRequest(args), allowed: parseAllowed(args.allow), overridesLimits: args.overrideLimits };
    const result = await applyWatched(request, args, context);
    printApplyResult(result, args.format, context);
    return exitCodeOfResult[result.result];
  },
});
