/**
 * What Stryker loads, in each of its processes: only the one that runs tests can read TypeScript, and it has to load the mutated project in
 * its working directory, not this one.
 *
 * @module
 */
import { pathToFileURL } from 'node:url';
import { INSTRUMENTER_CONSTANTS } from '@stryker-mutator/api/core';
import { declareClassPlugin, declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { determineHitLimitReached, DryRunStatus, MutantRunStatus, TestStatus, toMutantRunResult } from '@stryker-mutator/api/test-runner';

/** @implements {import('@stryker-mutator/api/test-runner').TestRunner} */
class WarmRunner {
  #switchboard = (globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});
  /** @type {import('./runner.ts').WarmTests} */
  #tests;

  /** Without static mutants nothing has to be loaded anew; a runner that says it cannot is started anew for what is both. */
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

  async mutantRun({ activeMutant, testFilter, hitLimit }) {
    if (testFilter === undefined) return { status: MutantRunStatus.Error, errorMessage: 'static mutants are not tried' };
    Object.assign(this.#switchboard, { activeMutant: activeMutant.id, hitCount: 0, hitLimit });
    try {
      const endings = await this.#tests.until(testFilter);
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

/** Members that are read by people: no trial judges how something is said. */
const words = new Set(['reason', 'why', 'where', 'expected', 'actual', 'needs']);

const text = (node) => (node.type === 'TemplateLiteral' ? node.quasis.map(({ value }) => value.raw).join('') : node.value);

/** @type {import('@stryker-mutator/api/ignore').Ignorer} */
const wording = {
  shouldIgnore({ node }) {
    const told = node.type === 'ObjectProperty' && !node.computed && words.has(node.key.name);
    const phrase = (node.type === 'StringLiteral' || node.type === 'TemplateLiteral') && text(node).includes(' ');
    return told || phrase ? 'Words for the reader.' : undefined;
  },
};

export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, 'warm', WarmRunner),
  declareValuePlugin(PluginKind.Ignore, 'wording', wording),
];
