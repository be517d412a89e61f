import type { Contract, Operation, Scheme } from '../../../spec/contract.ts';
import { forgeries, tokenEnd, tokenIn, type Token } from '../../principals/forgeries.ts';
import { simplestOperation } from '../../http/request.ts';
import type { Caller, Roster } from '../../principals/principals.ts';
import { variableOf } from '../../redaction/redactor.ts';
import type { Actor } from '../../engine/settings.ts';
import { actorOf, operationOf, type PlannedShot, type Scene } from '../../engine/scenario.ts';

/** Whether the credentials of a scheme are, or may be, JWTs. */
export const mayBeJwt = ({ kind, type, bearerFormat = '' }: Scheme): boolean =>
  kind === 'bearer' && (/^(?:at\+)?jwt$/i.test(bearerFormat) || type === 'openIdConnect');

/** Variants: the forgery; `expired`, the token of a principal that is. Facts: `end`, when the token says that it ends, in seconds since the epoch. */
export const forgeryScene: Scene = {
  name: 'forged-jwts',
  says: 'Sends JWTs that were forged from a live one, and such as have expired, between two calls with a good one.',
  shots: ({ contract, roster }) => {
    const schemes = contract.schemes.filter(mayBeJwt).map(({ name }) => name);
    if (schemes.length === 0) return [];
    const operation = operationWith(contract, schemes);
    if (!operation) return [];
    const holder = roster.able(operation).find((actor) => jwtOf(roster, actor, operation) !== undefined);
    const why = 'no live principal has a credential that is a JWT';
    const planned = (variant: string, more: Partial<PlannedShot>): PlannedShot => ({ operation: operation.id, variant, cost: 1, ...more });
    if (!holder) return [...Object.keys(forgeries), 'expired'].map((variant) => planned(variant, { absent: why }));
    const dead = roster.actors.filter((actor) => actor.state === 'expired' && jwtOf(roster, actor, operation) !== undefined);
    const nobody = { why: 'no expired JWT is at hand', needs: 'a principal with state: expired whose credential is a JWT (principals)' };
    return [
      ...Object.keys(forgeries).map((variant) => planned(variant, { principal: holder.name })),
      ...(dead.length > 0 ? dead.map(({ name }) => planned('expired', { principal: name })) : [planned('expired', { blocked: nobody })]),
    ];
  },
  async play(stage, shots) {
    const operation = operationOf(stage.contract, shots[0]?.operation);
    const good = stage.roster.able(operation).find((actor) => jwtOf(stage.roster, actor, operation) !== undefined)!;
    const control = () => stage.send(operation, { role: 'control', caller: stage.roster.caller(good, operation) });
    const before = await control();
    const sent = [];
    for (const shot of shots) {
      const actor = actorOf(stage.roster, shot.principal);
      const token = jwtOf(stage.roster, actor, operation)!;
      const caller = stage.roster.caller(actor, operation);
      const end = tokenEnd(token);
      const forge = forgeries[shot.variant!];
      const forged = forge && carrying(caller, `${actor.name}:${shot.variant}`, forge(token));
      for (const { secret } of forged?.credentials ?? [])
        stage.vault.add({ name: forged!.name, value: secret, shell: `$${variableOf(`${actor.name} forged`)}` });
      const probe = await stage.send(operation, { caller: forged ?? caller });
      sent.push({ shot, probe, facts: { ...(end !== undefined && { end }) } });
    }
    const after = await control();
    for (const { shot, probe, facts } of sent) stage.take(shot, { controls: [before, after], probes: [probe], facts });
  },
};

/** The simplest operation, or else the first safe one, that takes a credential of one of these schemes alone. */
function operationWith(contract: Contract, schemes: readonly string[]): Operation | undefined {
  const takes = ({ security }: Operation) =>
    security.some(({ requirements }) => requirements.length === 1 && schemes.includes(requirements[0]!.scheme));
  const simplest = simplestOperation(contract);
  return simplest && takes(simplest)
    ? simplest
    : contract.operations.find((operation) => operation.safe && !operation.public && takes(operation));
}

/** The JWT with which a principal calls an operation; undefined where it calls with something else. */
function jwtOf(roster: Roster, actor: Actor, operation: Operation): Token | undefined {
  const { credentials } = roster.caller(actor, operation);
  const [only] = credentials;
  return credentials.length === 1 && only && mayBeJwt(only.scheme) ? tokenIn(only.secret) : undefined;
}

const carrying = (caller: Caller, name: string, secret: string): Caller => ({
  ...caller,
  name,
  credentials: caller.credentials.map(({ scheme }) => ({ scheme, secret })),
});
