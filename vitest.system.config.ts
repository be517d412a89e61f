import { defineConfig } from 'vitest/config';

/** What needs more than npm: a browser, curl. It fails, and does not skip, where something is missing. */
export default defineConfig({
  test: {
    include: ['tests/system/**/*.test.ts'],
    globalSetup: ['scripts/built.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'threads',
    isolate: false,
    maxWorkers: 2,
  },
});
