import { headerValue } from '../../../spec/message.ts';
import type { Answer } from '../../engine/arrival.ts';
import { answered, refused, withLine } from '../bend.ts';
import type { Faults } from '../fault.ts';

/** Changes one of the structured rate-limit fields, where an answer has it. */
const rewritten = (field: 'RateLimit' | 'RateLimit-Policy', change: (value: string) => string) => (answer: Answer) => {
  const value = headerValue(answer.headers, field);
  return value === undefined ? answer : withLine(answer, field, change(value));
};

export const limitsFields = {
  'policy-without-quotes': {
    breaks: ['limits/structured-fields-are-well-formed'],
    says: 'The names in RateLimit-Policy are not in quotes.',
    bend: answered(rewritten('RateLimit-Policy', (value) => value.replaceAll('"', '').replaceAll('/', '-per-'))),
  },
  'service-limit-of-an-earlier-draft': {
    breaks: ['limits/structured-fields-are-well-formed'],
    says: 'RateLimit is in the form of an earlier draft, on refusals alone.',
    bend: refused(
      'scopes',
      rewritten('RateLimit', (value) => `limit=100, remaining=${/r=(\d+)/.exec(value)?.[1]}, reset=60`),
    ),
  },
  'effective-window-has-a-fraction': {
    breaks: ['limits/structured-fields-are-well-formed'],
    says: 'The time in RateLimit has a fraction.',
    bend: answered(rewritten('RateLimit', (value) => value.replace(/t=(\d+)/, 't=$1.5'))),
  },
  'service-limit-of-no-policy': {
    breaks: ['limits/service-limit-names-a-policy'],
    says: 'RateLimit has a name of its own for the window.',
    bend: answered(rewritten('RateLimit', (value) => value.replace(/^"[^"]*"/, '"default"'))),
  },
  'window-in-milliseconds': {
    breaks: ['limits/policies-are-those-of-the-plan'],
    says: 'RateLimit-Policy tells the lengths of windows in milliseconds.',
    bend: answered(rewritten('RateLimit-Policy', (value) => value.replaceAll(/w=(\d+)/g, 'w=$1000'))),
  },
  'service-limit-lags-behind': {
    breaks: ['limits/rate-fields-agree'],
    says: 'RateLimit does not yet count the request that it answers.',
    bend: answered(rewritten('RateLimit', (value) => value.replace(/r=(\d+)/, (_, left: string) => `r=${Number(left) + 1}`))),
  },
  'effective-window-outlasts-the-wait': {
    breaks: ['limits/retry-after-covers-the-effective-window'],
    says: 'The RateLimit of a 429 tells a time that is half a minute longer than Retry-After.',
    bend: refused(
      'limits',
      rewritten('RateLimit', (value) => value.replace(/t=(\d+)/, (_, left: string) => `t=${Number(left) + 30}`)),
    ),
  },
} as const satisfies Faults;
