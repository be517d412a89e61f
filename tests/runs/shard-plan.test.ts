import { expect, onTestFinished, test } from 'vitest';
import { bundledDocument, loadContract } from '../../spec/load.ts';
import { call, folderWith } from '../support/command.ts';
import { staging } from '../cli/staging.ts';

const contract = await loadContract(bundledDocument);

test('a plan of a shard has its scenarios, budget and quiet time, and says how many shards have any', async () => {
  const site = await staging(contract, { principals: ['reader', 'free-reader'], configuration: 'budget: { requests: 2000 }' });
  onTestFinished(site.close);
  const plan = async (shard: string) => {
    const { stdout } = await call(['plan', '--config', 'staging.yaml', '--shard', shard], site);
    return stdout.split('\n').filter((line) => /shard/i.test(line));
  };
  const [first, second, idle] = await Promise.all([plan('1/2'), plan('2/2'), plan('7/7')]);
  expect(first).toEqual([
    expect.stringMatching(/^Shard 1 of 2: \d+ scenarios, at most \d+ of the 2000 requests of the budget, and its part of each quota$/),
    'In seconds 20 to 30 of each minute it compares remaining counts, and the other shards send nothing',
  ]);
  expect(second[1]).toBe('In seconds 20 to 30 of each minute it sends nothing, and shard 1 compares remaining counts');
  const requests = [first, second].map(([line]) => Number(/at most (\d+)/.exec(line!)![1]));
  expect(requests[0]! + requests[1]!).toBeLessThanOrEqual(2000);
  expect(idle.slice(0, 2)).toEqual([
    expect.stringMatching(/^Shard 7 of 7: 0 scenarios/),
    'Only 5 of 7 shards have scenarios: quotas or scenarios are too few for more; the others send nothing',
  ]);
  expect(site.mock.journal()).toEqual([]);
});

test('shards of a run at the mock have nothing to share', async () => {
  const { folder, remove } = await folderWith();
  onTestFinished(remove);
  const { stdout } = await call(['plan', '--target', 'mock', '--shard', '1/3'], { folder });
  expect(stdout).toMatch(/^Shard 1 of 3: \d+ scenarios; each shard has a target of its own$/m);
});
