import { array, assert, constantFrom, integer, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import { charge, reportedWindow, exceededWindow, type Limiter, type Usage } from '../../../mock/state/windows.ts';
import type { Window } from '../../../spec/quotas.ts';

/** Limits by which a second can be divided without a remainder. */
const window = record({ limit: constantFrom(1, 2, 4, 5), seconds: integer({ min: 1, max: 6 }) }).map(({ limit, seconds }): Window => ({
  limit,
  seconds,
  label: `${limit}/${seconds}s`,
}));
const windows = array(window, { minLength: 1, maxLength: 3 });
/** Pauses between requests, in milliseconds. */
const pauses = array(integer({ min: 0, max: 3000 }), { maxLength: 60 });

/** Replays requests, and answers for each when it came and whether it was admitted. */
function replay(kind: Limiter, all: readonly Window[], gaps: readonly number[]) {
  let usages: readonly Usage[] = [];
  let at = 1_700_000_000_123;
  return gaps.map((gap) => {
    at += gap;
    const charged = charge(kind, all, usages, at);
    // As every store does: a refusal leaves no trace.
    if (charged.admitted) ({ usages } = charged);
    return { at, ...charged, usages };
  });
}

/** The simplest models: how many of the requests that were served, each at its moment, count at a moment. */
const counted: { readonly [kind in Limiter]: (window: Window, served: readonly number[], at: number) => number } = {
  fixed: ({ seconds }, served, at) => served.filter((moment) => moment >= Math.floor(at / (seconds * 1000)) * seconds * 1000).length,
  sliding: ({ seconds }, served, at) => served.filter((moment) => moment > at - seconds * 1000).length,
  begun({ seconds }, served, at) {
    const begins = served.reduce((begun, moment) => (moment >= begun + seconds * 1000 ? moment : begun), Number.NEGATIVE_INFINITY);
    return at < begins + seconds * 1000 ? served.filter((moment) => moment >= begins).length : 0;
  },
  // A bucket in parts of a request, so that they are whole numbers: each millisecond brings so many as the limit.
  bucket({ limit, seconds }, served, at) {
    const request = seconds * 1000;
    const filled = (level: number, from: number, until: number) => Math.min(limit * request, level + (until - from) * limit);
    const [level, last] = served.reduce<readonly [number, number]>(
      ([before, then], moment) => [filled(before, then, moment) - request, moment],
      [limit * request, served[0] ?? at],
    );
    return limit - Math.floor(filled(level, last, at) / request);
  },
};

for (const kind of ['fixed', 'sliding', 'begun', 'bucket'] as const) {
  test(`A ${kind} window admits a request exactly when every window has room, and charges none otherwise`, () => {
    assert(
      property(windows, pauses, (all, gaps) => {
        const served: number[] = [];
        for (const { at, admitted, states } of replay(kind, all, gaps)) {
          const counts = all.map((one) => counted[kind](one, served, at));
          expect(admitted).toBe(all.every(({ limit }, index) => counts[index]! < limit));
          if (admitted) served.push(at);
          expect(states.map(({ used }) => used)).toEqual(counts.map((count) => count + Number(admitted)));
          expect(states.map(({ remaining }) => remaining)).toEqual(states.map(({ used, window: { limit } }) => limit - used));
        }
      }),
    );
  });

  test(`A refused request is served at the reset of the violated ${kind} window, and not a millisecond before`, () => {
    assert(
      property(windows, pauses, (all, gaps) => {
        const history = replay(kind, all, gaps);
        const refusal = history.findLast(({ admitted }) => !admitted);
        if (refusal === undefined) return;
        const { resetAt } = exceededWindow(refusal.states)!;
        expect(resetAt).toBeGreaterThan(refusal.at);
        expect(charge(kind, all, refusal.usages, resetAt - 1).admitted).toBe(false);
        expect(charge(kind, all, refusal.usages, resetAt).admitted).toBe(true);
      }),
    );
  });
}

test('A fixed window begins with the clock, not with the first request', () => {
  const minute: Window = { label: '1/minute', limit: 1, seconds: 60 };
  const first = charge('fixed', [minute], [], 59_999);
  expect(first.states[0]!.resetAt).toBe(60_000);
  expect(charge('fixed', [minute], first.usages, 60_000).admitted).toBe(true);
});

const state = (seconds: number, remaining: number) => ({
  window: { label: `${seconds}`, limit: 9, seconds },
  used: 9 - remaining,
  remaining,
  units: 1,
  resetAt: seconds,
});

test('The report shows the first window, or the one of which least remains and then the longer one', () => {
  expect(reportedWindow('first', [state(3600, 5), state(60, 1)])!.window.seconds).toBe(3600);
  expect(reportedWindow('tightest', [state(3600, 5), state(60, 1)])!.window.seconds).toBe(60);
  expect(reportedWindow('tightest', [state(60, 1), state(3600, 1)])!.window.seconds).toBe(3600);
  expect(exceededWindow([state(60, 0), state(3600, 0), state(7200, 1)])!.window.seconds).toBe(3600);
});
