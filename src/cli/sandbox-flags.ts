import path from 'node:path';

import { InvalidFlagsError } from '../errors.ts';
import type { Latency } from '../sandbox/faults/latency.ts';
import type { SandboxProfile } from '../sandbox/profile.ts';
import type { SandboxOptions } from '../sandbox/sandbox.ts';
import { type AuthArguments, sandboxAuth } from './sandbox-auth.ts';

/** What `airplan sandbox` is given, as yargs gives it. */
export interface SandboxArguments extends AuthArguments {
  readonly port: number;
  readonly profile: SandboxProfile;
  readonly store?: string | undefined;
  readonly memory: boolean;
  readonly reset: boolean;
  readonly seedWorld?: string | undefined;
  readonly seed?: number | undefined;
  readonly specs?: string | undefined;
  readonly catalogs?: string | undefined;
  readonly latency: string;
}

export const usualStore = '.airplan/sandbox.json';

const worldSizes: Readonly<Record<string, number>> = { small: 10, large: 1000 };
const largestWorld = 10_000;

/**
 * The sandbox that the flags describe.
 *
 * @param workingFolder - what paths are relative to
 * @throws {InvalidFlagsError} for flags that make no sense, alone or together
 */
export function sandboxOptions(args: SandboxArguments, workingFolder: string): SandboxOptions {
  assertTogether(args);
  const inFolder = (file: string): string => path.resolve(workingFolder, file);
  return {
    port: toPort(args.port),
    profile: args.profile,
    auth: sandboxAuth(args),
    latency: toLatency(args.latency),
    resetsStore: args.reset,
    ...(args.memory ? {} : { storeFile: inFolder(args.store ?? usualStore) }),
    ...(args.seedWorld === undefined ? {} : { worldSize: toWorldSize(args.seedWorld) }),
    ...(args.seed === undefined ? {} : { seed: toSeed(args.seed) }),
    ...(args.specs === undefined ? {} : { specsFolder: inFolder(args.specs) }),
    ...(args.catalogs === undefined ? {} : { catalogsFolder: inFolder(args.catalogs) }),
  };
}

function assertTogether({ memory, store, reset }: SandboxArguments): void {
  if (memory && store !== undefined) {
    throw new InvalidFlagsError('--memory and --store contradict each other', { hint: 'leave one of them out' });
  }
  if (memory && reset) {
    throw new InvalidFlagsError('--reset has nothing to empty with --memory', { hint: 'leave one of them out' });
  }
}

function toPort(port: number): number {
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidFlagsError('--port takes a number up to 65535', { hint: '0 takes any free port' });
}

function toSeed(seed: number): number {
  if (Number.isInteger(seed)) return seed;
  throw new InvalidFlagsError('--seed takes a whole number', { hint: 'for example --seed 1' });
}

function toWorldSize(text: string): number {
  const size = worldSizes[text] ?? Number(text);
  if (Number.isInteger(size) && size >= 1 && size <= largestWorld) return size;
  throw new InvalidFlagsError('--seed-world takes small, large or a number of connections', {
    hint: `small has ${worldSizes.small} connections, large ${worldSizes.large}, and ${largestWorld} are the most`,
  });
}

/** `20`, `10-80`, or `tail:20-900`: the median and what one answer in a hundred exceeds. */
function toLatency(text: string): Latency {
  const [, tail, first, second] = /^(tail:)?(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  const [low, high] = [Number(first), Number(second)];
  if (first !== undefined && second === undefined && tail === undefined) return { type: 'fixed', ms: low };
  if (high >= low && tail === undefined) return { type: 'uniform', fromMs: low, toMs: high };
  if (high >= low && low > 0) return { type: 'long-tail', medianMs: low, p99Ms: high };
  throw new InvalidFlagsError(`--latency cannot be "${text}"`, {
    hint: 'milliseconds: 20, or 10-80 for anything between, or tail:20-900 for a median and a slowest hundredth',
  });
}
