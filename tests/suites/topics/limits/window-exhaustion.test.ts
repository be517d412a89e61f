import { expect, test } from 'vitest';
import type { Contract } from '../../../../spec/contract.ts';
import { bundledDocument, loadContract } from '../../../../spec/load.ts';
import type { Capabilities, Target } from '../../../../suites/http/target.ts';
import { inProcessTarget, sessionFor, stillMock } from '../../../support/in-process.ts';

const contract = await loadContract(bundledDocument);

/** The checks of enforced limits, against a mock that keeps `kept` and is judged by the bundled document. */
async function found(kept: Contract, hooks: readonly (keyof Capabilities)[], latency: number) {
  const mock = { ...stillMock(kept), contract };
  const plain = inProcessTarget(mock);
  const target: Target = {
    ...plain,
    capabilities: Object.fromEntries(Object.entries(plain.capabilities).filter(([name]) => hooks.some((hook) => hook === name))),
    send(call) {
      mock.clock.advance(latency);
      return plain.send(call);
    },
  };
  const session = sessionFor(mock, { slow: true }, target);
  const { checks } = await session.judge('limits/enforcement');
  return checks.map(({ id, outcome, mismatch, cause }) =>
    [`${outcome} ${id.split('/').slice(3).join(' ')}`, mismatch?.code ?? cause?.code].filter((part) => part !== undefined).join(': '),
  );
}

const onlyBursts: Contract = {
  ...contract,
  plans: contract.plans.map((plan) => ({ ...plan, windows: plan.windows.filter(({ seconds }) => seconds === 60) })),
};

test('without a hook that resets quotas, a window used up before is not taken for the end of the hour', async () => {
  for (const hooks of [['advance'], []] as const) {
    const checks = await found(onlyBursts, hooks, 0);
    expect(checks).toContain('fail free-burner 100%20per%20hour: limit-not-enforced');
    expect(checks).toContain('pass free-burner 10%20per%20minute');
    expect((await found(contract, hooks, 0)).filter((check) => !check.startsWith('pass'))).toEqual([]);
  }
});

test('without hooks and limit headers, a window used before the run is counted again once it is unused', async () => {
  const mock = stillMock(onlyBursts, { faults: ['allows-one-request-too-many'] });
  const plain = inProcessTarget(mock);
  const target: Target = {
    ...plain,
    capabilities: {},
    async send(call) {
      const attempt = await plain.send(call);
      if (!attempt.reply) return attempt;
      const headers = attempt.reply.headers.flatMap((text, index, all) =>
        index % 2 === 0 && !/ratelimit/i.test(text) ? [text, all[index + 1]!] : [],
      );
      return { ...attempt, reply: { ...attempt.reply, headers } };
    },
  };
  const authorization = `Bearer ${mock.principals['free-burner']!.secret}`;
  const earlier = await mock.fetch(`https://mock.example${contract.basePath}/auth/test`, { headers: { authorization } });
  expect(earlier.status).toBe(200);
  const session = sessionFor(mock, { slow: true }, target);
  const { checks } = await session.judge('limits/enforcement');
  expect(checks.find(({ id }) => id.includes('free-burner'))).toMatchObject({ outcome: 'fail', mismatch: { code: 'limit-not-enforced' } });
});

test('a target that is so slow that its window begins anew does not fail', async () => {
  const checks = await found(contract, ['reset', 'advance'], 150);
  expect(checks.filter((check) => check.startsWith('fail'))).toEqual([]);
  expect(checks).toContain('inconclusive pro-burner 500%20per%20minute: window-outlasted');
});

test('no window is begun that the budget does not suffice for', async () => {
  const mock = stillMock(contract);
  const session = sessionFor(mock, { budget: { requests: 600, seconds: 1_000_000 } });
  const { checks } = await session.judge('limits/429-status');
  expect(checks.filter(({ outcome }) => outcome === 'pass').length).toBeGreaterThan(0);
  const blocked = checks.find(({ id }) => id.endsWith('/10000%20per%20hour'));
  expect(blocked).toMatchObject({ outcome: 'blocked', needs: 'a larger budget (budget.requests)' });
  expect(mock.journal().length).toBeLessThan(600);
});
