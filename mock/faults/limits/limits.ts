import type { Window } from '../../../spec/quotas.ts';
import { headerValue, type HeaderList } from '../../../spec/message.ts';
import { quotaKeyOf, limitsGate } from '../../gates/limits.ts';
import { windowQuota, type WindowQuota } from '../../state/quota.ts';
import { timeText } from '../../state/time.ts';
import type { Gate, RequestContext } from '../../engine/request-context.ts';
import { afterGate, beforeGate, withContract, onRejection, withHeader, withOtherMessage, withWrongCode } from '../edits.ts';
import type { Faults } from '../fault.ts';
import { limitsHeadersFaults } from './headers.ts';
import { limitsRejectionsFaults } from './rejections.ts';
import {
  onAcceptedQuota,
  onRejectedQuota,
  withPlans,
  withHiddenWindows,
  withReset,
  withWindows,
  resetsFromNow,
  isFirstWindow,
  windowsOf,
  alignedState,
  rejectFor,
  withRetryAfter,
  addToNumber,
} from './quota-edits.ts';

const twoDaysMs = 172_800_000;

/** Seconds for which other accounts are rejected after one was rejected. */
const sharedRejectionSeconds = 1;

const firstLimitMinusOne = ([first, ...others]: readonly Window[]): readonly Window[] =>
  first === undefined ? [] : [{ ...first, limit: first.limit - 1 }, ...others];

const limitsPlusOne = (windows: readonly Window[]): readonly Window[] => windows.map((window) => ({ ...window, limit: window.limit + 1 }));

const quotaMinusOne = (quota: WindowQuota): WindowQuota => ({
  ...quota,
  limit: addToNumber(quota.limit, -1),
  remaining: String(Math.max(0, Number(quota.remaining) - 1)),
});

const quotaPlusOne = (quota: WindowQuota, context: RequestContext): WindowQuota =>
  isFirstWindow(quota, context) ? { ...quota, limit: addToNumber(quota.limit, 1), remaining: addToNumber(quota.remaining, 1) } : quota;

/** Shows the limit that the window should have, in a rejection. */
const withDocumentedLimit = (quota: WindowQuota, context: RequestContext): WindowQuota =>
  isFirstWindow(quota, context) ? { ...quota, limit: addToNumber(quota.limit, 1) } : quota;

/** Gives requests with a client name in a header a separate quota for that name. */
const countByHeader = (nameOf: (headers: HeaderList) => string | undefined) =>
  beforeGate('limits', (context) => {
    const { caller, request } = context;
    const name = nameOf(request.headers);
    if (name === undefined || caller === undefined) return context;
    return { ...context, caller: { ...caller, account: `${caller.account} by ${name}`, name: `${caller.name} by ${name}` } };
  });

export const limitsFaults = {
  ...limitsHeadersFaults,
  ...limitsRejectionsFaults,
  'reports-limit-one-too-high': {
    breaks: ['limits/reported-limit'],
    also: ['oauth/account-quota'],
    description: 'The reported limit is one more than that of the plan.',
    apply: onAcceptedQuota((quota) => ({ ...quota, limit: addToNumber(quota.limit, 1) })),
  },
  'reports-remaining-above-limit': {
    breaks: ['limits/remaining-within-limit'],
    also: ['limits/headers-single-window'],
    description: 'The reported remaining count is above the limit.',
    apply: onAcceptedQuota((quota) => ({ ...quota, remaining: addToNumber(quota.remaining, Number(quota.limit)) })),
  },
  'reports-remaining-before-counting': {
    breaks: ['limits/remaining-current-request'],
    description: 'The server reports the remaining count before it subtracts the current request.',
    apply: onAcceptedQuota((quota) => ({ ...quota, remaining: addToNumber(quota.remaining, 1) })),
  },
  'reports-constant-remaining': {
    breaks: ['limits/remaining-decrement'],
    description: 'The reported remaining count is always one less than the limit.',
    apply: onAcceptedQuota((quota) => ({ ...quota, remaining: addToNumber(quota.limit, -1) })),
  },
  'reports-reset-in-milliseconds': {
    breaks: ['limits/reset-format'],
    description: 'The server reports the reset time in milliseconds since the epoch, where the document has another format.',
    apply: onAcceptedQuota((quota, context) => withReset(quota, context, quota.resetAt, 'epoch-milliseconds')),
  },
  'reports-reset-in-past': {
    breaks: ['limits/reset-within-window'],
    also: ['limits/headers-single-window'],
    description: 'The server reports a reset time two days in the past, or ahead where the document counts from now.',
    apply: onAcceptedQuota((quota, context) => withReset(quota, context, quota.resetAt + (resetsFromNow(context) ? 1 : -1) * twoDaysMs)),
  },
  'alternates-reported-windows': {
    breaks: ['limits/headers-single-window'],
    description: 'The rate-limit headers describe a different window with each request.',
    apply: afterGate('limits', (found) => {
      if (found.quota === undefined || found.decision !== undefined) return found;
      const windows = windowsOf(found);
      const window = windows[found.environment.store.next('alternate windows') % windows.length]!;
      const used = Number(found.quota.limit) - Number(found.quota.remaining);
      return {
        ...found,
        quota: windowQuota(found.environment.compiled.quotaPlaces, alignedState(window, used, found.request.at), found.request.at, false),
      };
    }),
  },
  'enforces-only-first-window': {
    breaks: ['limits/enforcement'],
    description: 'The server counts only the first window of a plan and serves unlimited bursts.',
    apply: withContract((contract) => withWindows(contract, (windows) => windows.slice(0, 1))),
  },
  'charges-every-operation-one-unit': {
    breaks: ['limits/enforcement'],
    also: ['limits/remaining-decrement', 'limits/forwarding-headers', 'abuse/quota-bypass'],
    description: 'The server charges one unit for every request, whatever its operation costs.',
    apply: withContract((contract) => withPlans(contract, { costs: {} })),
  },
  'enforces-no-operation-limits': {
    breaks: ['limits/enforcement'],
    description: 'The server enforces the windows of the plan, but not those of single operations.',
    apply: withContract((contract) => withPlans(contract, { operations: {} })),
  },
  'skips-counting-concurrent-requests': {
    breaks: ['limits/concurrent-requests'],
    also: ['limits/enforcement'],
    description: 'While one request is in progress, the server serves others without counting them.',
    apply: (parts) => {
      let busy = false;
      const pass = (gate: Gate) => (context: RequestContext) => {
        if (busy) return context;
        busy = true;
        queueMicrotask(() => {
          busy = false;
        });
        return gate.pass(context);
      };
      return { ...parts, gates: parts.gates.map((gate) => (gate.name === 'limits' ? { ...gate, pass: pass(gate) } : gate)) };
    },
  },
  'allows-one-request-too-many': {
    breaks: ['limits/enforcement'],
    also: ['limits/concurrent-requests'],
    description: 'Every window allows one request more than its limit, and the headers report the documented limit.',
    apply: (parts) => onAcceptedQuota(quotaMinusOne)(onRejectedQuota(quotaMinusOne)(withHiddenWindows(limitsPlusOne)(parts))),
  },
  'rejects-last-allowed-request': {
    breaks: ['limits/early-rejection'],
    description: 'The server rejects the last request that the first window of a plan allows.',
    apply: (parts) => onAcceptedQuota(quotaPlusOne)(onRejectedQuota(withDocumentedLimit)(withHiddenWindows(firstLimitMinusOne)(parts))),
  },
  'sends-undocumented-429-code': {
    breaks: ['limits/429-body'],
    also: ['limits/429-message', 'errors/problem-members'],
    description: 'A 429 has an error code that the document does not contain.',
    apply: onRejection('limits', withWrongCode),
  },
  'rewords-429-message': {
    breaks: ['limits/429-message'],
    description: 'A 429 has a different message from the documented one.',
    apply: onRejection('limits', withOtherMessage),
  },
  'omits-retry-after': {
    breaks: ['limits/retry-after-format'],
    description: 'A 429 has no Retry-After header.',
    apply: onRejection('limits', (response) => withHeader(response, 'Retry-After')),
  },
  'sends-constant-retry-after': {
    breaks: ['limits/retry-after-within-window'],
    description: 'The retry time of a 429 is always the length of the window, no matter how much of it has passed.',
    apply: withRetryAfter(({ seconds }) => seconds),
  },
  'sends-conflicting-retry-times': {
    breaks: ['limits/retry-after-consistency'],
    description: 'The body of a 429 has a different retry time from its header.',
    apply: afterGate('limits', (found) => {
      const { decision, quota } = found;
      if (decision === undefined || quota?.retryAfter === undefined) return found;
      const { retryAfter, retryAfterForm } = found.environment.compiled.contract.rateLimit;
      const form = retryAfter.find(({ pointer }) => pointer !== undefined)?.form ?? retryAfterForm;
      const wait = quota.resetAt - quota.now;
      const other = quota.now + (wait > 30_000 ? wait - 10_000 : wait + 10_000);
      return { ...found, decision: { ...decision, live: { retryAfter: timeText(form, other, quota.now) } } };
    }),
  },
  'reports-wrong-window-on-429': {
    breaks: ['limits/429-window'],
    description: 'The rate-limit headers of a 429 still describe the first window, which has quota left.',
    apply: onRejectedQuota((quota, context) => {
      const window = windowsOf(context)[0]!;
      if (window.label === quota.window) return quota;
      const { at } = context.request;
      const used = Math.min(Number(quota.limit), window.limit - 1);
      const other = windowQuota(context.environment.compiled.quotaPlaces, alignedState(window, used, at), at, false);
      return { ...other, resetAt: quota.resetAt, ...(quota.retryAfter !== undefined && { retryAfter: quota.retryAfter }) };
    }),
  },
  'announces-too-short-wait': {
    breaks: ['limits/recovery-after-wait'],
    description: 'A 429 always announces a wait of one second, no matter when the next request is served.',
    apply: withRetryAfter(() => 1),
  },
  'limits-all-accounts-together': {
    breaks: ['limits/account-isolation'],
    description: 'While one account is over its limit, the server rejects all other accounts too.',
    apply: afterGate('limits', (found) => {
      const { quota, decision, caller, request, environment } = found;
      if (quota === undefined || caller === undefined) return found;
      if (decision !== undefined) {
        environment.store.putObject('fault', 'over', { account: caller.account, at: request.at });
        return found;
      }
      const over = environment.store.object('fault', 'over');
      const shadowed = over && over.account !== caller.account && request.at - Number(over.at) < sharedRejectionSeconds * 1000;
      return shadowed ? rejectFor(found, windowsOf(found)[0]!, sharedRejectionSeconds) : found;
    }),
  },
  'charges-invalid-credentials': {
    breaks: ['limits/401-cost'],
    description: 'The server charges a request that it rejects with 401 to the accounts with the largest plan.',
    apply: afterGate('credentials', (found) => {
      const { compiled, store } = found.environment;
      if (found.decision === undefined) return found;
      const size = (plan: string | undefined) => compiled.tariffOf(plan, undefined)?.windows[0]?.limit ?? 0;
      const largest = Math.max(...store.keys().map(({ plan }) => size(plan)));
      const payers = new Map(
        store
          .keys()
          .filter(({ plan }) => size(plan) === largest)
          .map((key) => [quotaKeyOf(compiled.contract, key, '', found.request.peer), key]),
      );
      const { window } = compiled.contract.rateLimit;
      for (const [quotaKey, key] of payers) {
        const windows = compiled.tariffOf(key.plan, undefined)?.windows ?? [];
        store.charge(window, [{ quotaKey, windows, units: 1 }], found.request.at);
      }
      return found;
    }),
  },
  'counts-by-x-forwarded-for': {
    breaks: ['limits/forwarding-headers', 'limits/forwarding-headers-over-limit'],
    description: 'The server counts requests by the address in X-Forwarded-For, and each address has its own quota.',
    apply: countByHeader((headers) => headerValue(headers, 'X-Forwarded-For')),
  },
  'counts-by-x-real-ip': {
    breaks: ['limits/forwarding-headers', 'limits/forwarding-headers-over-limit'],
    description: 'The server counts requests with an X-Real-IP header separately from those of their account.',
    apply: countByHeader((headers) => (headerValue(headers, 'X-Real-IP') === undefined ? undefined : 'proxied')),
  },
  'skips-counting-forwarded-requests': {
    breaks: ['limits/forwarding-headers'],
    description: 'The server does not count requests with a Forwarded header.',
    apply: afterGate('limits', (found, context) => {
      const { caller, environment, request } = found;
      if (caller === undefined || found.quota === undefined || headerValue(request.headers, 'Forwarded') === undefined) return found;
      const spent = Number(found.quota.limit) - Number(found.quota.remaining);
      environment.store.resetQuota(quotaKeyOf(environment.compiled.contract, caller, context.namespace, request.peer));
      for (let count = 1; count < spent; count += 1) limitsGate.pass(context);
      return found;
    }),
  },
} as const satisfies Faults;
