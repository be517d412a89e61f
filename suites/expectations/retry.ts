/**
 * The retry times of a 429.
 *
 * @module
 */
import type { Contract, ResponsePlace, Window } from '../../spec/contract.ts';
import { inconclusive, type Judgement, type AnyMismatch } from '../engine/check.ts';
import type { Evidence } from '../engine/evidence.ts';
import { reportedQuota, textOf, valueAtPlace, wholeNumber } from './quota.ts';
import { replyOf } from './answer.ts';
import { httpDateSeconds } from './date.ts';
import { formOf, rounding, shown, timeAt } from './rate-fields.ts';

/** Every documented retry time that can be read, in seconds. */
export function retryTimes(
  refusal: Evidence,
  { rateLimit }: Contract,
): readonly { readonly place: ResponsePlace; readonly seconds: number }[] {
  return rateLimit.retryAfter.flatMap((place) => {
    const value = valueAtPlace(place, replyOf(refusal));
    const [whole, date] = [wholeNumber(value), httpDateSeconds(textOf(value))];
    const seconds = date === undefined ? whole : date - timeAt(refusal);
    return seconds === undefined ? [] : [{ place, seconds }];
  });
}

/** Each documented retry time is there and in its form: a field as documented, a member of a body a JSON number. */
export function expectRetryForms(refusal: Evidence, { rateLimit }: Contract): readonly AnyMismatch[] {
  return rateLimit.retryAfter.flatMap((place): readonly AnyMismatch[] => {
    const value = valueAtPlace(place, replyOf(refusal));
    const inBody = place.header === undefined;
    const expected = inBody
      ? 'whole seconds, as a JSON number'
      : rateLimit.retryAfterForm === 'http-date'
        ? 'an HTTP date'
        : 'whole seconds, digits only';
    const good = inBody ? typeof value === 'number' && wholeNumber(value) !== undefined : formOf(value) === rateLimit.retryAfterForm;
    if (good) return [];
    return [
      { reason: value === undefined ? 'no retry time' : formOf(value), where: place.expression, expected, actual: shown(place, refusal) },
    ];
  });
}

/** At least a second, at most the window, and shorter when asked again. */
export function expectRetryWithin(refusal: Evidence, again: Evidence | undefined, window: Window, contract: Contract): Judgement {
  const times = retryTimes(refusal, contract);
  if (times.length === 0) return inconclusive('there is no retry time to judge');
  const wrong = times.find(({ seconds }) => seconds < 1 || seconds > window.seconds + 1);
  const expected = `1 to ${window.seconds} s (${window.label})`;
  if (wrong)
    return [{ reason: 'no wait that this window could ask for', where: wrong.place.expression, expected, actual: `${wrong.seconds} s` }];
  if (!again?.reply || again.reply.status !== 429) return [];
  const passed = timeAt(again) - timeAt(refusal);
  const later = retryTimes(again, contract);
  const stuck = times.flatMap(({ place, seconds }) => {
    const now = later.find((time) => time.place.expression === place.expression)?.seconds;
    return now !== undefined && passed >= 2 && now >= seconds ? [{ place, seconds, now }] : [];
  })[0];
  if (!stuck) return [];
  const shorter = `about ${stuck.seconds - passed} s, ${passed} s later`;
  return [{ reason: 'the wait does not get shorter', where: stuck.place.expression, expected: shorter, actual: `${stuck.now} s` }];
}

/** Nothing remains of the window, and it resets when the wait is over; fields that go on describing another documented window are a warning. */
export function expectDescribed(refusal: Evidence, window: Window, contract: Contract): Judgement {
  const { limit, remaining, resetAt } = reportedQuota(contract, replyOf(refusal));
  const [retry] = retryTimes(refusal, contract);
  if (remaining === undefined) return inconclusive('there is no remainder to judge');
  const places = contract.rateLimit;
  if (limit !== undefined && limit !== window.limit) {
    return [
      {
        reason: 'describes another window',
        where: places.limit[0]!.expression,
        expected: `${window.limit} (${window.label})`,
        actual: String(limit),
      },
    ];
  }
  if (remaining !== 0)
    return [{ reason: 'something remains', where: places.remaining[0]!.expression, expected: '0', actual: String(remaining) }];
  if (resetAt === undefined || !retry) return [];
  const ahead = resetAt - timeAt(refusal);
  if (Math.abs(ahead - retry.seconds) <= rounding) return [];
  return [
    {
      reason: 'the reset is not the retry time',
      where: places.reset[0]!.expression,
      expected: `${retry.seconds} s from now`,
      actual: `${ahead} s from now`,
    },
  ];
}
