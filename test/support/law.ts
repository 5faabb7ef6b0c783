import fc from 'fast-check';
import { test } from 'vitest';

/** Against fifty worlds a law takes seconds; against many, or until the smallest one that breaks it is found, longer. */
const timeoutMs = 3_600_000;

/**
 * A test of a law: named by the law, and run against 50 random worlds, or fewer where each of them takes long; `npm run
 * test:long` looks at ten times as many.
 */
export function testLaw<World>(
  name: string,
  worlds: fc.Arbitrary<World>,
  law: (world: World) => Promise<void>,
  numRuns = 50,
): void {
  test(name, { timeout: timeoutMs }, () => checkLaw(worlds, law, numRuns));
}

/** A failure prints its seed and the smallest world that breaks the law. */
export async function checkLaw<World>(
  worlds: fc.Arbitrary<World>,
  law: (world: World) => Promise<void>,
  numRuns: number,
): Promise<void> {
  await fc.assert(fc.asyncProperty(worlds, law), { numRuns, ...settings<World>() });
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
