import { describe, expect, test } from 'vitest';
import { countedTogether, rateReported } from '../../../suites/expectations/counting.ts';
import { inShort, context, metered, now } from './evidence.ts';

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

/** A take of answers, at the same second where nothing else is said. */
const taken = (answers: readonly Answer[], principal = 'reader') => ({
  case: { principal },
  controls: [],
  probes: answers.map(({ after = 0, ...fields }) => metered({ limit: shown!.limit, reset, ...fields }, after)),
});
const told = (...answers: readonly Answer[]) => inShort(countedTogether(taken(answers), context));
const remainders = (...values: readonly number[]) => told(...values.map((remaining) => ({ remaining })));
const apart = (actual: number, expected: number, requests: number) => [
  `requests were counted apart or not at all at $response.header.X-RateLimit-Remaining: ${actual} instead of at most ${expected}, after ${requests} more requests`,
];

describe('requests that should be counted together', () => {
  test('were, where the remainder fell by as many or more', () => {
    expect(remainders(50, 49, 48)).toEqual([]);
    expect(remainders(50, 45, 40)).toEqual([]);
    expect(remainders(50, 50, 48)).toEqual([]);
  });
  test('were not, where it fell by fewer', () => {
    expect(remainders(50, 50, 50)).toEqual(apart(50, 48, 2));
    expect(remainders(50, 49, 50, 48, 49, 48)).toEqual(apart(48, 45, 5));
  });
  test('are not judged without a remainder to compare', () => {
    expect(told({ remaining: 50 }, {})).toEqual(['inconclusive: the remainder could not be compared']);
    expect(told({ remaining: 50 }, { remaining: 50, limit: 10 })).toEqual(['inconclusive: the remainder could not be compared']);
  });

  const ended = ['inconclusive: a window ended meanwhile'];
  test('are not judged where a window ended meanwhile', () => {
    const next = reset + 3600;
    expect(told({ remaining: 5 }, { remaining: 4 }, { remaining: 99, reset: next })).toEqual(ended);
    expect(told({ remaining: 5 }, { remaining: 99, reset: next }, { remaining: 98, reset: next })).toEqual(ended);
    expect(told({ remaining: 5 }, { remaining: 4 }, { remaining: 3 }, { remaining: 99, reset: next })).toEqual(ended);
    // What the last of them said is left out: it may have been asked on purpose in the next window.
    expect(told({ remaining: 5 }, { remaining: 99, reset: next }, { remaining: 99, reset: next + 1 })).toEqual(ended);
  });
  test('were not, where a window ended with more than one of them', () => {
    const [second, third, fourth] = [reset + 1, reset + 2, reset + 3];
    expect(
      told({ remaining: 99 }, { remaining: 99, reset: second }, { remaining: 99, reset: third }, { remaining: 99, reset: fourth }),
    ).toEqual(apart(99, 96, 3));
  });
  test('are not judged where the quota fills up too fast', () => {
    const unit = shown!.seconds / shown!.limit;
    expect(told({ remaining: 50 }, { remaining: 49, after: unit }, { remaining: 49, after: unit * 2 })).toEqual([
      'inconclusive: too much of the quota was given back meanwhile',
    ]);
    // Even if it did, it cannot have filled up with each of three at the same moment.
    expect(told({ remaining: 50 }, { remaining: 50 }, { remaining: 50 }, { remaining: 50, after: unit * 9 })).toEqual(apart(50, 47, 3));
  });
});

describe('the rate at which quota comes back', () => {
  const rate = (answer: Answer, principal = 'reader') => rateReported(taken([answer], principal), context);
  test('is that of the window that is reported', () => {
    expect(plan.windows).toHaveLength(2);
    for (const { limit, seconds } of plan.windows) expect(rate({ limit })).toBe(limit / seconds);
  });
  test('is none where the window or the plan is unknown', () => {
    expect(rate({ limit: 7 })).toBe(0);
    expect(rate({}, 'nobody')).toBe(0);
  });
});
