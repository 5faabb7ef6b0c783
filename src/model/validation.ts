import type { Issue } from './issue.ts';
import type { ResourceKey } from './resource.ts';

/** What checking the files for one environment came to. */
export interface CheckedFiles {
  /** Empty where nobody has chosen one, and the files do not get that far. */
  readonly environment: string;
  readonly isValid: boolean;
  readonly issues: readonly Issue[];
  /** What could not be checked, in words. */
  readonly notes: readonly string[];
  /** What was checked, by kind; empty where files have errors. */
  readonly keys: readonly ResourceKey[];
}

/** All there is to say of validating: one environment, or several side by side. */
export interface ValidationReview {
  readonly checks: readonly CheckedFiles[];
  /** Whether several environments were asked for, even if that came to one. */
  readonly isSideBySide: boolean;
}
