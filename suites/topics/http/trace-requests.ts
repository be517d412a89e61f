import type { CallProbes, Case } from '../../engine/evidence.ts';
import { unknownSecret, withSecret } from '../../principals/credentials.ts';
import type { Call } from '../../http/target.ts';
import { byMethod } from '../reading.ts';
import { principalNamed, missingPrincipalFor, operationOf, type Planned, type Scenario } from '../../engine/scenario.ts';

interface TraceCase extends Case {
  readonly kind: 'missing' | 'unknown';
}

/** An echo shows it. */
export const mark = 'auth-conformance-mark-6f1d';

const asTrace = (call: Call): Call => byMethod({ ...call, headers: [...call.headers, 'X-Auth-Conformance', mark] }, 'TRACE', 'lines');

/** Only the control is sent with a valid credential: an echo would show it. */
export const traceRequests: Scenario<TraceCase, CallProbes> = {
  name: 'trace-requests',
  description: 'Sends TRACE with a marked header, without a credential and with an unknown one.',
  cases: ({ principals }): readonly Planned<TraceCase>[] => {
    const operation = principals.probe;
    if (!operation) return [];
    const { id } = operation;
    const blocked = principals.able(operation).length === 0 && { blocked: missingPrincipalFor(operation)! };
    return [
      { operation: id, label: 'missing', words: 'TRACE without a credential', kind: 'missing', cost: 1, ...blocked },
      { operation: id, label: 'unknown', words: 'TRACE with a credential that was never issued', kind: 'unknown', cost: 1, ...blocked },
    ];
  },
  async play(context, cases) {
    const operation = operationOf(context.contract, cases[0]?.operation);
    const caller = context.principals.caller(principalNamed(context.principals, context.principals.able(operation)[0]?.name), operation);
    const unknown = withSecret(caller, 'unknown', (secret, scheme) => unknownSecret(scheme, secret));
    const control = await context.send(operation, { role: 'control', caller });
    for (const testCase of cases) {
      const call = await context.send(operation, { ...(testCase.kind === 'unknown' && { caller: unknown }), alter: asTrace });
      context.observe(testCase, { controls: [control], probes: { call } });
    }
  },
};
