import { defineConfig } from 'vitest/config';

/** Minutes of load, not for every change: `npm run test:long`. */
export default defineConfig({
  test: {
    include: ['test/long/**/*.test.ts', 'test/laws/**/*.test.ts'],
    env: { FAST_CHECK_RUNS: process.env.FAST_CHECK_RUNS ?? '500' },
    fileParallelism: false,
    testTimeout: 3_600_000,
    hookTimeout: 60_000,
  },
});
