import type { Contract } from '../../spec/contract.ts';
import type { Tariff } from '../compile/tariff.ts';
import type { Key } from '../state/key.ts';
import { windowQuota } from '../state/quota.ts';
import type { Bill } from '../state/store.ts';
import { decided, requestDraft, type Gate, type RequestContext } from '../engine/request-context.ts';
import { reportedWindow, exceededWindow } from '../state/windows.ts';

/** The key of the quota that a request is charged to; requests without a credential are counted by address. */
export function quotaKeyOf(contract: Contract, key: Key | undefined, namespace: string, peer: string): string {
  const { partition } = contract.rateLimit;
  const holder = key === undefined || partition === 'ip' ? peer : partition === 'account' ? key.account : key.name;
  return `${holder}\n${namespace}`;
}

/** What the request of a caller is charged; undefined if no window counts it. */
export function tariffFor({ environment, caller, operation }: RequestContext): Tariff | undefined {
  const tariff = environment.compiled.tariffOf(caller?.plan, operation?.operation.id);
  return tariff === undefined || tariff.windows.length + tariff.own.length === 0 ? undefined : tariff;
}

/** The quota of the plan, and that of the operation if it has windows of its own. */
function billsFor({ operation }: RequestContext, { windows, units, own }: Tariff, quotaKey: string): readonly Bill[] {
  const plan: Bill = { quotaKey, windows, units };
  return own.length === 0 ? [plan] : [plan, { quotaKey: `${quotaKey}\n${operation!.operation.id}`, windows: own, units: 1 }];
}

/** Charges every window of the caller's plan and of the operation, or rejects and charges none. */
export const limitsGate: Gate = {
  name: 'limits',
  pass(context) {
    const { caller, environment, request, namespace } = context;
    const { compiled, store } = environment;
    const tariff = tariffFor(context);
    if (tariff === undefined) return context;
    const { report } = compiled.contract.rateLimit;
    const quotaKey = quotaKeyOf(compiled.contract, caller, namespace, request.peer);
    const { admitted, states } = store.charge(environment.limiter, billsFor(context, tariff, quotaKey), request.at);
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
