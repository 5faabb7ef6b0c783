import { planFormats } from '../../render/plan-formats.ts';
import { defineCommand, projectOptions } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { printingFailure } from '../plan-failure.ts';
import { planFilePositional, readPlanFile } from '../plan-file.ts';
import { planFormatOptions, reviewManner } from '../plan-format-flags.ts';

export const showCommand = defineCommand({
  options: {
    ...planFormatOptions,
    project: { ...projectOptions.project, describe: "the project's folder, for the paths of annotations" },
  },
  positionals: planFilePositional,
  examples: [
    ['$0 show plan.json', 'what "airplan plan --out plan.json" has printed'],
    ['$0 show plan.json --format json', 'the plan itself, for programs'],
    ['$0 show plan.json --format markdown --budget gitlab', 'a comment under a merge request'],
  ],
  run: async ({ planFile = '', ...args }, context) => {
    const manner = reviewManner(args, context, { planFile });
    const { plan } = await printingFailure(context, { format: args.format, manner }, () =>
      readPlanFile(planFile, context),
    );
    const review = { plans: [{ environment: plan.environment, plan }], warnings: [] };
    context.print(await planFormats[args.format].render(review, manner));
    return exitCodes.done;
  },
});
