/**
 * The Playwright configuration of the command line: every test records its findings, and the verdict is made from them. In UI mode tests fail instead.
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
const { requirements, repeats = false } = await readRun(folder);

export default defineConfig({
  testDir: here,
  testMatch: `**/*.suite${extension}`,
  outputDir: join(folder, 'output'),
  reporter: [[join(here, `${repeats ? 'fresh-start' : 'reporter'}${extension}`)]],
  // Tests that are not planned are not started: every test costs time, even if it does nothing.
  ...(requirements && { grep: new RegExp(`(?:^| )(?:${requirements.join('|')}): `) }),
  fullyParallel: true,
  respectGitIgnore: false,
  retries: 0,
  timeout: 0,
  workers: 1,
  forbidOnly: true,
});
