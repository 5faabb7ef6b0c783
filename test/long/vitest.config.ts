import { defineConfig } from 'vitest/config';

/** Minutes of load, not for every change: `npm run test:long`. */
export default defineConfig({
  test: {
    // The laws are those of every push, with all of their worlds.
    include: ['test/long/**/*.test.ts', 'test/laws/**/*.test.ts'],
    env: { AIRPLAN_LAWS: 'long' },
    fileParallelism: false,
    testTimeout: 3_600_000,
    hookTimeout: 60_000,
  },
});
