import type { Operation, Scheme } from '../../../spec/contract.ts';
import { forgeries, tokenEnd, tokenIn, type Forgery, type Token } from '../../principals/forgeries.ts';
import type { Caller, Principals } from '../../principals/principals.ts';
import { variableOf } from '../../redaction/redactor.ts';
import type { CallProbes, Case, Evidence } from '../../engine/evidence.ts';
import { kindsOf } from '../../engine/kinds.ts';
import type { Principal } from '../../engine/settings.ts';
import { principalNamed, operationOf, type Planned, type Scenario } from '../../engine/scenario.ts';

/** Whether the credentials of a scheme are, or may be, JWTs. */
export const mayBeJwt = ({ kind, type, bearerFormat = '' }: Scheme): boolean =>
  kind === 'bearer' && (/^(?:at\+)?jwt$/i.test(bearerFormat) || type === 'openIdConnect');

const words: { readonly [kind in Forgery | 'expired']: string } = {
  none: 'a valid JWT with the algorithm none in its header and an empty signature',
  'none-in-other-letters': 'a valid JWT with the algorithm nOnE in its header and an empty signature',
  'empty-signature': 'a valid JWT with an empty signature',
  'no-signature': 'a valid JWT without its third part',
  'added-claim': 'a valid JWT with an added claim and its old signature',
  'other-audience': 'a valid JWT with another audience and its old signature',
  'later-end': 'a valid JWT that expires a year later, with its old signature',
  'changed-signature': 'a valid JWT with one changed character in its signature',
  'guessable-key': 'the claims of a valid JWT, signed with the key of many samples',
  'embedded-key': 'the claims of a valid JWT, signed with a new key that its header contains',
  expired: 'an expired JWT',
};

/** `expired`: the token of a principal that has expired. */
export interface JwtCase extends Case {
  readonly kind: Forgery | 'expired';
}

export interface JwtFacts {
  /** The expiry time of the token, in seconds since the epoch. */
  readonly end?: number;
}

export const forgedJwts: Scenario<JwtCase, CallProbes, JwtFacts> = {
  name: 'forged-jwts',
  description: 'Sends JWTs forged from a valid one, and expired JWTs, between two calls with a valid one.',
  cases: ({ contract, principals }) => {
    const schemes = contract.schemes.filter(mayBeJwt).map(({ name }) => name);
    if (schemes.length === 0) return [];
    const operation = operationWith(principals, schemes);
    if (!operation) return [];
    const holder = principals.able(operation).find((principal) => jwtOf(principals, principal, operation) !== undefined);
    const absent = 'no active principal has a credential that is a JWT';
    const plan = (kind: JwtCase['kind'], more: Pick<Case, 'principal' | 'absent' | 'blocked'>): Planned<JwtCase> => ({
      operation: operation.id,
      kind,
      label: kind,
      words: words[kind],
      cost: 1,
      ...more,
    });
    if (!holder) return ([...kindsOf(forgeries), 'expired'] as const).map((kind) => plan(kind, { absent }));
    const expired = principals.all.filter(
      (principal) => principal.state === 'expired' && jwtOf(principals, principal, operation) !== undefined,
    );
    const blocked = {
      why: 'no expired JWT is configured',
      needs: { what: 'a principal with state: expired whose credential is a JWT', key: 'principals' },
    };
    return [
      ...kindsOf(forgeries).map((kind) => plan(kind, { principal: holder.name })),
      ...(expired.length > 0 ? expired.map(({ name }) => plan('expired', { principal: name })) : [plan('expired', { blocked })]),
    ];
  },
  async play(context, cases) {
    const operation = operationOf(context.contract, cases[0]?.operation);
    const valid = context.principals.able(operation).find((principal) => jwtOf(context.principals, principal, operation) !== undefined)!;
    const control = () => context.send(operation, { role: 'control', caller: context.principals.caller(valid, operation) });
    const before = await control();
    const sent: { readonly testCase: JwtCase; readonly call: Evidence; readonly facts: JwtFacts }[] = [];
    for (const testCase of cases) {
      const principal = principalNamed(context.principals, testCase.principal);
      const token = jwtOf(context.principals, principal, operation)!;
      const caller = context.principals.caller(principal, operation);
      const end = tokenEnd(token);
      const { kind } = testCase;
      const forged = kind === 'expired' ? undefined : carrying(caller, `${principal.name}:${kind}`, forgeries[kind](token));
      for (const { secret } of forged?.credentials ?? [])
        context.redactor.add({ name: forged!.name, value: secret, shell: `$${variableOf(`${principal.name} forged`)}` });
      const call = await context.send(operation, { caller: forged ?? caller });
      sent.push({ testCase, call, facts: { ...(end !== undefined && { end }) } });
    }
    const after = await control();
    for (const { testCase, call, facts } of sent) context.observe(testCase, { controls: [before, after], probes: { call }, facts });
  },
};

/** The first of the probes that accepts a credential of one of these schemes alone. */
function operationWith({ probe, probes }: Principals, schemes: readonly string[]): Operation | undefined {
  const accepts = ({ security }: Operation) =>
    security.some(({ requirements }) => requirements.length === 1 && schemes.includes(requirements[0]!.scheme));
  return probe && accepts(probe) ? probe : probes.find(accepts);
}

/** The JWT with which a principal calls an operation; undefined if its credential is something else. */
function jwtOf(principals: Principals, principal: Principal, operation: Operation): Token | undefined {
  const { credentials } = principals.caller(principal, operation);
  const [only] = credentials;
  return credentials.length === 1 && only && mayBeJwt(only.scheme) ? tokenIn(only.secret) : undefined;
}

const carrying = (caller: Caller, name: string, secret: string): Caller => ({
  ...caller,
  name,
  credentials: caller.credentials.map(({ scheme }) => ({ scheme, secret })),
});
