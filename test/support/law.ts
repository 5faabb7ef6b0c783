import fc from 'fast-check';
import { test } from 'vitest';

/** A law holds within a minute; one that is broken takes longer, until its smallest world is found. */
const timeoutMs = 300_000;

/** A test of a law: named by the law, and run against 200 random worlds, or fewer where each of them takes long. */
export function testLaw<World>(
  name: string,
  worlds: fc.Arbitrary<World>,
  law: (world: World) => Promise<void>,
  numRuns = 200,
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
