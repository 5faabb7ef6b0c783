import { InvalidFlagsError } from '../errors.ts';
import { parseDuration } from '../util/duration.ts';
import type { ConnectionRequest } from '../workflows/connection-targets.ts';
import type { Waiting } from '../workflows/sync.ts';
import { planningOptions, projectOptions } from './command.ts';

/** For commands about the jobs of connections. */
export const connectionOptions = {
  ...projectOptions,
  select: planningOptions.select,
  exclude: planningOptions.exclude,
  parallelism: planningOptions.parallelism,
  format: planningOptions.format,
} as const;

export const waitOptions = {
  wait: { type: 'boolean', default: false, describe: 'wait until the jobs are over, and fail if one of them does' },
  timeout: {
    type: 'string',
    requiresArg: true,
    describe: 'wait no longer than this: 90s, 30m, 2h; jobs go on all the same',
  },
} as const;

export const connectionPositional = {
  selector: {
    type: 'string',
    describe: 'a connection by its key, tag:NAME, or several with * and ?; default: all of the files',
  },
} as const;

interface ConnectionArguments {
  readonly selector?: string | undefined;
  readonly select: readonly string[];
  readonly exclude: readonly string[];
  readonly env?: string | undefined;
  readonly parallelism?: number | undefined;
}

/** @throws {InvalidFlagsError} for an empty selector, which would otherwise mean everything */
export function connectionRequest(args: ConnectionArguments): ConnectionRequest {
  const { selector, exclude, env, parallelism } = args;
  const select = [...(selector === undefined ? [] : [selector]), ...args.select];
  if ([...select, ...exclude].some((term) => term.trim() === '')) throw new InvalidFlagsError('the selector is empty');
  return {
    select,
    exclude,
    ...(env === undefined ? {} : { environment: env }),
    ...(parallelism === undefined ? {} : { parallelism }),
  };
}

/** @throws {InvalidFlagsError} for a time that is none, or that nobody waits for */
export function waitingOf({
  wait,
  timeout,
}: {
  readonly wait: boolean;
  readonly timeout?: string | undefined;
}): Waiting | undefined {
  if (timeout !== undefined && !wait) throw new InvalidFlagsError('--timeout needs --wait');
  if (!wait) return undefined;
  return timeout === undefined ? {} : { timeoutMs: durationOf(timeout, '--timeout') };
}

/** @throws {InvalidFlagsError} */
export function durationOf(text: string, flag: string): number {
  const ms = parseDuration(text);
  if (ms !== undefined) return ms;
  throw new InvalidFlagsError(`${flag} takes a time like 90s, 30m, 12h or 7d, not "${text}"`);
}

/**
 * A time in the past: so long ago, or a date, by UTC if it does not say.
 *
 * @returns milliseconds since the epoch
 * @throws {InvalidFlagsError}
 */
export function sinceOf(text: string, nowMs: number): number {
  const ago = parseDuration(text);
  if (ago !== undefined) return nowMs - ago;
  const isDate = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/.test(text);
  const hasZone = /(Z|[+-]\d{2}:\d{2})$/.test(text.slice(10));
  const ms = isDate ? Date.parse(text.length === 10 || hasZone ? text : `${text}Z`) : Number.NaN;
  if (!Number.isNaN(ms)) return ms;
  throw new InvalidFlagsError(`--since takes a time like 90m, 24h, 7d or a date like 2026-11-29, not "${text}"`);
}
