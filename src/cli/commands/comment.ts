import path from 'node:path';

import { AirplanError } from '../../errors.ts';
import type { EnvironmentPlan } from '../../model/several-plans.ts';
import { planFormats } from '../../render/plan-formats.ts';
import type { PlanReview } from '../../render/plan-review.ts';
import { openComments } from '../../workflows/open-comments.ts';
import { planWorkspace } from '../../workflows/plan-causes.ts';
import { type CommentResult, commentBehaviors, postComment } from '../../workflows/post-comment.ts';
import { defineCommand, planningOptions } from '../command.ts';
import { commentHost, commentTarget, commentTargetOptions, runNumbers } from '../comment-target.ts';
import type { CommandContext } from '../context.ts';
import { exitCodeOf, exitCodes } from '../exit-codes.ts';
import { planFilePositional, readPlanFile } from '../plan-file.ts';
import { planFormatOptions, reviewManner } from '../plan-format-flags.ts';
import { assertNothingPlanned, type PlanningArguments, planRequest } from '../plan-request.ts';
import { tellError } from '../tell-error.ts';
import { withPorts } from '../with-ports.ts';

const { format: _alwaysMarkdown, ...planning } = planningOptions;

const resultWords: Readonly<Record<CommentResult['result'], string>> = {
  created: 'commented',
  updated: 'comment updated',
  outdated: 'a newer run has commented already, nothing was posted',
};

export const commentCommand = defineCommand({
  options: {
    ...planning,
    ...commentTargetOptions,
    budget: { ...planFormatOptions.budget, describe: 'the most that the comment may take; default: that of the host' },
    behavior: {
      requiresArg: true,
      choices: commentBehaviors,
      default: 'update' as const,
      describe: 'what becomes of the comment that an earlier run has written',
    },
    'dry-run': { type: 'boolean', default: false, describe: 'print the comment, post nothing' },
  },
  positionals: planFilePositional,
  examples: [
    ['$0 comment plan.json', 'under the pull or merge request that the CI job is about'],
    ['$0 comment --env production --base origin/main', 'plan, and comment'],
    ['$0 comment plan.json --behavior hide-and-new', 'a new comment for each run, older ones folded'],
    ['$0 comment plan.json --host github --repository acme/pipelines --number 7', 'outside of CI'],
    ['$0 comment plan.json --dry-run', 'what would be posted'],
  ],
  run: async ({ planFile, ...args }, context) => {
    const target = args.dryRun ? undefined : commentTarget(args, context);
    const budget = args.budget ?? commentHost(args, context) ?? 'github';
    const manner = reviewManner({ format: 'markdown', budget, project: args.project }, context, { planFile });
    const { one, warnings } =
      planFile === undefined ? await planNow(args, context) : await planOfFile(planFile, args, context);
    const text = await planFormats.markdown.render({ plans: [one], warnings }, manner);
    if (target === undefined) context.print(text);
    else {
      const run = runNumbers(args, context);
      const timeMs = (context.nowMs ?? Date.now)();
      const project = path.posix.normalize(args.project).replace(/\/$/, '');
      const environment = planFile === undefined ? (args.env ?? '') : one.environment;
      const mark = { project, environment, timeMs, ...(run === undefined ? {} : { run }) };
      const { result, url } = await postComment(openComments(target, Math.random), {
        text,
        mark,
        behavior: args.behavior,
      });
      context.print(`${resultWords[result]}: ${url}`);
    }
    if ('plan' in one) return exitCodes.done;
    tellError(one.error, context);
    return exitCodeOf[one.error.code];
  },
});

interface Reviewed {
  readonly one: EnvironmentPlan;
  readonly warnings: PlanReview['warnings'];
}

type ProjectArguments = PlanningArguments & { readonly project: string; readonly verbose: boolean };

/** Why there is no plan is worth a comment as well. */
async function planNow(args: ProjectArguments, context: CommandContext): Promise<Reviewed> {
  const request = planRequest(args);
  try {
    const { plan, warnings } = await withPorts(args, context, (ports) => planWorkspace(ports, request));
    return { one: { environment: plan.environment, plan }, warnings };
  } catch (error) {
    if (!(error instanceof AirplanError) || isAboutThisRun(error)) throw error;
    return { one: { environment: args.env ?? '', error }, warnings: [] };
  }
}

/** A wrong flag is a matter of whoever has written the job. */
function isAboutThisRun({ code }: AirplanError): boolean {
  return code === 'internal' || code === 'invalid-flags' || code === 'interrupted';
}

async function planOfFile(file: string, args: PlanningArguments, context: CommandContext): Promise<Reviewed> {
  const { plan } = await readPlanFile(file, context);
  assertNothingPlanned(args, plan.environment);
  return { one: { environment: plan.environment, plan }, warnings: [] };
}
