import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Examples import the package by its name.
  resolve: { alias: { 'auth-conformance/client': new URL('./client/index.ts', import.meta.url).pathname } },
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/system/**', 'tests/release/**', 'tests/proof/**', 'tests/runs/**'],
    globalSetup: ['scripts/built.ts'],
    setupFiles: ['tests/support/properties.ts'],
    testTimeout: 20_000,
    pool: 'threads',
    isolate: false,
    maxWorkers: 2,
  },
});
