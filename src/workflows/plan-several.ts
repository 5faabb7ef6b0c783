import { inOrder } from '../desired/finding.ts';
import { AirplanError, InvalidFlagsError } from '../errors.ts';
import type { Issue } from '../model/issue.ts';
import type { EnvironmentPlan } from '../model/several-plans.ts';
import type { PlanRequest } from './plan.ts';
import { planWorkspace } from './plan-causes.ts';
import type { Ports } from './ports.ts';

/** The plans of several environments, in the order given. */
export interface SeveralPlans {
  readonly plans: readonly EnvironmentPlan[];
  /** What is odd in the files, in any of the environments. */
  readonly warnings: readonly Issue[];
}

/**
 * Plans the same project for several environments at once. One that cannot be planned does not hide the others.
 *
 * @throws {InvalidFlagsError} when there is no such environment, or a glob matches nothing
 */
export async function planSeveral(
  ports: Ports,
  request: PlanRequest,
  environments: readonly string[],
): Promise<SeveralPlans> {
  const planned = await Promise.all(environments.map((environment) => planOne(ports, { ...request, environment })));
  return {
    plans: planned.map(({ plan }) => plan),
    warnings: inOrder(planned.flatMap(({ warnings }) => warnings)),
  };
}

interface Planned {
  readonly plan: EnvironmentPlan;
  readonly warnings: readonly Issue[];
}

async function planOne(ports: Ports, request: PlanRequest & { readonly environment: string }): Promise<Planned> {
  const { environment } = request;
  try {
    const { plan, warnings } = await planWorkspace(ports, request);
    return { plan: { environment, plan }, warnings };
  } catch (error) {
    // Flags are the same for all of them, and what is our own mistake is none of an environment.
    if (!(error instanceof AirplanError) || error instanceof InvalidFlagsError || error.code === 'internal')
      throw error;
    return { plan: { environment, error }, warnings: [] };
  }
}
