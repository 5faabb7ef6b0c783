import path from 'node:path';

import { planFormats } from '../../render/plan-formats.ts';
import { visible } from '../../util/visible.ts';
import { everyEnvironment } from '../../workflows/environment-names.ts';
import { planWorkspace } from '../../workflows/plan-causes.ts';
import { toPlanFile } from '../../workflows/saved-plan.ts';
import { defineCommand, planningOptions, severalEnvironments } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { assertWritable, type OutputFile, writeOutput } from '../output-file.ts';
import { printingFailure } from '../plan-failure.ts';
import { planOutput } from '../plan-file.ts';
import { planFormatOptions, reviewManner } from '../plan-format-flags.ts';
import { planRequest } from '../plan-request.ts';
import { planSideBySide } from '../plan-side-by-side.ts';
import { tellWarnings } from '../tell-warnings.ts';
import { withPorts } from '../with-ports.ts';

export const planCommand = defineCommand({
  options: {
    ...planningOptions,
    ...severalEnvironments,
    ...planFormatOptions,
    out: { type: 'string', requiresArg: true, describe: 'save the plan, for "apply FILE" and "show FILE"' },
    'detailed-exitcode': { type: 'boolean', default: false, describe: 'exit with 2 if there are changes' },
    explain: {
      type: 'boolean',
      default: false,
      describe: 'also say what looks different and is not, and by which rule',
    },
  },
  examples: [
    ['$0 plan', 'what would change in the default environment'],
    ['$0 plan --env production --detailed-exitcode', 'for scripts: 0 is up to date, 2 is changes'],
    ["$0 plan --select 'connection/*' --exclude connection/legacy", 'some of the resources'],
    ['$0 plan --env staging --env production', 'side by side: what differs between the two'],
    ['$0 plan --explain', 'why is this not a change?'],
    ['$0 plan --out plan.json', 'for "apply plan.json", once somebody has looked at it'],
    ['$0 plan --format json', 'the plan itself, for programs'],
    ['$0 plan --format markdown --budget github', 'a comment under a pull request'],
  ],
  run: async (args, context) => {
    if (args.env.length > 1 || args.env.includes(everyEnvironment)) return planSideBySide(args, context);
    const request = planRequest({ ...args, env: args.env[0] });
    const manner = reviewManner(args, context, { planFile: args.out });
    const { format, env } = args;
    const plan = await printingFailure(context, { format, manner, environment: env[0] }, async () => {
      const output = args.out === undefined ? undefined : planOutput(args.out, context);
      if (output !== undefined) await assertWritable(output);
      const work = await withPorts(args, context, (ports) => planWorkspace(ports, request));
      const { plan, warnings } = work;
      tellWarnings(warnings, context);
      if (output !== undefined) await savePlan(output, toPlanFile(work, request), context);
      const review = { plans: [{ environment: plan.environment, plan }], warnings };
      context.print(await planFormats[format].render(review, manner));
      return plan;
    });
    return args.detailedExitcode && plan.changes.length > 0 ? exitCodes.changesFound : exitCodes.done;
  },
});

async function savePlan(output: OutputFile, text: string, { tell, palette, workingFolder }: CommandContext) {
  await writeOutput(output, text);
  tell(palette.dim(`Saved to ${visible(path.relative(workingFolder, output.file))}`));
}
