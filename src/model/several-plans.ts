import type { AirplanError } from '../errors.ts';
import type { Plan } from './plan.ts';

/** What planning one of several environments came to. */
export type EnvironmentPlan = { readonly environment: string; readonly plan: Plan } | FailedPlan;

export interface FailedPlan {
  readonly environment: string;
  readonly error: AirplanError;
}
