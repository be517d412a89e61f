import type { PlaywrightTestConfig } from '@playwright/test';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(import.meta.url);
const extension = extname(here);
const room = (path: string) => join(dirname(here), '../..', path);

/** The name of the Playwright project that the suites run as. */
export const conformanceProject = 'auth-conformance';

/**
 * A Playwright configuration that runs the suites as a project of their own, beside a user's tests. It reads `auth-conformance.yaml` in the working
 * directory; without one, the suites test the mock.
 *
 * ```ts
 * // playwright.config.ts
 * import { defineConformance } from 'auth-conformance/suites';
 *
 * export default defineConformance({ testDir: './e2e', use: { baseURL: 'https://staging.example.com' } });
 * ```
 *
 * @param own - the user's configuration; its tests stay a project of their own
 */
export function defineConformance(own: PlaywrightTestConfig = {}): PlaywrightTestConfig {
  const { projects, globalSetup = [], testDir, testMatch, ...shared } = own;
  const ownProject = { name: 'own', ...(testDir !== undefined && { testDir }), ...(testMatch !== undefined && { testMatch }) };
  const ownProjects = projects ?? (testDir === undefined && testMatch === undefined ? [] : [ownProject]);
  const suites = {
    name: conformanceProject,
    testDir: room('suites/playwright'),
    testMatch: `**/*.suite${extension}`,
    fullyParallel: true,
    retries: 0,
    timeout: 0,
    workers: 1,
  };
  return {
    ...shared,
    globalSetup: [room(`cli/run/native-setup${extension}`), ...[globalSetup].flat()],
    projects: [suites, ...ownProjects],
  };
}
