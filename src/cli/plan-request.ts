import type { PlanRequest } from '../workflows/plan.ts';

interface PlanningArguments {
  readonly env?: string | undefined;
  readonly select: readonly string[];
  readonly exclude: readonly string[];
  readonly parallelism?: number | undefined;
  readonly prune: boolean;
  readonly showUnmanaged: boolean;
}

/** The flags of a command that plans, in the words of the workflow. */
export function planRequest(args: PlanningArguments): PlanRequest {
  const { env, select, exclude, parallelism, prune, showUnmanaged } = args;
  return {
    select,
    exclude,
    prunes: prune,
    showsUnmanaged: showUnmanaged,
    ...(env === undefined ? {} : { environment: env }),
    ...(parallelism === undefined ? {} : { parallelism }),
  };
}
