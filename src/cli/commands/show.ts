import { planFormatNames, planFormats } from '../../render/plan-formats.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { planFilePositional, readPlanFile } from '../plan-file.ts';

export const showCommand = defineCommand({
  options: {
    format: { choices: planFormatNames, default: 'text' as const, describe: 'how to print the plan' },
  },
  positionals: planFilePositional,
  examples: [
    ['$0 show plan.json', 'what "airplan plan --out plan.json" has printed'],
    ['$0 show plan.json --format json', 'the plan itself, for programs'],
  ],
  run: async ({ planFile = '', format }, context) => {
    const { plan } = await readPlanFile(planFile, context);
    context.print(planFormats[format](plan, context.palette));
    return exitCodes.done;
  },
});
