import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { shardsInOrder } from '../../../cli/merge/shards.ts';
import { union } from '../../../cli/merge/union.ts';
import type { Mock } from '../../../mock/create.ts';
import type { Contract } from '../../../spec/contract.ts';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { parseWindow } from '../../../spec/quotas.ts';
import type { Result } from '../../../suites/result/result.ts';
import type { Settings } from '../../../suites/engine/settings.ts';
import type { Target } from '../../../suites/http/target.ts';
import { inProcessTarget, settingsFor, stillMock } from '../../support/in-process.ts';
import { recordedRun } from '../../system/recorded.ts';

const bundled = await loadContract(bundledDocument);

const names = new Set(['reader', 'writer', 'other', 'free-reader', 'revoked', 'expired', 'free-burner']);

interface Limits {
  /** Of every plan. */
  readonly windows: readonly string[];
  /** How long a request takes. */
  readonly requestMs: number;
}

/** Turns of the event loop after which all runs wait. */
const idleTurns = 20;

/** Time that passes for all runs together: it moves on to the next end of a wait when all of them wait. */
function sharedTime(clock: Mock['clock']) {
  const waiting = new Set<{ readonly until: number; readonly wake: () => void }>();
  return {
    wait: (milliseconds: number) => new Promise<void>((wake) => void waiting.add({ until: clock.now() + Math.max(0, milliseconds), wake })),
    async until<Value>(running: Promise<Value>): Promise<Value> {
      const end = new AbortController();
      void running.finally(() => end.abort());
      while (!end.signal.aborted) {
        for (let count = 0; count < idleTurns; count += 1) await turn();
        const [next] = [...waiting].toSorted((one, other) => one.until - other.until);
        if (!next) continue;
        waiting.delete(next);
        clock.advance(Math.max(0, next.until - clock.now()));
        next.wake();
      }
      return running;
    },
  };
}

/** Runs that begin at the same time, at one server without test hooks. Time passes for all of them when all wait. */
async function runsAtOnce({ windows, requestMs }: Limits, changes: readonly Partial<Settings>[]) {
  const limits = windows.map((label) => parseWindow(label)!);
  const contract: Contract = { ...bundled, plans: bundled.plans.map((plan) => ({ ...plan, windows: limits })) };
  const mock = stillMock(contract);
  const time = sharedTime(mock.clock);
  const plain = inProcessTarget(mock);
  const limited = new Set<string | undefined>();
  const target: Target = {
    ...plain,
    capabilities: {},
    async send(call) {
      await time.wait(requestMs);
      const sent = await plain.send(call);
      if (sent.reply?.status === 429) limited.add(mock.journal().at(-1)?.principal);
      return sent;
    },
    wait: time.wait,
  };
  const principals = settingsFor(mock).principals.filter(({ name }) => names.has(name));
  const settings = settingsFor(mock, { principals, budget: { requests: 5000, seconds: 1_000_000 } });
  const running = Promise.all(changes.map((change) => recordedRun(contract, { ...settings, ...change }, target)));
  const results = await time.until(running);
  return { results, limited: [...limited] };
}

const outcomes = ({ requirements }: Result) =>
  requirements
    .flatMap(({ checks }) => checks)
    .map(({ id, outcome, reason }) => `${id}: ${outcome} ${reason ?? ''}`)
    .toSorted();

describe.for([
  ['small quotas', { windows: ['10/minute', '1000/hour'], requestMs: 10 }],
  ['requests all the time', { windows: ['1000/minute', '100000/hour'], requestMs: 150 }],
] as const)('three shards at the same time, at one server without test hooks, with %s', async ([, limits]) => {
  const parts = [1, 2, 3].map((index) => ({ shard: { index, total: 3 } }));
  const [whole, shards] = [await runsAtOnce(limits, [{}]), await runsAtOnce(limits, parts)];
  const merged = union(shardsInOrder(shards.results.map((result, index) => ({ file: `${index}.json`, result }))));

  test('decide what a run alone decides', () => {
    expect(outcomes(merged)).toEqual(outcomes(whole.results[0]!));
  });

  test('exhaust only the quota that they exhaust on purpose', () => {
    expect(shards.limited).toEqual(['free-burner']);
  });
});
