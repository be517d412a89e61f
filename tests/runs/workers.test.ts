import { expect, onTestFinished, test } from 'vitest';
import { bundledDocument, loadContract } from '../../spec/load.ts';
import { requirementIds } from '../../spec/catalogue/catalogue.ts';
import { createRedactor } from '../../suites/redaction/redactor.ts';
import { createSession, registerSecrets, type Recordings, type Spent } from '../../suites/engine/session.ts';
import { staging } from '../cli/staging.ts';
import { call } from '../support/command.ts';
import { inProcessTarget, settingsFor, stillMock } from '../support/in-process.ts';

const contract = await loadContract(bundledDocument);

/** A run whose every requirement is judged by a worker of its own, as after failures under Playwright, with one free key and no hooks. */
async function run({ requests, preflight = 0 }: { readonly requests: number; readonly preflight?: number }) {
  const mock = stillMock(contract);
  const target = { ...inProcessTarget(mock), capabilities: {} };
  const principals = settingsFor(mock).principals.filter(({ name }) => name === 'free-reader');
  const settings = settingsFor(mock, { principals, budget: { requests, seconds: 1_000_000 } });
  const redactor = createRedactor('test');
  registerSecrets(redactor, settings);
  const scenarios = new Map<string, ReturnType<Parameters<Recordings['once']>[1]>>();
  let kept: string | undefined;
  const recordings: Recordings = {
    once(scenario, play) {
      const record = scenarios.get(scenario) ?? play();
      scenarios.set(scenario, record);
      return record;
    },
    sharedBudget: {
      read: async () => (kept === undefined ? undefined : JSON.parse(kept)),
      write: async (spent: Spent) => void (kept = JSON.stringify(spent)),
    },
  };
  const whoami = { method: 'GET', target: '/v1/auth/test', channel: 'target', level: 'client' } as const;
  for (let count = 0; count < preflight; count += 1)
    await target.send({ ...whoami, headers: count === 0 ? [] : ['Authorization', `Bearer ${principals[0]!.secret}`] });
  for (const id of requirementIds)
    await createSession({ contract, settings, target, redactor, recordings, startedAt: target.now(), spent: preflight }).judge(id);
  return mock.journal();
}

test('workers of one run share what they know of quotas', async () => {
  const journal = await run({ requests: 1_000 });
  expect(journal.length).toBeGreaterThan(50);
  expect(journal.filter(({ status }) => status === 429)).toEqual([]);
});

test('what preflight has spent counts as well', async () => {
  expect((await run({ requests: 1_000, preflight: 2 })).filter(({ status }) => status === 429)).toEqual([]);
});

test('workers of one run share its budget', async () => {
  expect((await run({ requests: 40 })).length).toBe(40);
});

test('several workers of the command line play each scenario once', async () => {
  const [one, three] = await Promise.all(
    ['1', '3'].map(async (workers) => {
      const site = await staging(contract, { principals: ['reader', 'writer', 'other', 'revoked', 'expired'] });
      onTestFinished(site.close);
      const { code } = await call(['run', '--config', 'staging.yaml', '--only', 'credentials,errors', '--workers', workers], site);
      return { code, requests: site.mock.journal().length };
    }),
  );
  expect(one!.requests).toBeGreaterThan(20);
  expect([one!.code, three!.code]).toEqual([0, 0]);
  // What a worker finds out by itself, it asks again.
  expect(three!.requests).toBeLessThan(1.2 * one!.requests);
});

test('each worker of each shard sends its part of the pace of the run, the preflight too', async () => {
  const site = await staging(contract, { principals: ['reader'] });
  onTestFinished(site.close);
  const paced = 'run --config staging.yaml --only whoami/body,whoami/scopes --pace 10/second --shard 1/2 --workers 2';
  expect((await call(paced.split(' '), site)).code).not.toBe(70);
  const times = site.mock.journal().map(({ at }) => at);
  const gaps = times.slice(1).map((at, index) => at - times[index]!);
  expect(gaps.length).toBeGreaterThan(3);
  // The preflight sends every 200 ms, a worker every 400 ms; the way to the server does not always take as long.
  expect(Math.min(...gaps)).toBeGreaterThan(130);
  expect(gaps.at(-1)).toBeGreaterThan(330);
});
