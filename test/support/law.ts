import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { test } from 'vitest';
import { type SandboxProfile, sandboxProfiles } from '../../src/sandbox/profile.ts';

/** How many random worlds a law is tried on: a sample on every push, and many in `npm run test:long`. */
export interface Runs {
  readonly push: number;
  /** On each profile, where a law is about servers. */
  readonly long: number;
}

/** `npm run test:long` sets it. */
export const isLong = process.env.AIRPLAN_LAWS === 'long';

/** A law holds within a minute; one that is broken takes longer, until its smallest world is found. */
const timeoutMs = isLong ? 3_600_000 : 300_000;

/** A test of a law, named by it. */
export function testLaw<World>(
  name: string,
  worlds: fc.Arbitrary<World>,
  law: (world: World) => Promise<void>,
  runs: Runs = { push: 20, long: 200 },
): void {
  const numRuns = isLong ? runs.long : runs.push;
  test(name, { timeout: timeoutMs }, () => checkLaw(worlds, law, numRuns, name));
}

/** A law that every server has to keep: a sample over all profiles at once, or each of them in full. */
export function testLawOfServers<World>(
  name: string,
  worldsOn: (profiles: readonly SandboxProfile[]) => fc.Arbitrary<World>,
  law: (world: World) => Promise<void>,
  runs?: Runs,
): void {
  const groups = isLong ? sandboxProfiles.map((profile) => [profile]) : [sandboxProfiles];
  for (const profiles of groups) testLaw(`${name} (${profiles.join(', ')})`, worldsOn(profiles), law, runs);
}

/** Says its seed before it starts; a failure prints it again, with the smallest world that breaks the law. */
export async function checkLaw<World>(
  worlds: fc.Arbitrary<World>,
  law: (world: World) => Promise<void>,
  numRuns: number,
  name?: string,
): Promise<void> {
  const chosen = { numRuns, seed: randomInt(2 ** 31), ...settings<World>() };
  if (name !== undefined) process.stdout.write(`seed ${chosen.seed}, ${chosen.numRuns} worlds: ${name}\n`);
  await fc.assert(fc.asyncProperty(worlds, law), chosen);
}

/** `FAST_CHECK_SEED` and `FAST_CHECK_PATH` repeat a run that failed, `FAST_CHECK_RUNS` looks longer. */
function settings<World>(): fc.Parameters<[World]> {
  const { FAST_CHECK_SEED: seed, FAST_CHECK_PATH: path, FAST_CHECK_RUNS: runs } = process.env;
  return {
    ...(seed === undefined ? {} : { seed: Number(seed) }),
    ...(path === undefined ? {} : { path }),
    ...(runs === undefined ? {} : { numRuns: Number(runs) }),
  };
}
