import type { RateLimit } from '../../spec/contract.ts';
import { promising, type Bend } from '../faults/bend.ts';
import type { Limiter } from '../state/windows.ts';
import type { Variants } from './variant.ts';

const limiting =
  (limiter: Limiter): Bend =>
  (parts) => ({ ...parts, limiter });

const ruled = (change: Partial<RateLimit>): Bend =>
  promising((contract) => ({ ...contract, rateLimit: { ...contract.rateLimit, ...change } }));

export const limits = {
  'windows-aligned-to-the-clock': { says: 'Windows start at the full minute and the full hour.', bend: limiting('fixed') },
  'windows-begun-by-a-request': { says: 'A window starts with the first request that it counts.', bend: limiting('begun') },
  'windows-slide': { says: 'Each request counts for the length of a window.', bend: limiting('sliding') },
  'buckets-fill-evenly': { says: 'Quota becomes available evenly, one request at a time.', bend: limiting('bucket') },
  'quota-for-each-credential': { says: 'Each credential has its own quota.', bend: ruled({ partition: 'credential' }) },
  'quota-for-each-account': { says: 'The credentials of an account share its quota.', bend: ruled({ partition: 'account' }) },
  'first-window-is-reported': { says: 'The headers describe the first window of a plan.', bend: ruled({ report: 'first' }) },
  'tightest-window-is-reported': {
    says: 'The headers describe the window with the least quota left.',
    bend: ruled({ report: 'tightest' }),
  },
  'time-to-wait-is-a-date': {
    says: 'If the document does not specify the format, Retry-After is a date.',
    bend: (parts) => (parts.contract.rateLimit.retryAfter.length > 0 ? parts : ruled({ retryAfterForm: 'http-date' })(parts)),
  },
  'tightest-of-sliding-windows-is-reported': {
    says: 'Windows slide, and the headers describe the one with the least quota left.',
    bend: (parts) => limiting('sliding')(ruled({ report: 'tightest' })(parts)),
  },
  'tightest-bucket-is-reported': {
    says: 'Quota becomes available evenly, and the headers describe the bucket with the least quota left.',
    bend: (parts) => limiting('bucket')(ruled({ report: 'tightest' })(parts)),
  },
} as const satisfies Variants;
