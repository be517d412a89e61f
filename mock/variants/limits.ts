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
  'windows-aligned-to-the-clock': { says: 'Windows begin with the full minute and the full hour.', bend: limiting('fixed') },
  'windows-begun-by-a-request': { says: 'A window begins with the first request that it counts.', bend: limiting('begun') },
  'windows-slide': { says: 'Every request is counted for as long as a window lasts.', bend: limiting('sliding') },
  'buckets-fill-evenly': { says: 'Units come free evenly, one after the other.', bend: limiting('bucket') },
  'quota-for-each-credential': { says: 'Every credential has a quota of its own.', bend: ruled({ partition: 'credential' }) },
  'quota-for-each-account': { says: 'The credentials of an account share its quota.', bend: ruled({ partition: 'account' }) },
  'first-window-is-reported': { says: 'The fields describe the first window of a plan.', bend: ruled({ report: 'first' }) },
  'tightest-window-is-reported': { says: 'The fields describe the window that has least left.', bend: ruled({ report: 'tightest' }) },
  'time-to-wait-is-a-date': {
    says: 'Where the document says nothing of it, the time to wait is told as a date.',
    bend: (parts) => (parts.contract.rateLimit.retryAfter.length > 0 ? parts : ruled({ retryAfterForm: 'http-date' })(parts)),
  },
  'tightest-of-sliding-windows-is-reported': {
    says: 'Windows slide, and the fields describe the one that has least left.',
    bend: (parts) => limiting('sliding')(ruled({ report: 'tightest' })(parts)),
  },
  'tightest-bucket-is-reported': {
    says: 'Units come free evenly, and the fields describe the bucket that has least left.',
    bend: (parts) => limiting('bucket')(ruled({ report: 'tightest' })(parts)),
  },
} as const satisfies Variants;
