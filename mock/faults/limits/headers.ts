import { headerValue } from '../../../spec/message.ts';
import { afterGate, isWhoami, onRejection, onResponse, withHeader } from '../edits.ts';
import type { Faults } from '../fault.ts';
import { declaresQuota, withoutQuotaHeaders } from './quota-edits.ts';

export const limitsHeadersFaults = {
  'omits-limit-headers-on-403': {
    breaks: ['limits/headers'],
    also: ['limits/headers-every-operation'],
    description: 'A 403 for a missing scope has no rate-limit headers, although the document declares them for it.',
    apply: onRejection('scopes', (response, context) =>
      declaresQuota(context, response) ? withoutQuotaHeaders(response, context) : response,
    ),
  },
  'limit-headers-only-on-whoami': {
    breaks: ['limits/headers-every-operation'],
    also: ['limits/headers'],
    description: 'Among successful responses, only those of the self-test have rate-limit headers; without a self-test, none do.',
    apply: onResponse((response, context) =>
      context.decision?.outcome === 'served' && !isWhoami(context) ? withoutQuotaHeaders(response, context) : response,
    ),
  },
  'omits-limit-headers-on-429': {
    breaks: ['limits/429-headers'],
    description: 'A 429 has no rate-limit headers except the retry time.',
    apply: onRejection('limits', withoutQuotaHeaders),
  },
  'sends-retry-after-zero': {
    breaks: ['limits/retry-after-zero'],
    also: [
      'limits/retry-after-within-window',
      'limits/retry-after-consistency',
      'limits/429-window',
      'limits/recovery-after-wait',
      'limits/ratelimit-retry-after',
    ],
    description: 'A 429 has a retry time of zero seconds.',
    apply: onRejection('limits', (response) =>
      /^\d/.test(headerValue(response.headers, 'Retry-After') ?? '') ? withHeader(response, 'Retry-After', '0') : response,
    ),
  },
  'limits-undocumented-operations': {
    breaks: ['limits/undocumented-429'],
    description: 'If the document has a 429, every seventh request of the operations without one is rejected with it.',
    apply: afterGate('limits', (found) => {
      const { decision, operation, environment } = found;
      const { contract, limited } = environment.compiled;
      if (decision !== undefined || operation === undefined || operation.operation.limited.documented) return found;
      if (!contract.operations.some((one) => one.limited.documented)) return found;
      if (environment.store.next(`limit ${operation.operation.id}`) % 7 !== 6) return found;
      return {
        ...found,
        decision: { gate: 'limits', outcome: 'rejected', cause: { code: 'limit-exceeded', window: '7/minute' }, prepared: limited },
      };
    }),
  },
} as const satisfies Faults;
