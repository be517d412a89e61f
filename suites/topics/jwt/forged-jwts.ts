import type { Contract, Operation, Scheme } from '../../../spec/contract.ts';
import { forgeries, tokenEnd, tokenIn, type Token } from '../../principals/forgeries.ts';
import { simplestOperation } from '../../http/request.ts';
import type { Caller, Principals } from '../../principals/principals.ts';
import { variableOf } from '../../redaction/redactor.ts';
import type { Principal } from '../../engine/settings.ts';
import { principalNamed, operationOf, type PlannedCase, type Scenario } from '../../engine/scenario.ts';

/** Whether the credentials of a scheme are, or may be, JWTs. */
export const mayBeJwt = ({ kind, type, bearerFormat = '' }: Scheme): boolean =>
  kind === 'bearer' && (/^(?:at\+)?jwt$/i.test(bearerFormat) || type === 'openIdConnect');

/** Variants: the forgery; `expired`, the token of a principal that is. Facts: `end`, when the token says that it ends, in seconds since the epoch. */
export const forgedJwts: Scenario = {
  name: 'forged-jwts',
  description: 'Sends JWTs that were forged from a live one, and such as have expired, between two calls with a good one.',
  cases: ({ contract, principals }) => {
    const schemes = contract.schemes.filter(mayBeJwt).map(({ name }) => name);
    if (schemes.length === 0) return [];
    const operation = operationWith(contract, schemes);
    if (!operation) return [];
    const holder = principals.able(operation).find((principal) => jwtOf(principals, principal, operation) !== undefined);
    const why = 'no live principal has a credential that is a JWT';
    const planned = (variant: string, more: Partial<PlannedCase>): PlannedCase => ({ operation: operation.id, variant, cost: 1, ...more });
    if (!holder) return [...Object.keys(forgeries), 'expired'].map((variant) => planned(variant, { absent: why }));
    const dead = principals.all.filter((actor) => actor.state === 'expired' && jwtOf(principals, actor, operation) !== undefined);
    const nobody = { why: 'no expired JWT is at hand', needs: 'a principal with state: expired whose credential is a JWT (principals)' };
    return [
      ...Object.keys(forgeries).map((variant) => planned(variant, { principal: holder.name })),
      ...(dead.length > 0 ? dead.map(({ name }) => planned('expired', { principal: name })) : [planned('expired', { blocked: nobody })]),
    ];
  },
  async play(context, cases) {
    const operation = operationOf(context.contract, cases[0]?.operation);
    const good = context.principals.able(operation).find((principal) => jwtOf(context.principals, principal, operation) !== undefined)!;
    const control = () => context.send(operation, { role: 'control', caller: context.principals.caller(good, operation) });
    const before = await control();
    const sent = [];
    for (const testCase of cases) {
      const actor = principalNamed(context.principals, testCase.principal);
      const token = jwtOf(context.principals, actor, operation)!;
      const caller = context.principals.caller(actor, operation);
      const end = tokenEnd(token);
      const forge = forgeries[testCase.variant!];
      const forged = forge && carrying(caller, `${actor.name}:${testCase.variant}`, forge(token));
      for (const { secret } of forged?.credentials ?? [])
        context.redactor.add({ name: forged!.name, value: secret, shell: `$${variableOf(`${actor.name} forged`)}` });
      const probe = await context.send(operation, { caller: forged ?? caller });
      sent.push({ shot: testCase, probe, facts: { ...(end !== undefined && { end }) } });
    }
    const after = await control();
    for (const { shot, probe, facts } of sent) context.observe(shot, { controls: [before, after], probes: [probe], facts });
  },
};

/** The simplest operation, or else the first safe one, that takes a credential of one of these schemes alone. */
function operationWith(contract: Contract, schemes: readonly string[]): Operation | undefined {
  const observations = ({ security }: Operation) =>
    security.some(({ requirements }) => requirements.length === 1 && schemes.includes(requirements[0]!.scheme));
  const simplest = simplestOperation(contract);
  return simplest && observations(simplest)
    ? simplest
    : contract.operations.find((operation) => operation.safe && !operation.public && observations(operation));
}

/** The JWT with which a principal calls an operation; undefined where it calls with something else. */
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
