import { InvalidFlagsError } from '../errors.ts';
import type { PlanRequest } from '../workflows/plan.ts';

export interface PlanningArguments {
  readonly env?: string | undefined;
  readonly select: readonly string[];
  readonly exclude: readonly string[];
  readonly discover: boolean;
  readonly parallelism?: number | undefined;
  readonly explain?: boolean | undefined;
  /** Empty: all. */
  readonly rotateSecrets?: readonly string[] | undefined;
  readonly prune: boolean;
  readonly showUnmanaged: boolean;
  readonly base?: string | undefined;
}

/** The flags of a command that plans, in the words of the workflow. */
export function planRequest(args: PlanningArguments): PlanRequest {
  const { env, select, exclude, discover, parallelism, explain, rotateSecrets, prune, showUnmanaged, base } = args;
  return {
    select,
    exclude,
    discover,
    prune,
    showUnmanaged,
    ...(env === undefined ? {} : { environment: env }),
    ...(parallelism === undefined ? {} : { parallelism }),
    ...(base === undefined ? {} : { base }),
    ...(explain === undefined ? {} : { explain }),
    ...(rotateSecrets === undefined ? {} : { rotateSecrets: rotateSecrets.length === 0 ? ['*'] : rotateSecrets }),
  };
}

/**
 * A saved plan was planned when it was saved.
 *
 * @throws {InvalidFlagsError} for flags that would plan something else
 */
export function assertNothingPlanned(args: PlanningArguments, environment: string): void {
  const { parallelism: _ofThisRun, environment: wanted = environment, ...planning } = planRequest(args);
  const given = Object.entries(planning).filter(([, value]) => (Array.isArray(value) ? value.length > 0 : value));
  const [first] = [...(wanted === environment ? [] : ['env']), ...given.map(([name]) => name)];
  if (first === undefined) return;
  throw new InvalidFlagsError(
    `--${inKebabCase(first)} would make another plan than the saved one, for environment "${environment}"`,
    {
      hint: 'leave it out, or save a new plan with it',
    },
  );
}

function inKebabCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
