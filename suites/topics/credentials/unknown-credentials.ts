import type { Evidence } from '../../engine/evidence.ts';
import { spoilings, spoilt, unknownSecret, withSecret } from '../../principals/credentials.ts';
import { simplestOperation } from '../../http/request.ts';
import type { Caller } from '../../principals/principals.ts';
import { principalNamed, missingPrincipalFor, operationOf, type PlannedCase, type Scenario } from '../../engine/scenario.ts';

/** Every kind of bad credential on one operation, where the answers can be compared; `missing` twice, to see what changes by itself. */
export const unknownCredentials: Scenario = {
  name: 'unknown-credentials',
  description:
    'Calls one operation without a credential and with unknown, spoilt, revoked and expired ones, between two calls with a good one.',
  cases: ({ contract, principals: roster }) => {
    const operation = simplestOperation(contract);
    if (!operation) return [];
    const good = roster.able(operation)[0];
    const plan = (variant: string, more: Partial<PlannedCase> = {}): PlannedCase => ({
      operation: operation.id,
      variant,
      cost: 1,
      ...(!good && { blocked: missingPrincipalFor(operation)! }),
      ...more,
    });
    const dead = (['revoked', 'expired'] as const).flatMap((state) => {
      const principals = roster.all.filter((principal) => principal.state === state);
      if (principals.length > 0) return principals.map(({ name }) => plan(state, { principal: name }));
      return [
        plan(state, { blocked: { why: `no ${state} credential is at hand`, needs: `a principal with state: ${state} (principals)` } }),
      ];
    });
    return [plan('missing', { cost: 2 }), plan('unknown'), ...Object.keys(spoilings).map((variant) => plan(variant)), ...dead];
  },
  async play(context, cases) {
    const operation = operationOf(context.contract, cases[0]?.operation);
    const good = context.principals.caller(principalNamed(context.principals, context.principals.able(operation)[0]?.name), operation);
    const control = () => context.send(operation, { role: 'control', caller: good });
    const callerOf = (variant: string, principal: string | undefined): Caller | undefined => {
      if (variant === 'missing') return undefined;
      if (variant === 'unknown') return withSecret(good, 'unknown', (_, scheme) => unknownSecret(scheme));
      if (variant in spoilings) return spoilt(context.redactor, good, variant);
      return context.principals.caller(principalNamed(context.principals, principal), operation);
    };
    const before = await control();
    const probes: Evidence[] = [];
    for (const shot of cases) {
      const caller = callerOf(shot.variant!, shot.principal);
      probes.push(await context.send(operation, caller ? { caller } : {}));
    }
    const again = cases.some(({ variant }) => variant === 'missing') ? [await context.send(operation, {})] : [];
    const after = await control();
    cases.forEach((testCase, index) => {
      const more = testCase.variant === 'missing' ? again : [];
      context.observe(testCase, { controls: [before, after], probes: [probes[index]!, ...more] });
    });
  },
};
