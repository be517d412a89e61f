import { unknownSecret, withSecret } from '../../principals/credentials.ts';
import { simplestOperation } from '../../http/request.ts';
import type { Call } from '../../http/target.ts';
import { byMethod } from '../reading.ts';
import { actorOf, nobodyFor, operationOf, type Scene } from '../../engine/scenario.ts';

/** What an echo shows. */
export const mark = 'auth-conformance-mark-6f1d';

const asTrace = (call: Call): Call => byMethod({ ...call, headers: [...call.headers, 'X-Auth-Conformance', mark] }, 'TRACE', 'lines');

/** Variants: `missing`, without a credential; `unknown`, with one that was never issued. A good one is not shown to an echo, only to the control. */
export const traces: Scene = {
  name: 'trace-requests',
  says: 'Sends TRACE with a mark in a field, without a credential and with an unknown one.',
  shots: ({ contract, roster }) => {
    const operation = simplestOperation(contract);
    if (!operation) return [];
    const blocked = roster.able(operation).length === 0 && { blocked: nobodyFor(operation)! };
    return ['missing', 'unknown'].map((variant) => ({ operation: operation.id, variant, cost: 1, ...blocked }));
  },
  async play(stage, shots) {
    const operation = operationOf(stage.contract, shots[0]?.operation);
    const caller = stage.roster.caller(actorOf(stage.roster, stage.roster.able(operation)[0]?.name), operation);
    const stranger = withSecret(caller, 'unknown', (_, scheme) => unknownSecret(scheme));
    const control = await stage.send(operation, { role: 'control', caller });
    for (const shot of shots) {
      const probe = await stage.send(operation, { ...(shot.variant === 'unknown' && { caller: stranger }), alter: asTrace });
      stage.take(shot, { controls: [control], probes: [probe] });
    }
  },
};
