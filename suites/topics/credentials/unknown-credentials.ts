import type { Case, Evidence, NamedProbes } from '../../engine/evidence.ts';
import { alterations, withAlteration, unknownSecret, withSecret, type Alteration } from '../../principals/credentials.ts';
import { kindsOf } from '../../engine/kinds.ts';
import { simplestOperation } from '../../http/request.ts';
import type { Caller } from '../../principals/principals.ts';
import { principalNamed, missingPrincipalFor, operationOf, type Planned, type Scenario } from '../../engine/scenario.ts';
import { invalidWords, noPrincipalIn } from './missing-credentials.ts';

const kinds = {
  ...invalidWords,
  truncated: 'a valid credential without its last characters',
  altered: 'a valid credential with a different last character',
  extended: 'a valid credential with one more character at its end',
  'other-environment': 'a valid credential as another environment would issue it',
} as const satisfies { readonly [kind in Alteration]: string } & typeof invalidWords;

export interface UnknownCase extends Case {
  readonly kind: keyof typeof kinds;
}

/** `again`, for a missing credential: the same request, which shows what changes by itself. */
export interface UnknownProbes extends NamedProbes {
  readonly call: Evidence;
  readonly again?: Evidence;
}

/** All cases call one operation, so that the responses can be compared. */
export const unknownCredentials: Scenario<UnknownCase, UnknownProbes> = {
  name: 'unknown-credentials',
  description:
    'Calls one operation without a credential and with unknown, altered, revoked and expired ones, between two calls with a valid one.',
  cases: ({ contract, principals }) => {
    const operation = simplestOperation(contract);
    if (!operation) return [];
    const valid = principals.able(operation)[0];
    const plan = (kind: UnknownCase['kind'], more: Partial<Planned<UnknownCase>> = {}): Planned<UnknownCase> => ({
      operation: operation.id,
      kind,
      label: kind,
      words: kinds[kind],
      cost: 1,
      ...(!valid && { blocked: missingPrincipalFor(operation)! }),
      ...more,
    });
    const inactive = (['revoked', 'expired'] as const).flatMap((state) => {
      const inState = principals.all.filter((principal) => principal.state === state);
      return inState.length > 0
        ? inState.map(({ name }) => plan(state, { principal: name }))
        : [plan(state, { blocked: noPrincipalIn(state) })];
    });
    return [plan('missing', { cost: 2 }), plan('unknown'), ...kindsOf(alterations).map((kind) => plan(kind)), ...inactive];
  },
  async play(context, cases) {
    const operation = operationOf(context.contract, cases[0]?.operation);
    const valid = context.principals.caller(principalNamed(context.principals, context.principals.able(operation)[0]?.name), operation);
    const control = () => context.send(operation, { role: 'control', caller: valid });
    const callerOf = ({ kind, principal }: UnknownCase): Caller | undefined => {
      if (kind === 'missing') return undefined;
      if (kind === 'unknown') return withSecret(valid, 'unknown', (_, scheme) => unknownSecret(scheme));
      if (kind === 'revoked' || kind === 'expired')
        return context.principals.caller(principalNamed(context.principals, principal), operation);
      return withAlteration(context.redactor, valid, kind);
    };
    const before = await control();
    const sent: { readonly testCase: UnknownCase; readonly call: Evidence }[] = [];
    for (const testCase of cases) {
      const caller = callerOf(testCase);
      sent.push({ testCase, call: await context.send(operation, caller ? { caller } : {}) });
    }
    const again = cases.some(({ kind }) => kind === 'missing') ? await context.send(operation, {}) : undefined;
    const after = await control();
    for (const { testCase, call } of sent) {
      const repeated = testCase.kind === 'missing' && again ? { again } : {};
      context.observe(testCase, { controls: [before, after], probes: { call, ...repeated } });
    }
  },
};
