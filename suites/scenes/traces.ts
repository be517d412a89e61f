import { unknownSecret, withSecret } from '../credentials.ts';
import { simplestOperation } from '../request.ts';
import type { Call } from '../target.ts';
import { byMethod } from './reading.ts';
import { operationOf, type Scene } from './scene.ts';

/** What an echo shows. */
export const mark = 'auth-conformance-mark-6f1d';

const asTrace = (call: Call): Call => byMethod({ ...call, headers: [...call.headers, 'X-Auth-Conformance', mark] }, 'TRACE', 'lines');

/** Variants: `missing`, without a credential; `unknown`, with one that was never issued. A good one is not shown to an echo. */
export const traces: Scene = {
  name: 'traces',
  says: 'Sends TRACE with a mark in a field, without a credential and with an unknown one.',
  shots: ({ contract, roster }) => {
    const operation = simplestOperation(contract);
    if (!operation) return [];
    const variants = roster.able(operation).length === 0 ? ['missing'] : ['missing', 'unknown'];
    return variants.map((variant) => ({ operation: operation.id, variant, cost: 1 }));
  },
  async play(stage, shots) {
    for (const shot of shots) {
      const operation = operationOf(stage.contract, shot.operation);
      const [actor] = stage.roster.able(operation);
      const stranger = actor && withSecret(stage.roster.caller(actor, operation), 'unknown', (_, scheme) => unknownSecret(scheme));
      const probe = await stage.send(operation, { ...(shot.variant === 'unknown' && stranger && { caller: stranger }), alter: asTrace });
      stage.take(shot, { controls: [], probes: [probe] });
    }
  },
};
