import { _baseTest, test as fullTest } from '@playwright/test';
import { catalogue, requirementIds } from '../../spec/catalogue/catalogue.ts';
import type { Topic } from '../../spec/catalogue/requirement.ts';
import { readRun, runVariable } from './run-file.ts';
import type { Worker } from './worker.ts';

const folder = process.env[runVariable];
// The command line does without the fixtures for browsers and traces: they cost more than most scenarios. UI mode and other runners show traces.
const isRecorded = folder !== undefined && (await readRun(folder)).mode === 'record';

/** Playwright's test with a conformance session for each worker. */
const test = (isRecorded ? _baseTest : (fullTest as typeof _baseTest)).extend<object, { readonly worker: Worker }>({
  worker: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixture's dependencies off this pattern
    async ({}, use) => {
      const { openWorker } = await import('./worker.ts');
      const worker = await openWorker();
      await use(worker);
      await worker.close();
    },
    { scope: 'worker' },
  ],
});

/** Declares one test for each requirement of a topic. */
export function testTopic(topic: Topic): void {
  for (const id of requirementIds.filter((candidate) => catalogue[candidate].topic === topic)) {
    const { level, demand } = catalogue[id];
    const details = { tag: [`@${topic}`, `@${level.toLowerCase()}`], annotation: { type: 'requirement', description: id } };
    test(`${id}: ${demand}`, details, async ({ worker }) => {
      const { skipped, failed } = await worker.judge(id);
      test.skip(skipped !== undefined, skipped);
      if (failed !== undefined) throw new Error(failed);
    });
  }
}
