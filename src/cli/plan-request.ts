import type { PlanRequest } from '../workflows/plan.ts';

export interface PlanningArguments {
  readonly env?: string | undefined;
  readonly select: readonly string[];
  readonly exclude: readonly string[];
  readonly discover: boolean;
  readonly parallelism?: number | undefined;
  readonly explain?: boolean | undefined;
}

/** The flags of a command that plans, in the words of the workflow. */
export function planRequest({ env, select, exclude, discover, parallelism, explain }: PlanningArguments): PlanRequest {
  return {
    select,
    exclude,
    discovers: discover,
    ...(env === undefined ? {} : { environment: env }),
    ...(parallelism === undefined ? {} : { parallelism }),
    ...(explain === undefined ? {} : { explain }),
  };
}
