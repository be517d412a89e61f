import { defineConfig } from 'vitest/config';

/**
 * What proves the suites (snapshots of what they find, odd servers, fair readings, authorization servers of others, vectors), and whole runs,
 * which take too long for `npm test`.
 */
export default defineConfig({
  test: {
    include: ['tests/proof/**/*.test.ts', 'tests/runs/**/*.test.ts'],
    globalSetup: ['scripts/built.ts'],
    setupFiles: ['tests/support/properties.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'threads',
    isolate: false,
    maxWorkers: 2,
  },
});
