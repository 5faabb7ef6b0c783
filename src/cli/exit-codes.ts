import type { ErrorCode } from '../errors.ts';

/** What each exit code means; scripts rely on them. */
export const exitCodes = {
  done: 0,
  unexpected: 1,
  changesFound: 2,
  invalid: 3,
  refused: 4,
  stale: 5,
  incomplete: 6,
  differs: 7,
  failed: 8,
  unreachable: 9,
  interrupted: 130,
} as const;

/** The exit code of a command that an error has stopped. */
export const exitCodeOf: Readonly<Record<ErrorCode, number>> = {
  internal: exitCodes.unexpected,
  'invalid-files': exitCodes.invalid,
  'invalid-flags': exitCodes.invalid,
  refused: exitCodes.refused,
  stale: exitCodes.stale,
  unreachable: exitCodes.unreachable,
  'credentials-refused': exitCodes.unreachable,
  'unreadable-answer': exitCodes.unreachable,
  'request-failed': exitCodes.unreachable,
  'connector-failed': exitCodes.failed,
  interrupted: exitCodes.interrupted,
};
