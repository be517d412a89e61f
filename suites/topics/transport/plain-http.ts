import { targetOf } from '../../http/request.ts';
import { rejectsPlainHttp } from './https-only.ts';
import type { CallProbes, Case, Evidence } from '../../engine/evidence.ts';
import { operationOf, type Scenario } from '../../engine/scenario.ts';

/** No credential is ever sent: a server may revoke one that was sent over plain HTTP. */
export const plainHttp: Scenario<Case, CallProbes> = {
  name: 'plain-http',
  description: 'Calls every operation over plain HTTP, without a credential.',
  cases: ({ contract, settings }) => {
    const { origin } = new URL(settings.target);
    const central = contract.operations.filter((operation) => new URL(targetOf(settings, operation)).origin === origin);
    return rejectsPlainHttp(contract, settings) === true
      ? central.map(({ id }, index) => ({ operation: id, cost: index === 0 ? 2 : 1 }))
      : [];
  },
  async play(context, cases) {
    const simplest = context.principals.probe;
    const principal = simplest && context.principals.able(simplest)[0];
    const control =
      simplest && principal && (await context.send(simplest, { role: 'control', caller: context.principals.caller(principal, simplest) }));
    let unanswered: Evidence | undefined;
    for (const testCase of cases) {
      const call = unanswered ?? (await context.send(operationOf(context.contract, testCase.operation), { channel: 'plain' }));
      if (call.trouble) unanswered = call;
      context.observe(testCase, { controls: control ? [control] : [], probes: { call } });
    }
  },
};
