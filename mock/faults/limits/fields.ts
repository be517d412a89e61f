import { headerValue } from '../../../spec/message.ts';
import type { MockResponse } from '../../engine/arrival.ts';
import { answered, refused, withLine } from '../bend.ts';
import type { Faults } from '../fault.ts';

/** Changes one of the structured rate-limit headers, where a response has it. */
const rewritten = (field: 'RateLimit' | 'RateLimit-Policy', change: (value: string) => string) => (answer: MockResponse) => {
  const value = headerValue(answer.headers, field);
  return value === undefined ? answer : withLine(answer, field, change(value));
};

export const limitsFieldsFaults = {
  'policy-without-quotes': {
    breaks: ['limits/structured-fields-are-well-formed'],
    description: 'The policy names in RateLimit-Policy are not quoted.',
    apply: answered(rewritten('RateLimit-Policy', (value) => value.replaceAll('"', '').replaceAll('/', '-per-'))),
  },
  'service-limit-of-an-earlier-draft': {
    breaks: ['limits/structured-fields-are-well-formed'],
    description: 'RateLimit has the format of an earlier draft, but only in error responses.',
    apply: refused(
      'scopes',
      rewritten('RateLimit', (value) => `limit=100, remaining=${/r=(\d+)/.exec(value)?.[1]}, reset=60`),
    ),
  },
  'effective-window-has-a-fraction': {
    breaks: ['limits/structured-fields-are-well-formed'],
    description: 'The time in RateLimit has a fraction.',
    apply: answered(rewritten('RateLimit', (value) => value.replace(/t=(\d+)/, 't=$1.5'))),
  },
  'service-limit-of-no-policy': {
    breaks: ['limits/service-limit-names-a-policy'],
    description: 'RateLimit names a policy that RateLimit-Policy does not contain.',
    apply: answered(rewritten('RateLimit', (value) => value.replace(/^"[^"]*"/, '"default"'))),
  },
  'window-in-milliseconds': {
    breaks: ['limits/policies-are-those-of-the-plan'],
    description: 'RateLimit-Policy has the length of each window in milliseconds.',
    apply: answered(rewritten('RateLimit-Policy', (value) => value.replaceAll(/w=(\d+)/g, 'w=$1000'))),
  },
  'service-limit-lags-behind': {
    breaks: ['limits/rate-fields-agree'],
    description: 'RateLimit does not count the current request.',
    apply: answered(rewritten('RateLimit', (value) => value.replace(/r=(\d+)/, (_, left: string) => `r=${Number(left) + 1}`))),
  },
  'effective-window-outlasts-the-wait': {
    breaks: ['limits/retry-after-covers-the-effective-window'],
    description: 'The time in RateLimit of a 429 is 30 seconds longer than Retry-After.',
    apply: refused(
      'limits',
      rewritten('RateLimit', (value) => value.replace(/t=(\d+)/, (_, left: string) => `t=${Number(left) + 30}`)),
    ),
  },
} as const satisfies Faults;
