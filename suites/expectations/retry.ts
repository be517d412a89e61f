/**
 * The retry times of a 429.
 *
 * @module
 */
import type { Contract, Json } from '../../spec/contract.ts';
import type { ResponsePlace, Window } from '../../spec/quotas.ts';
import { inconclusive, type Judgement, type Mismatch } from '../engine/check.ts';
import type { Evidence } from '../engine/evidence.ts';
import type { Expectation } from '../result/expectation.ts';
import { isNumericForm } from '../../spec/time-form.ts';
import type { CountedWindow } from './limiter.ts';
import { reportedQuota, timeAtPlace, valueAtPlace } from './quota.ts';
import { formOf, hasForm, valueText, wholeNumber } from './times.ts';
import { replyOf } from './response.ts';
import { actualAt, roundingSeconds, timeAt } from './rate-fields.ts';

/** A documented retry time that can be read. */
export interface RetryTime {
  readonly place: ResponsePlace;
  readonly value: Json;
  /** How long to wait, in seconds. */
  readonly seconds: number;
}

/** Every documented retry time that can be read. */
export function retryTimes(rejection: Evidence, { rateLimit }: Contract): readonly RetryTime[] {
  return rateLimit.retryAfter.flatMap((place) => {
    const [value, now] = [valueAtPlace(place, replyOf(rejection)), timeAt(rejection)];
    const at = timeAtPlace(place, rateLimit.retryAfterForm, replyOf(rejection), now);
    return at === undefined || value === undefined ? [] : [{ place, value, seconds: at - now }];
  });
}

/** Each documented retry time is there and has its form: a header the documented one, a member of a body a JSON number. */
export function expectRetryForms(rejection: Evidence, { rateLimit }: Contract): readonly Mismatch[] {
  return rateLimit.retryAfter.flatMap((place): readonly Mismatch[] => {
    const value = valueAtPlace(place, replyOf(rejection));
    const form = place.form ?? rateLimit.retryAfterForm;
    const asNumber = place.header === undefined && isNumericForm(form);
    const isNumber = typeof value === 'number';
    if (hasForm(value, form) && (!asNumber || isNumber)) return [];
    const numberForm = isNumber && !form.endsWith('-decimal') ? 'whole-number' : 'json-number';
    const common = {
      at: place.expression,
      expected: { kind: 'form', form: asNumber ? numberForm : form },
      exchange: rejection.id,
    } as const;
    if (value === undefined) return [{ code: 'retry-time-missing', ...common }];
    return [{ code: 'wrong-retry-form', ...common, actual: value, details: { form: formOf(value) } }];
  });
}

/** The wait is at least a second, at most the window, and shorter in a later rejection. */
export function expectRetryWithin(rejection: Evidence, later: Evidence | undefined, window: Window, contract: Contract): Judgement {
  const times = retryTimes(rejection, contract);
  if (times.length === 0) return inconclusive({ code: 'no-retry-time' });
  const wrong = times.find(({ seconds }) => seconds < 1 || seconds > window.seconds + 1);
  if (wrong) {
    const { place, value, seconds } = wrong;
    const within = { least: 1, most: window.seconds };
    const expected: Expectation =
      wholeNumber(value) === undefined ? { kind: 'from-now', ...within } : { kind: 'range', ...within, unit: 'seconds' };
    const details = { seconds, window: window.label };
    return [{ code: 'wrong-retry-after', at: place.expression, expected, actual: value, exchange: rejection.id, details }];
  }
  if (!later?.reply || later.reply.status !== replyOf(rejection).status) return [];
  const passed = timeAt(later) - timeAt(rejection);
  const now = new Map(retryTimes(later, contract).map((time) => [time.place.expression, time]));
  const stuck = times.flatMap((before) => {
    const after = now.get(before.place.expression);
    return after !== undefined && passed >= 2 && after.seconds >= before.seconds ? [{ before, after }] : [];
  })[0];
  return stuck ? [notShorter(stuck.before, stuck.after, passed, rejection, later)] : [];
}

/** A number must get smaller, a date stay. */
function notShorter(before: RetryTime, after: RetryTime, passed: number, rejection: Evidence, later: Evidence): Mismatch {
  const exchange = rejection.id;
  return {
    code: 'wait-not-shorter',
    at: before.place.expression,
    expected:
      wholeNumber(before.value) === undefined
        ? { kind: 'same-as', exchange, value: valueText(before.value) }
        : { kind: 'change', exchange, by: -1, exact: false },
    actual: after.value,
    exchange: later.id,
    details: { before: before.seconds, after: after.seconds, passed },
  };
}

/**
 * Less remains of the window than a request takes, and it resets when the wait is over. Headers that still describe another documented window are wrong too.
 */
export function expectDescribed(rejection: Evidence, window: CountedWindow, contract: Contract): Judgement {
  const { limit, remaining, resetAt } = reportedQuota(contract, replyOf(rejection));
  const [retry] = retryTimes(rejection, contract);
  if (remaining === undefined) return inconclusive({ code: 'value-not-reported', value: 'remaining count' });
  const places = contract.rateLimit;
  const exchange = rejection.id;
  if (limit !== undefined && limit !== window.quota) {
    return [
      {
        code: 'other-window-described',
        at: places.limit[0]!.expression,
        expected: { kind: 'one-of', values: [window.quota] },
        actual: limit,
        exchange,
        details: { window: window.label },
      },
    ];
  }
  if (remaining >= Math.max(1, window.units)) {
    const at = places.remaining[0]!.expression;
    const expected = window.units > 1 ? ({ kind: 'range', most: window.units - 1 } as const) : ({ kind: 'one-of', values: [0] } as const);
    return [{ code: 'remaining-in-429', at, expected, actual: remaining, exchange }];
  }
  if (resetAt === undefined || !retry) return [];
  const ahead = resetAt - timeAt(rejection);
  if (Math.abs(ahead - retry.seconds) <= roundingSeconds) return [];
  return [
    {
      code: 'reset-differs-from-retry',
      at: places.reset[0]!.expression,
      expected: { kind: 'from-now', least: retry.seconds - roundingSeconds, most: retry.seconds + roundingSeconds },
      ...actualAt(places.reset[0]!, rejection),
      exchange,
      details: { reset: ahead, wait: retry.seconds },
    },
  ];
}
