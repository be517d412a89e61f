/**
 * How the command line runs the suites: every test records what it found, and the verdict is made from that.
 *
 * @module
 */
import { defineConfig } from '@playwright/test';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runVariable } from './run-file.ts';

const here = dirname(fileURLToPath(import.meta.url));
const extension = extname(fileURLToPath(import.meta.url));

export default defineConfig({
  testDir: here,
  testMatch: `**/*.suite${extension}`,
  outputDir: join(process.env[runVariable] ?? here, 'output'),
  reporter: [[join(here, `reporter${extension}`)]],
  fullyParallel: true,
  respectGitIgnore: false,
  retries: 0,
  timeout: 0,
  workers: 1,
  forbidOnly: true,
});
