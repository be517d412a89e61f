import { expect, test } from 'vitest';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { complete } from '../../../suites/principals/completion.ts';
import { createRedactor } from '../../../suites/redaction/redactor.ts';
import { inProcessTarget, judgeAll, sessionFor, settingsFor, stillMock } from '../../support/in-process.ts';

const contract = await loadContract(bundledDocument);

test('with the mint hook, a run decides everything without configured principals', async () => {
  const mock = stillMock(contract);
  const target = inProcessTarget(mock);
  const principals = await complete(contract, [], target, createRedactor('test'));
  const findings = await judgeAll(sessionFor(mock, { principals }, target));
  const undecided = findings.flatMap(({ checks }) => checks.filter(({ outcome }) => !['pass', 'not-applicable'].includes(outcome)));
  expect(undecided.map(({ id, reason }) => `${id}: ${reason}`)).toEqual([]);
});

test('no principal is minted that the configuration has', async () => {
  const mock = stillMock(contract);
  const { principals } = settingsFor(mock);
  expect(await complete(contract, principals, inProcessTarget(mock), createRedactor('test'))).toEqual(principals);
});

test('without the hook there are only the configured principals', async () => {
  const mock = stillMock(contract);
  const target = { ...inProcessTarget(mock), capabilities: {} };
  expect(await complete(contract, [], target, createRedactor('test'))).toEqual([]);
});

test('a minted credential is a secret like any other', async () => {
  const redactor = createRedactor('test');
  const [first] = await complete(contract, [], inProcessTarget(stillMock(contract)), redactor);
  expect(redactor.redact(`key ${first!.secret}`)).toMatch(/^key ‹minted-[a-z]+#[0-9a-f]{4}›$/);
});
