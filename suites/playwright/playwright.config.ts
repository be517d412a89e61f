/**
 * How the command line runs the suites: every test records what it found, and the verdict is made from that.
 *
 * @module
 */
import { defineConfig } from '@playwright/test';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readRun, runVariable } from './run-file.ts';

const here = dirname(fileURLToPath(import.meta.url));
const extension = extname(fileURLToPath(import.meta.url));
const folder = process.env[runVariable];
if (folder === undefined) throw new Error(`${runVariable} is not set: this is the configuration of "auth-conformance run"`);
const { requirements } = await readRun(folder);

export default defineConfig({
  testDir: here,
  testMatch: `**/*.suite${extension}`,
  outputDir: join(folder, 'output'),
  reporter: [[join(here, `reporter${extension}`)]],
  // What is not planned is not started: each test has its price, also where it does nothing.
  ...(requirements && { grep: new RegExp(`(?:^| )(?:${requirements.join('|')}): `) }),
  fullyParallel: true,
  respectGitIgnore: false,
  retries: 0,
  timeout: 0,
  workers: 1,
  forbidOnly: true,
});
