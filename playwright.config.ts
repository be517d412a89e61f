/**
 * The suites as Playwright's own users run them: `npx playwright test`, `--ui`, `--grep @limits`. Without an `auth-conformance.yaml` they test the mock.
 *
 * @module
 */
import { defineConfig } from '@playwright/test';
import { defineConformance } from './cli/conformance/define-conformance.ts';

export default defineConfig(defineConformance({ reporter: 'list', workers: 1 }));
