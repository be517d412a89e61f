import { unknownSecret, withSecret } from '../../principals/credentials.ts';
import { simplestOperation } from '../../http/request.ts';
import type { Call } from '../../http/target.ts';
import { byMethod } from '../reading.ts';
import { principalNamed, missingPrincipalFor, operationOf, type Scenario } from '../../engine/scenario.ts';

/** What an echo shows. */
export const mark = 'auth-conformance-mark-6f1d';

const asTrace = (call: Call): Call => byMethod({ ...call, headers: [...call.headers, 'X-Auth-Conformance', mark] }, 'TRACE', 'lines');

/** Variants: `missing`, without a credential; `unknown`, with one that was never issued. A good one is not shown to an echo, only to the control. */
export const traceRequests: Scenario = {
  name: 'trace-requests',
  description: 'Sends TRACE with a mark in a field, without a credential and with an unknown one.',
  cases: ({ contract, principals }) => {
    const operation = simplestOperation(contract);
    if (!operation) return [];
    const blocked = principals.able(operation).length === 0 && { blocked: missingPrincipalFor(operation)! };
    return ['missing', 'unknown'].map((variant) => ({ operation: operation.id, variant, cost: 1, ...blocked }));
  },
  async play(context, cases) {
    const operation = operationOf(context.contract, cases[0]?.operation);
    const caller = context.principals.caller(principalNamed(context.principals, context.principals.able(operation)[0]?.name), operation);
    const stranger = withSecret(caller, 'unknown', (_, scheme) => unknownSecret(scheme));
    const control = await context.send(operation, { role: 'control', caller });
    for (const testCase of cases) {
      const probe = await context.send(operation, { ...(testCase.variant === 'unknown' && { caller: stranger }), alter: asTrace });
      context.observe(testCase, { controls: [control], probes: [probe] });
    }
  },
};
