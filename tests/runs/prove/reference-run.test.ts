import { expect, test } from 'vitest';
import { turnstiles } from '../../../cli/prove/documents/turnstiles.ts';
import { weather } from '../../../cli/prove/documents/weather.ts';
import { inProcessTarget, judgeAll, rewindableMock, sessionFor, stillMock } from '../../../cli/prove/in-process.ts';
import { compared, referenceRun } from '../../../cli/prove/reference-run.ts';
import type { Finding } from '../../../suites/engine/session.ts';

/** Faults of one request, of parallel requests, of what a scenario leaves behind, and of what one scenario shows of another. */
const faults = {
  turnstiles: ['accepts-revoked-key', 'skips-counting-concurrent-requests', 'sends-data-with-429'],
  weather: ['allows-one-request-too-many', 'binds-credential-to-first-address'],
};
const documents = { turnstiles: turnstiles(), weather: weather() };

const told = (findings: readonly Finding[]) =>
  findings.flatMap(({ checks }) => checks.map(({ id, outcome, reason }) => `${outcome} ${id}: ${reason}`));

test.each(['turnstiles', 'weather'] as const)('A mock of %s is judged as if every scenario had been played', async (name) => {
  const contract = documents[name];
  const usual = await referenceRun(contract);
  for (const fault of faults[name]) {
    const { findings } = await compared(usual, rewindableMock(contract, { faults: [fault] }));
    const played = await judgeAll(sessionFor(stillMock(contract, { faults: [fault] })));
    expect(told(findings)).toEqual(told(played));
  }
});

test('Only where a mock answers otherwise is anything played, and with the same answers nothing is', async () => {
  const contract = documents.turnstiles;
  const usual = await referenceRun(contract);
  const same = await compared(usual, rewindableMock(contract));
  expect(same).toEqual({ findings: usual.findings, requests: usual.requests, differing: new Set() });
  const { differing } = await compared(usual, rewindableMock(contract, { faults: ['accepts-revoked-key'] }));
  expect(differing.size).toBeGreaterThan(0);
  expect(differing.size).toBeLessThan(usual.scenes.size / 2);
});

test('A mock goes back to what it was: its quotas, keys, objects, grants, series and clock', async () => {
  const { mock, save } = rewindableMock(documents.turnstiles);
  const target = inProcessTarget(mock);
  const all = async () => (await judgeAll(sessionFor(mock, {}, target))).flatMap(({ checks }) => checks);
  const restore = save();
  const first = await all();
  expect(mock.clock.now()).toBeGreaterThan(stillMock(documents.turnstiles).clock.now());
  restore();
  expect(await all()).toEqual(first);
});
