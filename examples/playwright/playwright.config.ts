import { defineConfig } from '@playwright/test';
import { defineConformance } from 'auth-conformance/suites';

// The suites test the mock; with the variable set, the server that it names.
process.env['AUTH_CONFORMANCE_TARGET'] ??= 'mock';

/** Two projects: `auth-conformance` has the suites, `own` has the tests of this folder. */
export default defineConfig(defineConformance({ testDir: '.', testMatch: '*.spec.ts', reporter: 'list' }));
