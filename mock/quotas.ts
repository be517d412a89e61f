import type { Contract } from '../spec/contract.ts';
import { quotaKeyOf } from './gates/limits.ts';
import type { Store } from './state/store.ts';
import type { Limiter } from './state/windows.ts';

/** How much is left of a quota. */
export interface QuotaStatus {
  /** The principals that share it. */
  readonly principals: readonly string[];
  readonly plan: string;
  readonly windows: readonly {
    readonly limit: number;
    readonly seconds: number;
    readonly remaining: number;
    /** When more becomes available, in milliseconds since the epoch. */
    readonly resetAt: number;
  }[];
}

interface QuotaSource {
  readonly store: Store;
  readonly contract: Contract;
  readonly limiter: Limiter;
  /** The client address of requests in process. */
  readonly peer: string;
  readonly now: number;
}

/** The quotas of the active keys of a plan, outside namespaces. */
export function quotaStatuses({ store, contract, limiter, peer, now }: QuotaSource): readonly QuotaStatus[] {
  const found = new Map<string, QuotaStatus>();
  for (const key of store.keys().filter(({ state }) => state === 'active')) {
    const plan = contract.plans.find(({ name }) => name === key.plan);
    if (!plan || plan.windows.length === 0) continue;
    const quotaKey = quotaKeyOf(contract, key, '', peer);
    const known = found.get(quotaKey);
    const windows =
      known?.windows ??
      store.states(limiter, quotaKey, plan.windows, now).map(({ window: { limit, seconds }, remaining, resetAt }) => ({
        limit,
        seconds,
        remaining,
        resetAt,
      }));
    found.set(quotaKey, { principals: [...new Set([...(known?.principals ?? []), key.name])], plan: plan.name, windows });
  }
  return [...found.values()];
}
