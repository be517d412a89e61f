/**
 * What Stryker loads, in each of its processes: only the one that runs tests can read TypeScript, and it has to load the mutated project in
 * its working directory, not this one.
 *
 * @module
 */
import { pathToFileURL } from 'node:url';
import { INSTRUMENTER_CONSTANTS } from '@stryker-mutator/api/core';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { determineHitLimitReached, DryRunStatus, MutantRunStatus, TestStatus, toMutantRunResult } from '@stryker-mutator/api/test-runner';

/** @implements {import('@stryker-mutator/api/test-runner').TestRunner} */
class WarmRunner {
  #switchboard = (globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});
  /** @type {import('./runner.ts').WarmTests} */
  #tests;

  /** It loads anew what it has to; a runner that says it cannot is started anew for each. */
  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    const { warmTests } = await import(pathToFileURL(`${process.cwd()}/tests/mutation/runner.ts`).href);
    this.#tests = await warmTests(this.#switchboard);
  }

  async dryRun() {
    try {
      const { endings, coverage } = await this.#tests.whole();
      return { status: DryRunStatus.Complete, tests: endings.map(asResult), mutantCoverage: coverage };
    } catch (error) {
      return { status: DryRunStatus.Error, errorMessage: String(error) };
    }
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, sandboxFileName }) {
    Object.assign(this.#switchboard, { activeMutant: activeMutant.id, hitCount: 0, hitLimit });
    try {
      const endings = testFilter ? await this.#tests.until(testFilter) : await this.#tests.reloaded(sandboxFileName);
      if (!endings) return { status: MutantRunStatus.Error, errorMessage: 'evaluated while a module is loaded that is no table of checks' };
      const reached = determineHitLimitReached(this.#switchboard.hitCount, hitLimit);
      return toMutantRunResult(reached ?? { status: DryRunStatus.Complete, tests: endings.map(asResult) });
    } finally {
      Object.assign(this.#switchboard, { activeMutant: undefined, hitCount: undefined, hitLimit: undefined });
    }
  }
}

/** @param {import('./runner.ts').Ending} ending */
const asResult = ({ failure, ...test }) =>
  failure === undefined ? { ...test, status: TestStatus.Success } : { ...test, status: TestStatus.Failed, failureMessage: failure };

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'warm', WarmRunner)];
