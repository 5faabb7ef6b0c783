import { RefusedError } from '../errors.ts';
import type { Limits } from '../model/environment.ts';
import type { Action, Plan } from '../model/plan.ts';

/** Actions that lose something, and so have to be asked for by name. */
export const guardedActions = ['replace'] as const satisfies readonly Action[];
export type GuardedAction = (typeof guardedActions)[number];

export interface SafetyRequest {
  readonly limits: Limits;
  readonly allowed: readonly GuardedAction[];
  readonly overridesLimits: boolean;
}

/**
 * Stops a plan that loses more than was asked for.
 *
 * @throws {RefusedError} with the figures and the flag that lets it through
 */
export function assertSafe(plan: Plan, { limits, allowed, overridesLimits }: SafetyRequest): void {
  assertAllowed(plan, allowed);
  if (!overridesLimits) assertWithinLimits(plan, limits);
}

function assertAllowed(plan: Plan, allowed: readonly GuardedAction[]): void {
  const refused = plan.changes.filter(({ action }) => action === 'replace' && !allowed.includes('replace'));
  if (refused.length === 0) return;
  const keys = refused.map(({ key }) => key).join(', ');
  throw new RefusedError(`the plan replaces ${keys}: each is deleted with its sync state and created anew`, {
    hint: 'apply with --allow replace if that is what you want',
  });
}

function assertWithinLimits({ summary }: Plan, limits: Limits): void {
  const lost = summary.replace + summary.delete;
  const managed = summary.unchanged + summary.update + lost;
  if (managed < limits.minObjects) return;
  assertShare('changes', summary.update + lost, managed, limits.changePercent);
  assertShare('deletes or replaces', lost, managed, limits.deletePercent);
}

function assertShare(verb: string, count: number, managed: number, percent: number): void {
  if (100 * count <= percent * managed) return;
  const share = (100 * count) / managed;
  // 30.4 % would read as what a limit of 30 % allows.
  const shown = Math.round(share) > percent ? Math.round(share) : Math.ceil(share * 10) / 10;
  const figures = `${count} of ${managed} managed objects (${shown} %), and the limit is ${percent} %`;
  throw new RefusedError(`the plan ${verb} ${figures}`, {
    hint: 'look at the plan again; apply with --override-limits if it is right, or raise "limits" of the environment',
  });
}
