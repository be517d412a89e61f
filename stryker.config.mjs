/**
 * Mutation testing of what judges and of what is judged by: the gates, the checks, the expectations and the verdict.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 * @see tests/mutation/runner.ts for the tests that have to notice
 */
export default {
  mutate: [
    'mock/gates/*.ts',
    'suites/topics/**/*checks*.ts',
    'suites/topics/oauth/checks/*.ts',
    'suites/expectations/*.ts',
    'suites/engine/judge.ts',
    'reporters/gathering/verdict.ts',
  ],
  plugins: ['./tests/mutation/plugin.mjs'],
  testRunner: 'warm',
  testRunnerNodeArgs: ['--import', 'tsx'],
  coverageAnalysis: 'perTest',
  ignoreStatic: false,
  concurrency: 1,
  dryRunTimeoutMinutes: 30,
  timeoutMS: 60_000,
  incremental: true,
  incrementalFile: 'mutation-report/incremental.json',
  reporters: ['clear-text', 'progress-append-only', 'html', 'json'],
  htmlReporter: { fileName: 'mutation-report/report.html' },
  jsonReporter: { fileName: 'mutation-report/report.json' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, reportMutants: false },
  tempDirName: 'mutation-report/sandbox',
  ignorePatterns: ['dist', 'docs', 'bench', 'mutation-report', 'auth-conformance-report', 'test-results', '.ci', '.github'],
  // Its reader of tsconfig.json wants the old interface of the compiler, and there is nothing in ours to rewrite.
  tsconfigFile: 'none',
};
