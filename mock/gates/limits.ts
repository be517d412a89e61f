import type { Contract } from '../../spec/contract.ts';
import type { Key } from '../state/key.ts';
import { windowQuota } from '../state/quota.ts';
import { decided, requestDraft, type Gate } from '../engine/request-context.ts';
import { reportedWindow, exceededWindow } from '../state/windows.ts';

/** The key of the quota that a request is charged to. */
export function quotaKeyOf(contract: Contract, key: Key, namespace: string, peer: string): string {
  const { partition } = contract.rateLimit;
  const holder = partition === 'account' ? key.account : partition === 'credential' ? key.name : peer;
  return `${holder}\n${namespace}`;
}

/** Charges every window of the caller's plan, or rejects and charges none. */
export const limitsGate: Gate = {
  name: 'limits',
  pass(context) {
    const { caller, environment, request, namespace } = context;
    const { compiled, store } = environment;
    if (caller?.plan === undefined) return context;
    const windows = compiled.windows.get(caller.plan) ?? [];
    if (windows.length === 0) return context;
    const { report } = compiled.contract.rateLimit;
    const quotaKey = quotaKeyOf(compiled.contract, caller, namespace, request.peer);
    const { admitted, states } = store.charge(quotaKey, environment.limiter, windows, request.at);
    const shown = (admitted ? undefined : exceededWindow(states)) ?? reportedWindow(report, states)!;
    const charged = requestDraft(context);
    charged.quota = windowQuota(compiled.quotaPlaces, shown, request.at, !admitted);
    if (admitted) return charged;
    return decided(charged, {
      gate: 'limits',
      outcome: 'rejected',
      cause: { code: 'limit-exceeded', window: shown.window.label },
      prepared: context.operation?.limited ?? compiled.limited,
    });
  },
};
