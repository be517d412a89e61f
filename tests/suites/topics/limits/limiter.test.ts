import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Window } from '../../../../spec/quotas.ts';
import type { Sample } from '../../../../suites/engine/evidence.ts';
import { fellTooLittle } from '../../../../suites/expectations/rate-fields.ts';
import { rejectedTooEarly, servedTooMany, type Exhaustion } from '../../../../suites/expectations/limiter.ts';

/** Whether a limiter serves a request now, in seconds, and else for how long it rejects. */
type Limiter = (at: number) => { readonly served: true } | { readonly served: false; readonly wait: number };
type Kind = (window: Pick<Window, 'limit' | 'seconds'>, alignment: number) => Limiter;

const wholeSeconds = (wait: number) => Math.max(1, Math.ceil(wait));

/** Windows that begin at an alignment of their own. */
const fixed: Kind = ({ limit, seconds }, alignment) => {
  let [begun, used] = [Number.NEGATIVE_INFINITY, 0];
  return (at) => {
    const begin = Math.floor((at - alignment) / seconds) * seconds + alignment;
    if (begin !== begun) [begun, used] = [begin, 0];
    if (used >= limit) return { served: false, wait: wholeSeconds(begin + seconds - at) };
    used += 1;
    return { served: true };
  };
};

/** A window that begins with its first request. */
const begunByFirst: Kind = ({ limit, seconds }) => {
  let [begun, used] = [Number.NEGATIVE_INFINITY, 0];
  return (at) => {
    if (at >= begun + seconds) [begun, used] = [at, 0];
    if (used >= limit) return { served: false, wait: wholeSeconds(begun + seconds - at) };
    used += 1;
    return { served: true };
  };
};

const sliding: Kind = ({ limit, seconds }) => {
  const times: number[] = [];
  return (at) => {
    while (times[0] !== undefined && times[0] <= at - seconds) times.shift();
    if (times.length >= limit) return { served: false, wait: wholeSeconds(times[0]! + seconds - at) };
    times.push(at);
    return { served: true };
  };
};

const tokenBucket: Kind = ({ limit, seconds }) => {
  let [tokens, last] = [limit, Number.NEGATIVE_INFINITY];
  return (at) => {
    tokens = last === Number.NEGATIVE_INFINITY ? limit : Math.min(limit, tokens + ((at - last) * limit) / seconds);
    last = at;
    if (tokens < 1) return { served: false, wait: wholeSeconds(((1 - tokens) * seconds) / limit) };
    tokens -= 1;
    return { served: true };
  };
};

const kinds = { fixed, 'begun by the first request': begunByFirst, sliding, 'token bucket': tokenBucket };

/** Sends requests at this pace until the limiter rejects one, as a run does; times as in a Date header. */
function spend(limiter: Limiter, window: Window, pace: number, start: number): Exhaustion {
  const samples: Sample[] = [];
  for (let index = 0; index <= window.limit * 2; index += 1) {
    const at = start + index * pace;
    const response = limiter(at);
    samples.push({ at: Math.floor(at), status: response.served ? 200 : 429 });
    if (!response.served) return { window, samples, wait: response.wait, fresh: true };
  }
  return { window, samples, fresh: true };
}

const limits = fc.integer({ min: 2, max: 120 });
const lengths = fc.constantFrom(10, 60, 3600);
/** Fractions of a window that pass from the first request to that which reaches the limit. */
const haste = fc.double({ min: 0, max: 0.9, noNaN: true });
const alignments = fc.double({ min: 0, max: 1, noNaN: true });
/** The beginning of an hour. */
const beginning = 1_800_000_000;
const starts = fc.double({ min: 0, max: 1, noNaN: true });

const circumstances = fc.record({ limit: limits, seconds: lengths, hurry: haste, alignment: alignments, start: starts });
const windowOf = (limit: number, seconds: number): Window => ({ limit, seconds, label: `${limit}/${seconds} s` });

describe('a sound limiter is never called broken', () => {
  for (const [name, kind] of Object.entries(kinds)) {
    test(name, () => {
      fc.assert(
        fc.property(circumstances, ({ limit, seconds, hurry, alignment, start }) => {
          const window = windowOf(limit, seconds);
          const exhaustion = spend(kind(window, alignment * seconds), window, (hurry * seconds) / limit, 1_000_000_000 + start);
          expect(servedTooMany(exhaustion)).toBeUndefined();
          expect(rejectedTooEarly(exhaustion)).toBeUndefined();
        }),
        { numRuns: 300 },
      );
    });
  }
});

describe('a limiter that is off by one is found', () => {
  for (const [name, kind] of Object.entries(kinds)) {
    test(`by what it rejects too early (${name})`, () => {
      fc.assert(
        fc.property(circumstances, ({ limit, seconds, start }) => {
          const exhaustion = spend(kind(windowOf(limit - 1, seconds), 0), windowOf(limit, seconds), 0, beginning + (start * seconds) / 2);
          expect(rejectedTooEarly(exhaustion)).toEqual({ served: limit - 1, least: limit });
        }),
      );
    });
  }

  test('by what it serves too many, once its window has clearly begun', () => {
    fc.assert(
      fc.property(circumstances, ({ limit, seconds, start }) => {
        const late = beginning + 3 + start * (seconds - 6);
        const exhaustion = spend(fixed(windowOf(limit + 1, seconds), 0), windowOf(limit, seconds), 0, late);
        expect(servedTooMany(exhaustion)).toMatchObject({ served: limit + 1 });
      }),
    );
  });

  test('no limiter at all is too many', () => {
    fc.assert(
      fc.property(circumstances, ({ limit, seconds, start }) => {
        const window = windowOf(limit, seconds);
        const unlimited = spend(() => ({ served: true }), window, 0, 1_000_000_000 + start);
        expect(servedTooMany(unlimited)).toEqual({ served: limit * 2 + 1, most: limit * 2 });
      }),
    );
  });
});

test('a rejection is not too early if earlier use can explain it', () => {
  const window = windowOf(10, 60);
  const exhaustion = spend(sliding(windowOf(5, 60), 0), window, 0, 1_000_000_000);
  expect(rejectedTooEarly({ ...exhaustion, fresh: false })).toBeUndefined();
});

describe('a remaining count that falls too little', () => {
  test('is not that of a bucket that fills steadily and shows whole tokens', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 600 }),
        fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 8 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (perMinute, pauses, part) => {
          const rate = perMinute / 60_000;
          let tokens = 1_000 + part;
          const shown = [Math.floor(tokens)];
          for (const pause of pauses) {
            tokens = tokens + pause * rate - 1;
            shown.push(Math.floor(tokens));
          }
          pauses.forEach((pause, index) => expect(fellTooLittle(shown[index]! - shown[index + 1]!, 1, pause * rate)).toBe(false));
          const freed = pauses.reduce((sum, pause) => sum + pause, 0) * rate;
          expect(fellTooLittle(shown[0]! - shown.at(-1)!, pauses.length, freed)).toBe(false);
        },
      ),
    );
  });
  test('is one that never falls, or falls with every other request', () => {
    expect(fellTooLittle(0, 4, 0)).toBe(true);
    expect(fellTooLittle(0, 4, 0.5)).toBe(true);
    expect(fellTooLittle(2, 4, 0.1)).toBe(true);
    expect(fellTooLittle(4, 4, 0)).toBe(false);
  });
});
