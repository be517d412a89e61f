import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/system/**', 'tests/proof/**', 'tests/runs/**'],
    globalSetup: ['tests/support/build.ts'],
    setupFiles: ['tests/support/properties.ts'],
    testTimeout: 20_000,
    pool: 'threads',
    isolate: false,
    maxWorkers: 2,
  },
});
