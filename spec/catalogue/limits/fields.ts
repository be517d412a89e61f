import { pointers } from '../pointers.ts';
import { promised, standard } from '../requirement.ts';

/** Requirements for the RateLimit and RateLimit-Policy headers, where the document declares them. */
export const limitsFieldsRequirements = {
  'limits/ratelimit-syntax': standard('limits', 'MUST', {
    title: 'RateLimit headers are well-formed',
    demand: 'RateLimit-Policy and RateLimit MUST be lists of strings with the parameters that the draft requires.',
    reference: 'draft-ietf-httpapi-ratelimit-headers-11 §3.1, §4.1; RFC 9651 §3.1',
    why: 'Structured fields are read by a strict parser, which rejects the whole header for one missing quote. The client then knows no limit at all.',
    checked:
      'Each header in any response is a list of strings, with `q` in every policy and `r` in every service limit. `q`, `r` and `t` are whole numbers from 0, `w` is one from 1, `qu` is a string and `pk` a byte sequence.',
    fair: 'Additional parameters, any order, headers split over several lines and responses without the headers pass.',
    failure:
      'The header has the format of an earlier draft (`limit=100, remaining=99`), the policy names are not quoted, or a time has a fraction.',
    fix: 'Write the headers with a library for structured fields: `RateLimit-Policy: "hour";q=100;w=3600` and `RateLimit: "hour";r=99;t=1800`.',
    references: ['RFC 9651 §4.2'],
  }),
  'limits/ratelimit-policy-name': standard('limits', 'MUST', {
    title: 'RateLimit names a declared policy',
    demand: 'Every service limit in RateLimit MUST name a policy of RateLimit-Policy.',
    reference: 'draft-ietf-httpapi-ratelimit-headers-11 §4.1',
    why: 'By the name, a client knows which quota is nearly spent and how long its window is.',
    checked: 'Where a response has both headers, each name in RateLimit also appears in RateLimit-Policy.',
    fair: 'Policies without a service limit pass, and so do responses with only one of the headers.',
    failure: 'Different components write the two headers, each with its own names.',
    fix: 'Name the policies once, where the limits are configured, and write both headers from there.',
  }),
  'limits/ratelimit-policy-windows': promised('limits', 'MUST', {
    title: 'RateLimit-Policy lists windows of the plan',
    demand: 'The policies in RateLimit-Policy MUST be windows of the caller’s plan.',
    pointer: pointers.plans,
    why: 'Clients pace themselves by this header. A policy above the plan leads to rejections, and one below it wastes paid quota.',
    checked:
      'For one principal of each plan, the quota and window of each policy that counts requests are compared with the plan’s windows.',
    fair: 'The header may omit windows of the plan. Policies without a window, or that count something other than requests, pass.',
    failure: 'The header contains the limits of another plan, an old price list, or a window in milliseconds.',
    fix: 'Write the header from the same numbers that the limiter uses.',
    references: ['draft-ietf-httpapi-ratelimit-headers-11 §3.1.1'],
  }),
  'limits/ratelimit-consistency': standard('limits', 'MUST', {
    title: 'RateLimit agrees with other rate-limit headers',
    demand: 'RateLimit and the other rate-limit headers of a response MUST report the same quota.',
    reference: 'draft-ietf-httpapi-ratelimit-headers-11 §4.1.1',
    why: 'If two headers disagree, each library decides which one to use. Old and new clients of one API then behave differently.',
    checked:
      'Where the document declares both kinds of header and the reported limit is that of one policy, the remaining counts are equal.',
    fair: 'The headers may describe two different windows.',
    failure: 'One header is written before the request is counted, the other after it.',
    fix: 'Write all headers of a response from one reading of the counter.',
  }),
  'limits/ratelimit-retry-after': standard('limits', 'SHOULD', {
    title: 'Retry-After covers the effective window',
    demand: 'The Retry-After time of a 429 SHOULD NOT end before the effective window of the exhausted quota.',
    reference: 'draft-ietf-httpapi-ratelimit-headers-11 §6',
    why: 'A client that follows the shorter of the two times is rejected again.',
    checked:
      'In a 429 with both headers, Retry-After is at least `t` of each service limit with nothing remaining, with one second of rounding.',
    fair: 'A longer Retry-After and service limits without `t` pass.',
    failure: 'The two times belong to different windows, or one of them is fixed.',
    fix: 'Compute both times from the end of the exceeded window.',
    references: ['RFC 9110 §10.2.3'],
  }),
} as const;
