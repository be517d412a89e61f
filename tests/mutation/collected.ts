/**
 * The tests of files, collected once by the runner of Vitest, so that each can be run again and again without loading anything anew.
 *
 * @module
 */
import { pathToFileURL } from 'node:url';
import { collectTests, getFn, getHooks, type Suite, type Task, type VitestRunner } from '@vitest/runner';
import type { Probation } from './probation.ts';

const config: VitestRunner['config'] = {
  root: process.cwd(),
  name: undefined,
  setupFiles: [],
  testNamePattern: undefined,
  chaiConfig: undefined,
  sequence: { hooks: 'parallel', setupFiles: 'list', concurrent: false, seed: 1 },
  maxConcurrency: 1,
  testTimeout: 20_000,
  hookTimeout: 20_000,
  passWithNoTests: false,
  allowOnly: true,
  includeTaskLocation: false,
  retry: 0,
  tags: [],
  tagsFilter: [],
  strictTags: false,
};

/** Collects the tests of files with paths from the root of the project. */
export async function collected(files: readonly string[]): Promise<readonly Probation[]> {
  // What `expect` asks of the worker that it is usually in.
  Object.assign(globalThis, { __vitest_worker__: { config, ctx: {}, environment: { name: 'node' }, providedContext: {} } });
  const runner: VitestRunner = { config, pool: 'threads', importFile: (path: string) => import(pathToFileURL(path).href) };
  const found = await collectTests(
    files.map((file) => `${config.root}/${file}`),
    runner,
  );
  return found.flatMap((file) => {
    const error = file.result?.errors?.[0];
    if (error) throw new Error(`${file.name} could not be collected: ${error.message}`);
    return file.tasks.flatMap((task) => probations(task, file.name, []));
  });
}

function probations(task: Task, file: string, above: readonly string[]): readonly Probation[] {
  const path = [...above, task.name];
  if (task.type === 'suite') {
    refuseHooks(task, file);
    return task.tasks.flatMap((inner) => probations(inner, file, path));
  }
  if (task.mode !== 'run') return [];
  return [{ name: path.join(' > '), file, about: path.join(' > '), run: async () => getFn(task)() }];
}

function refuseHooks(suite: Suite, file: string): void {
  const used = Object.values(getHooks(suite)).some((hooks) => Array.isArray(hooks) && hooks.length > 0);
  if (used) throw new Error(`${file} uses hooks, which are not run here: take it off the list of tests/mutation/runner.ts`);
}
