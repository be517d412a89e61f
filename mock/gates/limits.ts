import type { Contract } from '../../spec/contract.ts';
import type { Key } from '../state/key.ts';
import { quotaOf } from '../state/quota.ts';
import { decided, draftOf, type Gate } from '../engine/visit.ts';
import { reportedWindow, violatedWindow } from '../state/windows.ts';

/** The name of the ledger that a caller's requests are written to. */
export function ledgerOf(contract: Contract, key: Key, namespace: string, peer: string): string {
  const { partition } = contract.rateLimit;
  const holder = partition === 'account' ? key.account : partition === 'credential' ? key.name : peer;
  return `${holder}\n${namespace}`;
}

/** Charges every window of the caller's plan at once, or refuses and charges none. */
export const limits: Gate = {
  name: 'limits',
  pass(visit) {
    const { caller, around, arrival, namespace } = visit;
    const { law, store } = around;
    if (caller?.plan === undefined) return visit;
    const windows = law.windows.get(caller.plan) ?? [];
    if (windows.length === 0) return visit;
    const { report } = law.contract.rateLimit;
    const ledger = ledgerOf(law.contract, caller, namespace, arrival.peer);
    const { admitted, states } = store.charge(ledger, around.limiter, windows, arrival.at);
    const shown = (admitted ? undefined : violatedWindow(states)) ?? reportedWindow(report, states)!;
    const charged = draftOf(visit);
    charged.quota = quotaOf(law.quotaPlaces, shown, arrival.at, !admitted);
    if (admitted) return charged;
    return decided(charged, {
      gate: 'limits',
      outcome: 'refused',
      why: `over ${shown.window.label}`,
      prepared: visit.operation?.limited ?? law.limited,
    });
  },
};
