import { InvalidFlagsError } from '../errors.ts';
import type { EnvironmentPlan } from '../model/several-plans.ts';
import { type PlanFormat, planFormats } from '../render/plan-formats.ts';
import { groupedBy } from '../util/group.ts';
import { environmentNames } from '../workflows/environment-names.ts';
import { planSeveral } from '../workflows/plan-several.ts';
import type { CommandContext } from './context.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { printingFailure } from './plan-failure.ts';
import { reviewManner } from './plan-format-flags.ts';
import { type PlanningArguments, planRequest } from './plan-request.ts';
import { tellError } from './tell-error.ts';
import { tellWarnings } from './tell-warnings.ts';
import { withPorts } from './with-ports.ts';

interface SideBySideArguments extends Omit<PlanningArguments, 'env'> {
  readonly env: readonly string[];
  readonly project: string;
  readonly verbose: boolean;
  readonly format: PlanFormat;
  readonly budget?: string | undefined;
  readonly out?: string | undefined;
  readonly detailedExitcode: boolean;
}

/**
 * Plans several environments and prints the plans side by side.
 *
 * @returns the worst of the exit codes that planning one by one would give
 */
export async function planSideBySide(args: SideBySideArguments, context: CommandContext): Promise<number> {
  assertForSeveral(args);
  const { plans, warnings, manner } = await withPorts(args, context, async (ports) => {
    const failing = { format: args.format, manner: reviewManner(args, context) };
    const names = await printingFailure(context, failing, () => environmentNames(ports, args.env));
    const manner = reviewManner(args, context, { environments: names.length });
    const request = planRequest({ ...args, env: undefined });
    const planned = await printingFailure(context, failing, () => planSeveral(ports, request, names));
    return { ...planned, manner };
  });
  tellWarnings(warnings, context);
  context.print(await planFormats[args.format].render({ plans, warnings, isSideBySide: true }, manner));
  tellFailures(plans, context);
  return Math.max(...plans.map((one) => exitCodeOfPlan(one, args.detailedExitcode)));
}

/** A table has no room for what these flags ask for, and a file holds one plan. */
function assertForSeveral({ format, out, explain, showUnmanaged }: SideBySideArguments): void {
  const isText = format === 'text';
  const flags = {
    out: out !== undefined,
    explain: isText && explain === true,
    'show-unmanaged': isText && showUnmanaged,
  };
  const [first] = Object.entries(flags).flatMap(([flag, isGiven]) => (isGiven ? [flag] : []));
  if (first === undefined) return;
  throw new InvalidFlagsError(`--${first} is about one environment at a time`, { hint: 'give --env only once' });
}

/** Once for all environments that fail alike: a broken file is broken in each. */
function tellFailures(plans: readonly EnvironmentPlan[], context: CommandContext): void {
  const failures = plans.flatMap((one) => ('error' in one ? [one] : []));
  for (const group of groupedBy(failures, ({ error }) => JSON.stringify([error.message, error.hint])).values()) {
    const names = group.map(({ environment }) => environment).join(', ');
    context.tell(`\n${context.palette.bold(`${group.length === 1 ? 'Environment' : 'Environments'} ${names}`)}\n`);
    for (const { error } of group.slice(0, 1)) tellError(error, context);
  }
}

function exitCodeOfPlan(one: EnvironmentPlan, isDetailed: boolean): number {
  if ('error' in one) return exitCodeOf[one.error.code];
  return isDetailed && one.plan.changes.length > 0 ? exitCodes.changesFound : exitCodes.done;
}
