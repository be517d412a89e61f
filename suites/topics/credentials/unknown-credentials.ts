import type { Case, Evidence, NamedProbes } from '../../engine/evidence.ts';
import { alterations, isAlterable, withAlteration, unknownSecret, withSecret, type Alteration } from '../../principals/credentials.ts';
import { kindsOf } from '../../engine/kinds.ts';
import type { Caller } from '../../principals/principals.ts';
import { principalNamed, missingPrincipalFor, operationOf, type Planned, type Scenario } from '../../engine/scenario.ts';
import { inactiveStates, invalidWords, noPrincipalIn } from './missing-credentials.ts';

const kinds = {
  ...invalidWords,
  truncated: 'a valid credential without its last characters',
  altered: 'a valid credential with a different last character',
  extended: 'a valid credential with one more character at its end',
  'other-environment': 'a valid credential as another environment would issue it',
  'other-authority': 'a client certificate with the name of a valid one, from another authority',
} as const satisfies { readonly [kind in Alteration]: string } & typeof invalidWords;

export interface UnknownCase extends Case {
  readonly kind: keyof typeof kinds;
}

/** `again`, for an unknown credential: the same request, which shows what changes by itself. */
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
    const operation = principals.probe;
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
    const inactive = inactiveStates(contract).flatMap((state) => {
      const inState = principals.all.filter((principal) => principal.state === state);
      return inState.length > 0
        ? inState.map(({ name }) => plan(state, { principal: name }))
        : [plan(state, { blocked: noPrincipalIn(state) })];
    });
    const caller = valid && principals.caller(valid, operation);
    const altered = kindsOf(alterations).filter((kind) => (caller ? isAlterable(caller, kind) : kind !== 'other-authority'));
    return [plan('missing'), plan('unknown', { cost: 2 }), ...altered.map((kind) => plan(kind)), ...inactive];
  },
  async play(context, cases) {
    const operation = operationOf(context.contract, cases[0]?.operation);
    const valid = context.principals.caller(principalNamed(context.principals, context.principals.able(operation)[0]?.name), operation);
    const control = () => context.send(operation, { role: 'control', caller: valid });
    const callerOf = ({ kind, principal }: UnknownCase): Caller | undefined => {
      if (kind === 'missing') return undefined;
      if (kind === 'unknown') return withSecret(valid, 'unknown', (secret, scheme) => unknownSecret(scheme, secret));
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
    const unknown = cases.find(({ kind }) => kind === 'unknown');
    const again = unknown && (await context.send(operation, { caller: callerOf(unknown)! }));
    const after = await control();
    for (const { testCase, call } of sent) {
      const repeated = testCase.kind === 'unknown' && again ? { again } : {};
      context.observe(testCase, { controls: [before, after], probes: { call, ...repeated } });
    }
  },
};
