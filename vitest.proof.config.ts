import { defineConfig } from 'vitest/config';

/** What proves the suites: snapshots of what they find, odd servers, fair readings, authorization servers of others, vectors. */
export default defineConfig({
  test: {
    include: ['tests/proof/**/*.test.ts'],
    setupFiles: ['tests/support/properties.ts'],
    testTimeout: 120_000,
    pool: 'threads',
    isolate: false,
  },
});
