/**
 * What is proved without sockets holds with them: the command line, Playwright, the mock's listeners.
 *
 * @module
 */
import { describe, expect, test } from 'vitest';
import { tryOut } from '../../cli/prove/trial.ts';
import { bundledDocument, loadContract } from '../../spec/load.ts';
import { resultSchema, type Outcome, type Result } from '../../suites/result/result.ts';
import { faultByTopic, topicOf } from '../cli/prove/chosen.ts';
import { call, folderWith } from '../support/command.ts';

const contract = await loadContract(bundledDocument);
const good = await tryOut(contract, {});

/** Topics of which the bundled document promises anything. */
const promised = [...faultByTopic].filter(([topic]) => [...good.decided].some((id) => topicOf(id) === topic));

async function resultOf(...options: readonly string[]): Promise<Result> {
  const { folder, remove } = await folderWith();
  try {
    const { stdout, stderr } = await call(['run', '--target', 'mock', '--json', '--quiet', '--format', 'json', ...options], { folder });
    if (stdout === '') throw new Error(stderr);
    return resultSchema.parse(JSON.parse(stdout));
  } finally {
    await remove();
  }
}

const having = ({ requirements }: Result, ...outcomes: readonly Outcome[]) =>
  requirements
    .filter(({ outcome }) => outcomes.includes(outcome))
    .map(({ id }) => id)
    .toSorted();

test('the sound mock is found sound in the very same requirements', async () => {
  const result = await resultOf();
  expect(having(result, 'fail', 'inconclusive', 'blocked', 'error')).toEqual([]);
  expect(having(result, 'pass')).toEqual([...good.decided].toSorted());
}, 90_000);

describe('a fault turns red over sockets what it turns red without', () => {
  test.concurrent.for(promised)('%s: %s', { timeout: 90_000 }, async ([topic, fault]) => {
    const [result, { red }] = await Promise.all([resultOf('--fault', fault, '--only', topic), tryOut(contract, { fault })]);
    expect(having(result, 'fail')).toEqual([...red].filter((id) => topicOf(id) === topic).toSorted());
  });
});
