import { expect, test } from 'vitest';
import { bundledDocument, loadContract } from '../../../spec/loading/load.ts';
import { complete } from '../../../suites/principals/completion.ts';
import { createVault } from '../../../suites/redaction/redactor.ts';
import { inProcessTarget, judgeAll, sessionFor, settingsFor, stillMock } from '../../support/in-process.ts';

const contract = await loadContract(bundledDocument);

test('with the mint hook a run needs no principal of its own to decide everything', async () => {
  const mock = stillMock(contract);
  const target = inProcessTarget(mock);
  const actors = await complete(contract, [], target, createVault('test'));
  const findings = await judgeAll(sessionFor(mock, { actors }, target));
  const undecided = findings.flatMap(({ checks }) => checks.filter(({ outcome }) => !['pass', 'not-applicable'].includes(outcome)));
  expect(undecided.map(({ id, reason }) => `${id}: ${reason}`)).toEqual([]);
});

test('nothing is minted that the configuration has', async () => {
  const mock = stillMock(contract);
  const { actors } = settingsFor(mock);
  expect(await complete(contract, actors, inProcessTarget(mock), createVault('test'))).toEqual(actors);
});

test('without the hook there are only the configured principals', async () => {
  const mock = stillMock(contract);
  const target = { ...inProcessTarget(mock), capabilities: {} };
  expect(await complete(contract, [], target, createVault('test'))).toEqual([]);
});

test('a minted credential is a secret like any other', async () => {
  const vault = createVault('test');
  const [first] = await complete(contract, [], inProcessTarget(stillMock(contract)), vault);
  expect(vault.redact(`key ${first!.secret}`)).toMatch(/^key ‹minted-[a-z]+#[0-9a-f]{4}›$/);
});
