import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { createQuotaPacer } from '../../../suites/engine/quota-pacer.ts';
import type { Principal } from '../../../suites/engine/settings.ts';
import type { Reply, Target } from '../../../suites/http/target.ts';
import { inProcessTarget, judgeAll, sessionFor, settingsFor, stillMock } from '../../support/in-process.ts';

const contract = await loadContract(bundledDocument);
const free: Principal = {
  name: 'free',
  secret: 'secret-of-free',
  account: 'one',
  plan: 'free',
  scopes: ['read'],
  state: 'active',
  expendable: false,
};
const served: Reply = { status: 200, headers: [], body: '' };

/** A target whose clock moves only by waiting. */
function clockwork(capabilities: Target['capabilities'] = {}) {
  let now = Date.UTC(2026, 0, 1);
  const waits: number[] = [];
  const target: Target = {
    send: () => Promise.reject(new Error('a pacer sends nothing')),
    capabilities,
    wait: async (milliseconds) => {
      waits.push(milliseconds / 1000);
      now += milliseconds;
    },
    now: () => now,
    close: async () => {},
  };
  return { target, waits, pass: (seconds: number) => void (now += seconds * 1000) };
}

function pacerWith({
  capabilities = {},
  slow = false,
  left = 1e9,
  partition = contract.rateLimit.partition,
}: { capabilities?: Target['capabilities']; slow?: boolean; left?: number; partition?: 'account' | 'ip' | 'credential' } = {}) {
  const clock = clockwork(capabilities);
  const pacer = createQuotaPacer({ ...contract, rateLimit: { ...contract.rateLimit, partition } }, clock.target, {
    slow,
    secondsLeft: () => left,
  });
  const spend = async (principal = free) => {
    const trouble = await pacer.makeRoom(principal, { requests: 1 });
    if (!trouble) pacer.book(principal.account, served);
    return trouble;
  };
  const spendMany = async (count: number) => {
    for (let index = 0; index < count; index += 1) await spend();
  };
  return { ...clock, pacer, spend, spendMany };
}

describe('a pacer', () => {
  test('lets as many requests pass at once as the shortest window allows, and then waits for room', async () => {
    const { spendMany, spend, waits, pass } = pacerWith();
    await spendMany(10);
    expect(waits).toEqual([]);
    pass(20);
    expect(await spend()).toBeUndefined();
    expect(waits).toEqual([41]);
  });

  test('does not wait for a different account, or without a known plan', async () => {
    const { spendMany, spend, waits } = pacerWith();
    await spendMany(10);
    await spend({ ...free, account: 'two' });
    await spend({ ...free, plan: 'unheard-of' });
    expect(waits).toEqual([]);
  });

  test('counts the requests of all accounts together, rejected ones too, if the document counts by address', async () => {
    const { pacer, spend, waits } = pacerWith({ partition: 'ip' });
    for (let count = 0; count < 5; count += 1) pacer.book('one', { ...served, status: 401 });
    pacer.use('two', 5, served);
    expect(waits).toEqual([]);
    await spend({ ...free, account: 'three' });
    expect(waits).toEqual([61]);
  });

  test('waits with every account after a burst that ended with a 429, if the document counts by address', async () => {
    const { pacer, spend, waits } = pacerWith({ partition: 'ip' });
    pacer.use('one', 1, { status: 429, headers: ['Retry-After', '7'], body: '' });
    await spend({ ...free, account: 'two' });
    expect(waits).toEqual([7]);
  });

  test('waits as long as a 429 asks for', async () => {
    const { pacer, spend, waits } = pacerWith();
    pacer.book('one', { status: 429, headers: ['Retry-After', '7'], body: '' });
    await spend();
    expect(waits).toEqual([7]);
  });

  test('does not count requests that were rejected because of their credential', async () => {
    const { pacer, spend, waits } = pacerWith();
    for (let index = 0; index < 30; index += 1) pacer.book('one', { status: 401, headers: [], body: '' });
    await spend();
    expect(waits).toEqual([]);
  });

  test('resets instead of waiting if there is a hook for it', async () => {
    const reset: string[] = [];
    const { spendMany, waits } = pacerWith({ capabilities: { reset: async (credential) => void reset.push(credential) } });
    await spendMany(21);
    expect(reset).toEqual([free.secret, free.secret]);
    expect(waits).toEqual([]);
  });

  test('holds a request back instead of waiting for an hour, unless slow runs are allowed', async () => {
    const impatient = pacerWith();
    await impatient.spendMany(100);
    expect(await impatient.spend()).toMatchObject({
      kind: 'not-sent',
      message: expect.stringMatching(/^the quota of free is used up for \d{4} s$/),
    });
    const patient = pacerWith({ slow: true });
    await patient.spendMany(100);
    expect(await patient.spend()).toBeUndefined();
    expect(Math.max(...patient.waits)).toBeGreaterThan(3000);
  });

  test('holds a request back instead of waiting longer than the run may take', async () => {
    const { spendMany, spend, waits } = pacerWith({ left: 30 });
    await spendMany(10);
    expect(await spend()).toMatchObject({ kind: 'not-sent' });
    expect(waits).toEqual([]);
  });

  test('takes into account that a quota was reset, or that the clock of the target was moved', async () => {
    const { pacer, spendMany, waits } = pacerWith();
    await spendMany(10);
    pacer.forget('one');
    await spendMany(10);
    pacer.elapse(61);
    await spendMany(10);
    expect(waits).toEqual([]);
  });

  test('never exceeds a limit, whenever the requests come and however the windows are aligned', async () => {
    const { windows } = contract.plans.find(({ name }) => name === 'free')!;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60 }),
        fc.integer({ min: 0, max: 3599 }),
        async (pauses, offset) => {
          const { spend, pass, target } = pacerWith({ slow: true });
          const times: number[] = [];
          for (const pause of pauses) {
            pass(pause);
            await spend();
            times.push(target.now() / 1000 + offset);
          }
          for (const { limit, seconds } of windows) {
            for (const begin of times.map((time) => Math.floor(time / seconds) * seconds))
              expect(times.filter((time) => time >= begin && time < begin + seconds).length).toBeLessThanOrEqual(limit);
            for (const time of times)
              expect(times.filter((other) => other > time - seconds && other <= time).length).toBeLessThanOrEqual(limit);
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('a run with only a key of ten requests a minute, and without hooks', async () => {
  const run = async (names: readonly string[]) => {
    const mock = stillMock(contract);
    const { capabilities: _, ...target } = inProcessTarget(mock);
    const principals = settingsFor(mock).principals.filter(({ name }) => names.includes(name));
    const findings = await judgeAll(sessionFor(mock, { principals }, { ...target, capabilities: {} }));
    return { mock, checks: findings.flatMap(({ checks }) => checks) };
  };
  const alone = await run(['free-reader']);

  test('is never rejected because of its quota', () => {
    expect(alone.mock.journal().filter(({ status }) => status === 429)).toEqual([]);
    expect(alone.mock.journal().length).toBeGreaterThan(50);
  });

  test('has no failures, and leaves open only what needs more keys or more time', () => {
    const open = alone.checks.filter(({ outcome }) => outcome !== 'pass' && outcome !== 'not-applicable');
    expect(open.filter(({ outcome }) => outcome !== 'blocked')).toEqual([]);
    expect(open.filter(({ needs }) => !/principal|hook/.test(needs ?? ''))).toEqual([]);
  });

  test('is rejected only if a quota is used up on purpose', async () => {
    const { mock, checks } = await run(['free-reader', 'free-burner']);
    const refused = new Set(mock.journal().flatMap(({ status, principal }) => (status === 429 ? [principal] : [])));
    expect([...refused]).toEqual(['free-burner']);
    expect(checks.filter(({ outcome }) => outcome === 'fail')).toEqual([]);
  });
});

test('Costs and the windows of single operations are paced', async () => {
  const plan = { name: 'free', windows: [{ label: '10/minute', limit: 10, seconds: 60 }], costs: { find: 4 } };
  const operations = { list: [{ label: '2/minute', limit: 2, seconds: 60 }] };
  const { target, waits } = clockwork();
  const priced = { ...contract, plans: [{ ...contract.plans[0]!, ...plan, operations }] };
  const pacer = createQuotaPacer(priced, target, { slow: false, secondsLeft: () => 600 });
  const call = async (operation: string) => {
    await pacer.makeRoom(free, { requests: 1, operation });
    pacer.book(free.account, served, operation);
  };
  for (const operation of ['list', 'list', 'find', 'other']) await call(operation);
  expect(waits).toEqual([]);
  // Seven of ten units are spent: another search does not fit, and the list has none of its own two left.
  await call('find');
  expect(waits).toEqual([61]);
  for (const operation of ['list', 'list', 'other']) await call(operation);
  expect(waits).toEqual([61]);
  await call('list');
  expect(waits).toHaveLength(2);
});
