import { describe, expect, test } from 'vitest';
import { countedTogether, rateReported, withinWindow } from '../../../suites/expectations/counting.ts';
import { inconclusive } from '../../../suites/engine/check.ts';
import { context, metered, now, silent } from './evidence.ts';

/** The plan of the reader, of which the first window is shown. */
const plan = context.contract.plans.find(
  ({ name }) => name === context.principals.all.find((principal) => principal.name === 'reader')?.plan,
)!;
const [shown] = plan.windows;
const reset = now + 1800;

interface Answer {
  readonly remaining?: number;
  readonly limit?: number;
  readonly reset?: number;
  readonly after?: number;
}

/** Requests whose responses are of the same second by default. */
const requests = (answers: readonly Answer[], principal = 'reader') => ({
  case: { principal },
  probes: answers.map(({ after = 0, ...fields }) => metered({ limit: shown!.limit, reset, ...fields }, after)),
});
const judged = (...answers: readonly Answer[]) => countedTogether(requests(answers), context);
const remainders = (...values: readonly number[]) => judged(...values.map((remaining) => ({ remaining })));
const notCounted = (before: number, after: number, count: number) => [
  {
    code: 'requests-not-counted',
    at: '$response.header.X-RateLimit-Remaining',
    expected: { kind: 'change', exchange: silent.id, by: -count, exact: false },
    actual: after,
    exchange: silent.id,
    details: { requests: count, before, after },
  },
];

describe('requests that should be counted together', () => {
  test('were, if the remaining count fell by as many or more', () => {
    expect(remainders(50, 49, 48)).toEqual([]);
    expect(remainders(50, 45, 40)).toEqual([]);
    expect(remainders(50, 50, 48)).toEqual([]);
  });
  test('were not, if it fell by fewer', () => {
    expect(remainders(50, 50, 50)).toEqual(notCounted(50, 50, 2));
    expect(remainders(50, 49, 50, 48, 49, 48)).toEqual(notCounted(50, 48, 5));
  });
  test('are not judged without remaining counts to compare', () => {
    expect(judged({ remaining: 50 }, {})).toEqual(inconclusive({ code: 'remaining-not-comparable' }));
    expect(judged({ remaining: 50 }, { remaining: 50, limit: 10 })).toEqual(inconclusive({ code: 'remaining-not-comparable' }));
  });

  const ended = inconclusive({ code: 'window-ended' });
  test('are not judged if more remains than before, because a reset in whole seconds can hide the end of a short window', () => {
    expect(remainders(18, 17, 16, 99)).toEqual(ended);
    expect(remainders(18, 99, 98, 97)).toEqual(ended);
  });
  test('are not judged if more remains once in between, and the count then falls as usual', () => {
    expect(remainders(14, 13, 15, 14)).toEqual(ended);
    expect(remainders(14, 19, 18, 13)).toEqual(notCounted(14, 13, 3));
  });
  test('are not judged if the announced reset came before each of them', () => {
    const later = (after: number) => ({ remaining: 50, after, reset: reset + after });
    expect(judged(later(0), later(1800), later(3600), later(5400))).toEqual(ended);
  });
  test('are sent again if a window ended between them, three times at most', async () => {
    const sent = async (...remaining: readonly number[]) => {
      let attempts = 0;
      const probes = await withinWindow(context.contract, async () => {
        const [first, last] = requests([{ remaining: 18 }, { remaining: remaining[attempts]! }]).probes;
        attempts += 1;
        return { first: first!, last: last! };
      });
      expect(probes.last.reply?.headers).toContain(String(remaining[attempts - 1]));
      return attempts;
    };
    expect(await sent(17)).toBe(1);
    expect(await sent(99, 17)).toBe(2);
    expect(await sent(99, 99, 99)).toBe(3);
  });
  test('are not judged if a window ended between them', () => {
    const next = reset + 3600;
    expect(judged({ remaining: 5 }, { remaining: 4 }, { remaining: 99, reset: next })).toEqual(ended);
    expect(judged({ remaining: 5 }, { remaining: 99, reset: next }, { remaining: 98, reset: next })).toEqual(ended);
    expect(judged({ remaining: 5 }, { remaining: 4 }, { remaining: 3 }, { remaining: 99, reset: next })).toEqual(ended);
    // The last request is left out: it may have been sent in the next window on purpose.
    expect(judged({ remaining: 5 }, { remaining: 99, reset: next }, { remaining: 99, reset: next + 1 })).toEqual(ended);
  });
  test('were not, if a window ended with more than one of them', () => {
    const [second, third, fourth] = [reset + 1, reset + 2, reset + 3];
    expect(
      judged({ remaining: 99 }, { remaining: 99, reset: second }, { remaining: 99, reset: third }, { remaining: 99, reset: fourth }),
    ).toEqual(notCounted(99, 99, 3));
  });
  test('are not judged if the quota refills too fast', () => {
    const unit = shown!.seconds / shown!.limit;
    expect(judged({ remaining: 50 }, { remaining: 49, after: unit }, { remaining: 49, after: unit * 2 })).toEqual(
      inconclusive({ code: 'quota-refilled' }),
    );
    // Even if it did, it cannot have refilled with each of three in the same second.
    expect(judged({ remaining: 50 }, { remaining: 50 }, { remaining: 50 }, { remaining: 50, after: unit * 9 })).toEqual(
      notCounted(50, 50, 3),
    );
  });
});

describe('the rate at which quota comes back', () => {
  const rate = (answer: Answer, principal = 'reader') => rateReported(requests([answer], principal), context);
  test('is that of the window that is reported', () => {
    expect(plan.windows).toHaveLength(2);
    for (const { limit, seconds } of plan.windows) expect(rate({ limit })).toBe(limit / seconds);
  });
  test('is zero if the window or the plan is unknown', () => {
    expect(rate({ limit: 7 })).toBe(0);
    expect(rate({}, 'nobody')).toBe(0);
  });
});
