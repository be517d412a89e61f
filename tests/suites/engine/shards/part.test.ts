import { describe, expect, test } from 'vitest';
import type { Contract } from '../../../../spec/contract.ts';
import { bundledDocument, loadContract } from '../../../../spec/load.ts';
import { parseWindow } from '../../../../spec/quotas.ts';
import { schedule, withPart, type Schedule } from '../../../../suites/engine/schedule.ts';
import type { Settings } from '../../../../suites/engine/settings.ts';
import { sharedPlan } from '../../../../suites/engine/shards/share.ts';
import { createPrincipals } from '../../../../suites/principals/principals.ts';
import { checks } from '../../../../suites/topics/checks.ts';
import { settingsFor, stillMock } from '../../../support/in-process.ts';

const bundled = await loadContract(bundledDocument);
const everybody = settingsFor(stillMock(bundled));
const hooks = { clock: false, reset: false };

const planned = (contract: Contract, settings: Settings) =>
  schedule({ contract, principals: createPrincipals(contract, settings), settings, hooks });

/** The shards of a run, with what each of them has planned. */
function shardsOfRun(total: number, contract = bundled, changes: Partial<Settings> = {}, ownTarget = false) {
  return Array.from({ length: total }, (_, place) => {
    const configured = { ...everybody, ...changes, shard: { index: place + 1, total, ownTarget } };
    const settings = withPart({ contract, principals: createPrincipals(contract, configured), settings: configured, hooks });
    return { ...settings.shard!.part!, planned: planned(contract, settings) };
  });
}

const scenariosIn = ({ scenarios }: Schedule) => scenarios.map(({ name }) => name);
const checksIn = ({ requirements }: Schedule) =>
  requirements.flatMap(({ id, cases }) => cases.map((one) => [id, one.operation, one.principal, one.label].join(' ')));

/** Plans that allow so many requests a minute. */
const allowing = (limit: number): Contract => ({
  ...bundled,
  plans: bundled.plans.map((plan) => ({ ...plan, windows: [parseWindow(`${limit}/minute`)!] })),
});

describe('three shards', () => {
  const shards = shardsOfRun(3);
  const whole = planned(bundled, everybody);

  test('play each scenario once, with each of its cases', () => {
    const played = shards.flatMap((shard) => shard.planned.scenarios);
    expect(played.map(({ name }) => name).toSorted()).toEqual(scenariosIn(whole).toSorted());
    expect(played.reduce((sum, { requests }) => sum + requests, 0)).toBe(whole.requests);
  });

  test('make each check once', () => {
    expect(shards.flatMap((shard) => checksIn(shard.planned)).toSorted()).toEqual(checksIn(whole).toSorted());
  });

  test('have each requirement once, and those that judge all exchanges in each shard', () => {
    const ids = shards.map((shard) => shard.planned.requirements.map(({ id }) => id));
    const isPassive = (id: keyof typeof checks) => checks[id].scenario.kind === 'passive';
    const active = ids.flat().filter((id) => !isPassive(id));
    expect(active).toHaveLength(new Set(active).size);
    const passive = ids.map((own) => own.filter(isPassive));
    expect(passive[0]!.length).toBeGreaterThan(10);
    expect(passive[1]).toEqual(passive[0]);
    expect(passive[2]).toEqual(passive[0]);
  });

  test('leave to the first what uses quotas up, counts, lets time pass or exposes credentials', () => {
    const [first, ...others] = shards.map((shard) => scenariosIn(shard.planned));
    expect(first).toEqual(
      expect.arrayContaining([
        'window-exhaustion',
        'parallel-burst',
        'error-precedence',
        'forwarded-for',
        'code-flow',
        'credential-guessing',
      ]),
    );
    expect(others.map(({ length }) => length > 10)).toEqual([true, true]);
    expect(shards.map(({ quiet }) => quiet)).toEqual(['uses', 'keeps', 'keeps']);
  });

  test('share the budget by what they have planned, with the preflight of each', () => {
    const within = shardsOfRun(3, bundled, { budget: { requests: 3000, seconds: 600 } });
    expect(within.reduce((sum, { requests }) => sum + requests, 0)).toBeLessThanOrEqual(3000);
    for (const { requests, planned: own } of within)
      expect(requests).toBeGreaterThan(own.requests + createPrincipals(bundled, everybody).active.length);
  });

  test('share nothing if each has a target of its own', () => {
    const own = shardsOfRun(3, bundled, {}, true);
    expect(own.map(({ players, quiet, requests }) => [players, quiet, requests])).toEqual(
      own.map(() => [1, undefined, everybody.budget.requests]),
    );
    expect(shardsOfRun(3, allowing(5), {}, true).every((shard) => shard.planned.scenarios.length > 0)).toBe(true);
  });
});

test('all shards of a run plan alike, and those of another configuration or total plan in another way', () => {
  const plans = (...args: Parameters<typeof shardsOfRun>) => new Set(shardsOfRun(...args).map(({ plan }) => plan));
  expect(plans(3).size).toBe(1);
  const others = [
    plans(2),
    plans(3, bundled, { allow: { ...everybody.allow, burn: false } }),
    plans(3, bundled, { budget: { requests: 500, seconds: 600 } }),
    plans(3, bundled, { principals: everybody.principals.slice(1) }),
    plans(3, bundled, { principals: everybody.principals.map((principal) => ({ ...principal, account: `${principal.account}-two` })) }),
  ];
  expect(new Set([plans(3), ...others].flatMap((one) => [...one])).size).toBe(1 + others.length);
});

describe('quotas', () => {
  test.for([
    [5, 1],
    [7, 2],
    [10, 5],
  ] as const)('of %i requests have room for %i shards', ([limit, most]) => {
    const shards = shardsOfRun(6, allowing(limit));
    expect(shards.filter((shard) => shard.planned.scenarios.length > 0)).toHaveLength(most);
    expect(shards.flatMap((shard) => scenariosIn(shard.planned)).toSorted()).toEqual(
      scenariosIn(planned(allowing(limit), everybody)).toSorted(),
    );
  });

  test.for([
    [7, 2, 1],
    [10, 3, 1],
    [60, 4, 1],
    [100, 3, 5],
  ] as const)(
    'of %i units are at most used up by %i shards together, with room for a series where they are compared',
    ([limit, players, cost]) => {
      const window = parseWindow(`${limit}/minute`)!;
      const plan = { ...bundled.plans[0]!, windows: [window], operations: { a: [window] }, costs: { b: cost } };
      const parts = Array.from({ length: players }, (_, index) => sharedPlan(plan, { players, quiet: index === 0 ? 'uses' : 'keeps' }));
      const limits = parts.map(({ windows }) => windows[0]!.limit);
      expect(limits.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(limit);
      expect(limits[0]).toBeGreaterThanOrEqual(6 * cost);
      expect(Math.min(...limits)).toBeGreaterThanOrEqual(cost);
      expect(parts.map(({ operations }) => operations['a']![0]!.limit)).toEqual(limits);
    },
  );

  test('of an address are left to one shard if one of them is used up on purpose', () => {
    const byAddress: Contract = { ...bundled, rateLimit: { ...bundled.rateLimit, partition: 'ip' } };
    const players = (changes: Partial<Settings>) =>
      shardsOfRun(3, byAddress, changes).filter((shard) => shard.planned.scenarios.length > 0).length;
    const kept = everybody.principals.filter(({ expendable }) => !expendable);
    expect([players({}), players({ allow: { ...everybody.allow, burn: false }, principals: kept })]).toEqual([1, 3]);
  });
});
