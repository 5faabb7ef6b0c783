import fc from 'fast-check';

/** Holds a law against 200 random worlds; a failure prints its seed and the smallest world that breaks it. */
export async function checkLaw<World>(
  worlds: fc.Arbitrary<World>,
  law: (world: World) => Promise<void>,
): Promise<void> {
  await fc.assert(fc.asyncProperty(worlds, law), { numRuns: 200, ...settings<World>() });
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
