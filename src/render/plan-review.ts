import type { Issue } from '../model/issue.ts';
import type { Plan } from '../model/plan.ts';
import type { EnvironmentPlan } from '../model/several-plans.ts';
import type { Budget } from './markdown/budget.ts';
import type { Palette } from './palette.ts';

/** All there is to say of planning: one environment, or several side by side. */
export interface PlanReview {
  /** The environment of one that failed is empty where nobody has chosen one. */
  readonly plans: readonly EnvironmentPlan[];
  /** Whether several environments were asked for, even if that came to one. */
  readonly isSideBySide?: true;
  /** Findings that stop nothing. */
  readonly warnings: readonly Issue[];
}

/** How a review is shown, as far as its format has a choice. */
export interface ReviewManner {
  readonly palette: Palette;
  readonly budget: Budget;
  /** The project's folder as seen from where paths begin, with forward slashes; empty if they begin there. */
  readonly folder: string;
  /** The file that the plan was saved to, if it was. */
  readonly planFile?: string | undefined;
  /** What tells plans apart that do not do the same. */
  readonly digestOf: (plan: Plan) => string;
}
