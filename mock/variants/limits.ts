import type { RateLimit } from '../../spec/quotas.ts';
import { onResponse, withContract, type PartsChange } from '../faults/edits.ts';
import { declaresQuota, withoutQuotaHeaders } from '../faults/limits/quota-edits.ts';
import type { Limiter } from '../state/windows.ts';
import type { Variants } from './variant.ts';

const withLimiter =
  (limiter: Limiter): PartsChange =>
  (parts) => ({ ...parts, limiter });

const withRateLimit = (change: Partial<RateLimit>): PartsChange =>
  withContract((contract) => ({ ...contract, rateLimit: { ...contract.rateLimit, ...change } }));

export const limitsVariants = {
  'clock-aligned-window': { description: 'Windows start at the full minute and the full hour.', apply: withLimiter('fixed') },
  'window-from-first-request': { description: 'A window starts with the first request that it counts.', apply: withLimiter('begun') },
  'sliding-window': { description: 'Each request counts for the length of a window.', apply: withLimiter('sliding') },
  'token-bucket': { description: 'Quota becomes available evenly, one request at a time.', apply: withLimiter('bucket') },
  'quota-per-credential': { description: 'Each credential has its own quota.', apply: withRateLimit({ partition: 'credential' }) },
  'quota-per-account': { description: 'The credentials of an account share its quota.', apply: withRateLimit({ partition: 'account' }) },
  'reports-first-window': { description: 'The headers describe the first window of a plan.', apply: withRateLimit({ report: 'first' }) },
  'reports-tightest-window': {
    description: 'The headers describe the window with the least quota left.',
    apply: withRateLimit({ report: 'tightest' }),
  },
  'sends-retry-after-as-date': {
    description: 'If the document does not specify the format, Retry-After is a date.',
    apply: (parts) => (parts.contract.rateLimit.retryAfter.length > 0 ? parts : withRateLimit({ retryAfterForm: 'http-date' })(parts)),
  },
  'omits-undeclared-limit-headers': {
    description: 'A 403 has no rate-limit headers unless the document declares them for it; without the extension, no response has.',
    apply: onResponse((response, context) => {
      const isBefore = response.status === 403 || !context.environment.compiled.contract.rateLimit.stated;
      return isBefore && !declaresQuota(context, response) ? withoutQuotaHeaders(response, context) : response;
    }),
  },
  'reports-tightest-sliding-window': {
    description: 'Windows slide, and the headers describe the one with the least quota left.',
    apply: (parts) => withLimiter('sliding')(withRateLimit({ report: 'tightest' })(parts)),
  },
  'reports-tightest-bucket': {
    description: 'Quota becomes available evenly, and the headers describe the bucket with the least quota left.',
    apply: (parts) => withLimiter('bucket')(withRateLimit({ report: 'tightest' })(parts)),
  },
} as const satisfies Variants;
