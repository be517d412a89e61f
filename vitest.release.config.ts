import { defineConfig } from 'vitest/config';

/** What takes long and seldom fails: the package as others install it, the site, the proof over sockets. Before each release, and weekly. */
export default defineConfig({
  test: {
    include: ['tests/release/**/*.test.ts'],
    globalSetup: ['scripts/built.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
