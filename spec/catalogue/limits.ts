import { pointers } from './pointers.ts';
import { promised } from './requirement.ts';

export const limits = {
  'limits/headers-are-present': promised(
    'limits',
    'MUST',
    'Every answer to a known caller carries each documented rate-limit field once, limit and remainder as whole numbers.',
    pointers.rateLimit,
  ),
  'limits/limit-is-of-the-plan': promised(
    'limits',
    'MUST',
    'The reported limit is that of one of the windows of the caller’s plan.',
    pointers.plans,
  ),
  'limits/remaining-is-below-the-limit': promised(
    'limits',
    'MUST',
    'The reported remainder is at least zero and already less the request that it answers.',
    pointers.rateLimit,
  ),
  'limits/remaining-falls-by-one': promised(
    'limits',
    'MUST',
    'Each served request takes one unit; the remainder rises only when time could have freed units.',
    pointers.rateLimit,
  ),
  'limits/reset-is-in-the-documented-form': promised(
    'limits',
    'MUST',
    'The reported reset is a time in the documented form: seconds since the epoch unless the document says otherwise.',
    pointers.rateLimit,
  ),
  'limits/reset-is-within-the-window': promised(
    'limits',
    'MUST',
    'The reported reset lies between now and one window from now.',
    pointers.rateLimit,
  ),
  'limits/headers-describe-one-window': promised(
    'limits',
    'MUST',
    'Limit, remainder and reset describe one and the same window, and outside refusals always the same one or the tightest.',
    pointers.rateLimit,
  ),
  'limits/every-window-is-enforced': promised(
    'limits',
    'MUST',
    'More requests than a window of the plan allows are refused, for each of its windows.',
    pointers.plans,
  ),
  'limits/limit-holds-under-concurrency': promised(
    'limits',
    'MUST',
    'Requests that arrive at once are served up to the limit and no further.',
    pointers.plans,
  ),
  'limits/nothing-is-refused-early': promised(
    'limits',
    'MUST',
    'No request is refused that every window of the plan still allows.',
    pointers.plans,
  ),
  'limits/refusal-is-429': promised('limits', 'MUST', 'A request over the limit is answered with 429.', pointers.limited),
  'limits/refusal-has-the-documented-body': promised(
    'limits',
    'MUST',
    'A 429 has the documented media type and a body that its schema allows.',
    pointers.limited,
  ),
  'limits/refusal-has-the-documented-message': promised('limits', 'SHOULD', 'A 429 is worded as the documented example.', pointers.limited),
  'limits/retry-after-is-in-the-documented-form': promised(
    'limits',
    'MUST',
    'A 429 carries each documented retry time, in its documented form: whole seconds unless the document says otherwise.',
    pointers.limited,
  ),
  'limits/retry-after-is-within-the-window': promised(
    'limits',
    'MUST',
    'The retry time is at least one second, at most the violated window, and gets shorter as time goes by.',
    pointers.limited,
  ),
  'limits/retry-times-agree': promised('limits', 'MUST', 'The retry times of a 429 agree, wherever it states them.', pointers.limited),
  'limits/refusal-describes-the-violated-window': promised(
    'limits',
    'SHOULD',
    'The rate-limit fields of a 429 describe the violated window: nothing remains, and the reset is the retry time.',
    pointers.limited,
  ),
  'limits/service-resumes-after-the-wait': promised(
    'limits',
    'MUST',
    'Once the announced wait is over, the next request is served.',
    pointers.limited,
  ),
  'limits/accounts-are-isolated': promised('limits', 'MUST', 'While one account is over its limit, another is served.', pointers.plans),
  'limits/bad-credentials-cost-nothing': promised(
    'limits',
    'SHOULD',
    'Requests that are refused with 401 take no unit of anyone’s quota.',
    pointers.rateLimit,
  ),
} as const;
