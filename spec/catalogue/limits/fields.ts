import { pointers } from '../pointers.ts';
import { promised, standard } from '../requirement.ts';

/** What is asked of the fields RateLimit and RateLimit-Policy, where the document declares them. */
export const limitsFields = {
  'limits/structured-fields-are-well-formed': standard('limits', 'MUST', {
    says: 'RateLimit-Policy and RateLimit are lists of strings with the parameters that the draft wants.',
    reference: 'draft-ietf-httpapi-ratelimit-headers-11 §3.1, §4.1; RFC 9651 §3.1',
    why: 'Structured fields are read by one parser for all of HTTP. It refuses the whole field for a missing quote, and the client then knows nothing of any limit.',
    checked:
      'Each field, of whatever answer, is a list of strings; q and r are whole numbers from 0, w is one from 1, t one from 0, qu is a string and pk a byte sequence; q stands with every policy and r with every service limit.',
    fair: 'Further parameters, any order, fields that are split over several lines, answers without the fields.',
    failure:
      'The field is in the form of an earlier draft (`limit=100, remaining=99`), the names of the policies are not in quotes, or a time has a fraction.',
    fix: 'Write the fields with a library for structured fields: `RateLimit-Policy: "hour";q=100;w=3600` and `RateLimit: "hour";r=99;t=1800`.',
    references: ['RFC 9651 §4.2'],
  }),
  'limits/service-limit-names-a-policy': standard('limits', 'MUST', {
    says: 'Every service limit of RateLimit is of a policy that RateLimit-Policy tells.',
    reference: 'draft-ietf-httpapi-ratelimit-headers-11 §4.1',
    why: 'Only by the name does a client know which quota is nearly spent, and how long its window is.',
    checked: 'Where an answer has both fields, each name of RateLimit is one of RateLimit-Policy.',
    fair: 'Policies without a service limit; answers that have one of the fields alone.',
    failure: 'The two fields are written by different components, each with names of its own.',
    fix: 'Name the policies once, where the limits are configured, and write both fields from there.',
    references: [],
  }),
  'limits/policies-are-those-of-the-plan': promised('limits', 'MUST', {
    says: 'The policies that RateLimit-Policy tells are windows of the caller’s plan.',
    pointer: pointers.plans,
    why: 'Clients pace themselves by this field. One that tells of a wider window than the plan has sends them into a refusal, a narrower one wastes what was paid for.',
    checked:
      'Quota and window of each policy that counts requests, in the answers to one principal of each plan, against the windows of the plan.',
    fair: 'Windows of the plan that are left out; policies without a window, or that count something else than requests.',
    failure: 'The limits of another plan, an old price list, or a window in milliseconds.',
    fix: 'Write the field from the same numbers that requests are counted by.',
    references: ['draft-ietf-httpapi-ratelimit-headers-11 §3.1.1'],
  }),
  'limits/rate-fields-agree': standard('limits', 'MUST', {
    says: 'RateLimit and the other rate-limit fields of an answer tell the same quota.',
    reference: 'draft-ietf-httpapi-ratelimit-headers-11 §4.1.1',
    why: 'Two fields that disagree leave it to the library which one is believed, and old and new clients of one API behave differently.',
    checked:
      'Where the document declares fields of both kinds, and the limit that is reported is that of one policy: what remains is the same in both.',
    fair: 'Fields that describe two different windows.',
    failure: 'One of the fields is written before the request is counted, the other after.',
    fix: 'Write all fields of an answer from one reading of the counter.',
    references: [],
  }),
  'limits/retry-after-covers-the-effective-window': standard('limits', 'SHOULD', {
    says: 'The Retry-After of a 429 does not end before the effective window of the quota that is used up.',
    reference: 'draft-ietf-httpapi-ratelimit-headers-11 §6',
    why: 'A client that obeys the shorter of the two comes back in vain.',
    checked:
      'Of a 429 with both: Retry-After is not less than t of the service limits of which nothing is left, a second of rounding aside.',
    fair: 'A longer Retry-After, service limits without t.',
    failure: 'The two times are of different windows, or one of them is fixed.',
    fix: 'Compute both from the end of the window that refuses.',
    references: ['RFC 9110 §10.2.3'],
  }),
} as const;
