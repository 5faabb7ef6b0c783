import type { AirplanError } from '../errors.ts';
import type { Change } from './plan.ts';

export const skipReasons = ['dependency-failed', 'interrupted'] as const;
export type SkipReason = (typeof skipReasons)[number];

/** What became of one change. */
export type Outcome =
  | {
      readonly result: 'applied';
      readonly change: Change;
      readonly id: string;
      readonly durationMs: number;
      readonly notes: readonly string[];
    }
  | { readonly result: 'failed'; readonly change: Change; readonly error: AirplanError; readonly durationMs: number }
  | { readonly result: 'skipped'; readonly change: Change; readonly reason: SkipReason; readonly because?: string };

/** All outcomes, in the plan's order. */
export interface Report {
  readonly outcomes: readonly Outcome[];
  readonly durationMs: number;
}
