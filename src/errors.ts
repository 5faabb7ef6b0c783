/** What went wrong, for scripts and tests; people read `message` and `hint`. */
export const errorCodes = [
  'internal',
  'invalid-files',
  'invalid-flags',
  'refused',
  'stale',
  'unreachable',
  'credentials-refused',
  'request-failed',
  'unreadable-answer',
  'connector-failed',
  'interrupted',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

export interface ErrorDetails {
  /** One thing to do now. */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

/** The one family that airplan throws. `message` says what is wrong in the user's words. */
export abstract class AirplanError extends Error {
  abstract readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(message: string, { hint, cause }: ErrorDetails = {}) {
    super(message, { cause });
    this.name = new.target.name;
    this.hint = hint;
  }
}

/** A mistake of ours: shown with its stack. */
export class InternalError extends AirplanError {
  readonly code = 'internal';
}

/** Flags that do not make sense, or that name something which is not there. */
export class InvalidFlagsError extends AirplanError {
  readonly code = 'invalid-flags';
}

/** airplan could go on but must not: limits, an ambiguous match, a wrong target. */
export class RefusedError extends AirplanError {
  readonly code = 'refused';
}

/** A saved plan, or one change of it, that no longer fits what it was made from. */
export class StalePlanError extends AirplanError {
  readonly code = 'stale';
}

/** Ctrl-C before anything was written. */
export class InterruptedError extends AirplanError {
  readonly code = 'interrupted';
}

/** Proof for the compiler that every case was handled. */
export function unreachable(value: never): never {
  throw new InternalError(`this case was thought impossible: ${JSON.stringify(value)}`);
}

/** The text of anything that was caught. */
export function messageOf(caught: unknown): string {
  return caught instanceof Error ? caught.message : String(caught);
}
