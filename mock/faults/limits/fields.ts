import { headerValue } from '../../../spec/message.ts';
import type { MockResponse } from '../../engine/request.ts';
import { onResponse, onRejection, withHeader } from '../edits.ts';
import type { Faults } from '../fault.ts';

/** Changes one of the structured rate-limit headers, where a response has it. */
const withField = (field: 'RateLimit' | 'RateLimit-Policy', change: (value: string) => string) => (response: MockResponse) => {
  const value = headerValue(response.headers, field);
  return value === undefined ? response : withHeader(response, field, change(value));
};

export const limitsFieldsFaults = {
  'omits-policy-name-quotes': {
    breaks: ['limits/ratelimit-syntax'],
    description: 'The policy names in RateLimit-Policy are not quoted.',
    apply: onResponse(withField('RateLimit-Policy', (value) => value.replaceAll('"', '').replaceAll('/', '-per-'))),
  },
  'sends-outdated-ratelimit-format': {
    breaks: ['limits/ratelimit-syntax'],
    description: 'RateLimit has the format of an earlier draft, but only in error responses.',
    apply: onRejection(
      'scopes',
      withField('RateLimit', (value) => `limit=100, remaining=${/r=(\d+)/.exec(value)?.[1]}, reset=60`),
    ),
  },
  'sends-fractional-ratelimit-time': {
    breaks: ['limits/ratelimit-syntax'],
    description: 'The time in RateLimit has a fraction.',
    apply: onResponse(withField('RateLimit', (value) => value.replace(/t=(\d+)/, 't=$1.5'))),
  },
  'names-unknown-policy-in-ratelimit': {
    breaks: ['limits/ratelimit-policy-name'],
    description: 'RateLimit names a policy that RateLimit-Policy does not contain.',
    apply: onResponse(withField('RateLimit', (value) => value.replace(/^"[^"]*"/, '"default"'))),
  },
  'sends-policy-window-in-milliseconds': {
    breaks: ['limits/ratelimit-policy-windows'],
    description: 'RateLimit-Policy has the length of each window in milliseconds.',
    apply: onResponse(withField('RateLimit-Policy', (value) => value.replaceAll(/w=(\d+)/g, 'w=$1000'))),
  },
  'sends-stale-ratelimit-remaining': {
    breaks: ['limits/ratelimit-consistency'],
    description: 'RateLimit does not count the current request.',
    apply: onResponse(withField('RateLimit', (value) => value.replace(/r=(\d+)/, (_, left: string) => `r=${Number(left) + 1}`))),
  },
  'ratelimit-time-exceeds-retry-after': {
    breaks: ['limits/ratelimit-retry-after'],
    description: 'The time in RateLimit of a 429 is 30 seconds longer than Retry-After.',
    apply: onRejection(
      'limits',
      withField('RateLimit', (value) => value.replace(/t=(\d+)/, (_, left: string) => `t=${Number(left) + 30}`)),
    ),
  },
} as const satisfies Faults;
