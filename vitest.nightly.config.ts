import { defineConfig } from 'vitest/config';

/** Every night: a hundred thousand secrets in all encodings and places. `PROPERTY_RUNS` gives another number. */
export default defineConfig({
  test: {
    include: ['tests/suites/redaction/**/*.test.ts'],
    env: { PROPERTY_RUNS: process.env['PROPERTY_RUNS'] ?? '100000' },
    globalSetup: ['scripts/built.ts'],
    setupFiles: ['tests/support/properties.ts'],
    testTimeout: 0,
    pool: 'threads',
    maxWorkers: 2,
  },
});
