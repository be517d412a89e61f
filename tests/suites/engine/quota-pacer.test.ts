import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bundledDocument, loadContract } from '../../../spec/loading/load.ts';
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

/** A target whose clock moves only when somebody waits. */
function clockwork(capabilities: Target['capabilities'] = {}) {
  let now = Date.UTC(2026, 0, 1);
  const waits: number[] = [];
  const target: Target = {
    send: () => Promise.reject(new Error('a ledger sends nothing')),
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

function ledgerWith({
  capabilities = {},
  slow = false,
  left = 1e9,
}: { capabilities?: Target['capabilities']; slow?: boolean; left?: number } = {}) {
  const clock = clockwork(capabilities);
  const pacer = createQuotaPacer(contract, clock.target, { slow, secondsLeft: () => left });
  const spend = async (principal = free) => {
    const trouble = await pacer.makeRoom(principal, 1);
    if (!trouble) pacer.book(principal.account, served);
    return trouble;
  };
  const spendMany = async (count: number) => {
    for (let index = 0; index < count; index += 1) await spend();
  };
  return { ...clock, ledger: pacer, spend, spendMany };
}

describe('a ledger', () => {
  test('lets as many requests pass at once as the shortest window allows, and then waits for room', async () => {
    const { spendMany, spend, waits, pass } = ledgerWith();
    await spendMany(10);
    expect(waits).toEqual([]);
    pass(20);
    expect(await spend()).toBeUndefined();
    expect(waits).toEqual([41]);
  });

  test('waits for nobody of another account, nor without a plan that is known', async () => {
    const { spendMany, spend, waits } = ledgerWith();
    await spendMany(10);
    await spend({ ...free, account: 'two' });
    await spend({ ...free, plan: 'unheard-of' });
    expect(waits).toEqual([]);
  });

  test('takes a refusal at its word', async () => {
    const { ledger: pacer, spend, waits } = ledgerWith();
    pacer.book('one', { status: 429, headers: ['Retry-After', '7'], body: '' });
    await spend();
    expect(waits).toEqual([7]);
  });

  test('books no request that was refused for its credential', async () => {
    const { ledger, spend, waits } = ledgerWith();
    for (let index = 0; index < 30; index += 1) ledger.book('one', { status: 401, headers: [], body: '' });
    await spend();
    expect(waits).toEqual([]);
  });

  test('resets rather than waits where there is a hook for it', async () => {
    const reset: string[] = [];
    const { spendMany, waits } = ledgerWith({ capabilities: { reset: async (credential) => void reset.push(credential) } });
    await spendMany(21);
    expect(reset).toEqual([free.secret, free.secret]);
    expect(waits).toEqual([]);
  });

  test('holds a request back rather than wait for an hour, unless slowness is allowed', async () => {
    const impatient = ledgerWith();
    await impatient.spendMany(100);
    expect(await impatient.spend()).toMatchObject({
      kind: 'not-sent',
      says: expect.stringMatching(/^the quota of free is spent for another \d{4} s$/),
    });
    const patient = ledgerWith({ slow: true });
    await patient.spendMany(100);
    expect(await patient.spend()).toBeUndefined();
    expect(Math.max(...patient.waits)).toBeGreaterThan(3000);
  });

  test('holds a request back rather than wait longer than the run may take', async () => {
    const { spendMany, spend, waits } = ledgerWith({ left: 30 });
    await spendMany(10);
    expect(await spend()).toMatchObject({ kind: 'not-sent' });
    expect(waits).toEqual([]);
  });

  test('knows that a quota was reset, or that the clock of the target was moved', async () => {
    const { ledger, spendMany, waits } = ledgerWith();
    await spendMany(10);
    ledger.forget('one');
    await spendMany(10);
    ledger.elapse(61);
    await spendMany(10);
    expect(waits).toEqual([]);
  });

  test('never trips a limit, whenever the requests come and however the windows lie', async () => {
    const { windows } = contract.plans.find(({ name }) => name === 'free')!;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60 }),
        fc.integer({ min: 0, max: 3599 }),
        async (pauses, offset) => {
          const { spend, pass, target } = ledgerWith({ slow: true });
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

describe('a run with nothing but a key of ten requests a minute, and no hooks', async () => {
  const run = async (names: readonly string[]) => {
    const mock = stillMock(contract);
    const { capabilities: _, ...target } = inProcessTarget(mock);
    const principals = settingsFor(mock).principals.filter(({ name }) => names.includes(name));
    const findings = await judgeAll(sessionFor(mock, { principals }, { ...target, capabilities: {} }));
    return { mock, checks: findings.flatMap(({ checks }) => checks) };
  };
  const alone = await run(['free-reader']);

  test('is never refused for its quota', () => {
    expect(alone.mock.journal().filter(({ status }) => status === 429)).toEqual([]);
    expect(alone.mock.journal().length).toBeGreaterThan(50);
  });

  test('finds nothing wrong, and leaves open only what needs another key or more time', () => {
    const open = alone.checks.filter(({ outcome }) => outcome !== 'pass' && outcome !== 'not-applicable');
    expect(open.filter(({ outcome }) => outcome !== 'blocked')).toEqual([]);
    expect(open.filter(({ needs }) => !/principal|hook/.test(needs ?? ''))).toEqual([]);
  });

  test('is refused only where a quota is spent on purpose', async () => {
    const { mock, checks } = await run(['free-reader', 'free-burner']);
    const refused = new Set(mock.journal().flatMap(({ status, principal }) => (status === 429 ? [principal] : [])));
    expect([...refused]).toEqual(['free-burner']);
    expect(checks.filter(({ outcome }) => outcome === 'fail')).toEqual([]);
  });
});
