import type { AirplanError } from '../errors.ts';
import type { Plan } from './plan.ts';

/** What planning one of several environments came to. */
export type EnvironmentPlan =
  | { readonly environment: string; readonly plan: Plan }
  | { readonly environment: string; readonly error: AirplanError };
