/**
 * The suites as Playwright's own users run them: `npx playwright test`, `--ui`, `--grep @limits`. Without an `auth-conformance.yaml`
 * they test the mock.
 *
 * @module
 */
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'suites/playwright',
  testMatch: '**/*.suite.ts',
  globalSetup: './cli/run/native-setup.ts',
  fullyParallel: true,
  reporter: 'list',
  retries: 0,
  timeout: 0,
  workers: 1,
});
