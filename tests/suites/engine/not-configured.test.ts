import { expect, test } from 'vitest';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import type { Settings } from '../../../suites/engine/settings.ts';
import { inProcessTarget, judgeAll, sessionFor, settingsFor, stillMock } from '../../support/in-process.ts';

const contract = await loadContract(bundledDocument);

/** The causes of undecided checks in a run against a sound server without hooks, as the named principals. */
async function causesAs(names: readonly string[], changes: Partial<Settings> = {}) {
  const mock = stillMock(contract);
  const principals = settingsFor(mock).principals.filter(({ name }) => names.includes(name));
  const target = { ...inProcessTarget(mock), capabilities: {} };
  const findings = await judgeAll(sessionFor(mock, { principals, clients: [], profile: 'standard', ...changes }, target));
  const undecided = findings.flatMap(({ checks }) => checks.filter(({ outcome }) => !['pass', 'not-applicable'].includes(outcome)));
  expect(undecided.length).toBeGreaterThan(10);
  return [...new Set(undecided.map(({ cause }) => cause?.code))];
}

test.for([
  [['reader'], false],
  [['reader'], true],
  [['reader', 'writer'], true],
] as const)('as %j with writes: %s, all that stays undecided is not configured', async ([names, writes]) => {
  expect(await causesAs(names, { allow: { writes, burn: false, destructive: false } })).toEqual(['not-configured']);
});

test('where nothing is permitted, the profile full says so with a different cause', async () => {
  const causes = await causesAs(['reader'], { profile: 'full', allow: { writes: false, burn: false, destructive: false } });
  expect(causes).toContain('planned');
});
