import { expect, test } from 'vitest';
import { bundledDocument, loadContract } from '../../../../spec/load.ts';
import { quietly, untilLoud, untilQuiet } from '../../../../suites/engine/shards/quiet-time.ts';
import type { Target } from '../../../../suites/http/target.ts';
import { inProcessTarget, stillMock } from '../../../support/in-process.ts';

const at = (second: number) => Date.UTC(2026, 0, 1, 12, 0, second);

test('a series begins clearly within quiet time, and ends before it does', () => {
  expect([0, 20, 22, 26, 27, 59].map((second) => untilQuiet(at(second)))).toEqual([22, 2, 0, 0, 55, 23]);
});

test('others wait until it has ended', () => {
  expect([0, 19, 20, 29, 30, 59].map((second) => untilLoud(at(second)))).toEqual([0, 0, 10, 1, 0, 0]);
});

test('a shard that keeps quiet neither sends nor resets a quota before', async () => {
  const contract = await loadContract(bundledDocument);
  const call = { method: 'GET', target: '/v1/auth/test', headers: [], channel: 'target', level: 'client' } as const;
  const times = async (quiet: 'keeps' | 'uses', act: (target: Target, secret: string) => Promise<unknown>) => {
    const mock = stillMock(contract, { now: () => at(21) });
    await act(quietly(inProcessTarget(mock), { quiet }), mock.principals['reader']!.secret);
    return (mock.clock.now() - at(0)) / 1000;
  };
  expect(await times('keeps', (target) => target.send(call))).toBe(30);
  expect(await times('keeps', (target, secret) => target.capabilities.reset!(secret))).toBe(30);
  expect(await times('uses', (target) => target.send(call))).toBe(21);
});
