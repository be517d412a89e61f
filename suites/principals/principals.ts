/**
 * Who may do what: principals are chosen by property, never by name.
 *
 * @module
 */
import type { Alternative, Contract, Operation, Scheme } from '../../spec/contract.ts';
import type { Principal, Settings } from '../engine/settings.ts';

/** One principal as it calls: its own credential, and those of the companions that an operation asks for besides (AND). */
export interface Caller {
  readonly name: string;
  readonly account: string;
  readonly credentials: readonly { readonly scheme: Scheme; readonly secret: string }[];
}

export interface Principals {
  /** Every principal of the configuration. */
  readonly all: readonly Principal[];
  /** Live principals that may call from this machine and are not kept for burning. */
  readonly active: readonly Principal[];
  /** What the principal's scopes grant, implied ones included. */
  granted(principal: Principal): ReadonlySet<string>;
  /** Whether the operation takes this principal's kind of credential at all. */
  concerns(actor: Principal, operation: Operation): boolean;
  /** Whether the principal meets what the operation asks for. */
  allows(actor: Principal, operation: Operation): boolean;
  /** Whether it does so by the scopes that it holds, without any that those imply. */
  directly(actor: Principal, operation: Operation): boolean;
  /** The principal as it calls the operation. */
  caller(actor: Principal, operation: Operation): Caller;
  /** Live principals that meet what the operation asks for, the best to spend requests of first. */
  able(operation: Operation): readonly Principal[];
  /** The requests in its plan's smallest window: how freely a principal may call. */
  freedom(actor: Principal): number;
}

export function createPrincipals(contract: Contract, settings: Pick<Settings, 'principals'>): Principals {
  const schemes = new Map(contract.schemes.map((scheme) => [scheme.name, scheme]));
  const plans = new Map(contract.plans.map((plan) => [plan.name, plan]));
  const fallback = defaultScheme(contract);
  const schemeOf = (principal: Principal) => principal.scheme ?? fallback;
  const freedom = (actor: Principal) =>
    Math.min(...(plans.get(actor.plan ?? '')?.windows.map(({ limit }) => limit) ?? [Number.MAX_SAFE_INTEGER]));
  const active = settings.principals.filter(({ state, from, expendable }) => state === 'active' && from === undefined && !expendable);
  const granted = (actor: Principal) => new Set(actor.scopes.flatMap((scope) => [scope, ...(contract.implies[scope] ?? [])]));
  const meets = (actor: Principal, scopes: readonly string[]) => {
    const held = granted(actor);
    return scopes.every((scope) => held.has(scope));
  };
  /** The principals that together meet an alternative, the given one among them; undefined where nobody makes up the rest. */
  const runContext = (actor: Principal, { requirements }: Alternative, withScopes: boolean): readonly Principal[] | undefined => {
    if (!requirements.some(({ scheme }) => scheme === schemeOf(actor))) return undefined;
    const members = requirements.map(({ scheme, scopes }) => {
      if (scheme === schemeOf(actor)) return !withScopes || meets(actor, scopes) ? actor : undefined;
      return active.find((other) => other.account === actor.account && schemeOf(other) === scheme && meets(other, scopes));
    });
    return members.every((member) => member !== undefined) ? members : undefined;
  };
  const concerns = (actor: Principal, operation: Operation) =>
    !operation.public && operation.security.some((alternative) => runContext(actor, alternative, false) !== undefined);
  const allows = (actor: Principal, operation: Operation) =>
    operation.public || operation.security.some((alternative) => runContext(actor, alternative, true) !== undefined);
  const directly = (actor: Principal, operation: Operation) =>
    operation.public ||
    operation.security.some(({ requirements }) =>
      requirements.some(({ scheme, scopes }) => scheme === schemeOf(actor) && scopes.every((scope) => actor.scopes.includes(scope))),
    );
  const caller = (actor: Principal, operation: Operation): Caller => {
    const members = operation.security.map((alternative) => runContext(actor, alternative, true)).find((found) => found !== undefined) ??
      operation.security.map((alternative) => runContext(actor, alternative, false)).find((found) => found !== undefined) ?? [actor];
    const credentials = members.flatMap((member) => {
      const scheme = schemes.get(schemeOf(member));
      return scheme ? [{ scheme, secret: member.secret }] : [];
    });
    return { name: actor.name, account: actor.account, credentials };
  };
  const able = (operation: Operation) =>
    active
      .filter((principal) => allows(principal, operation) && (operation.public || concerns(principal, operation)))
      .toSorted((one, other) => freedom(other) - freedom(one));
  return { all: settings.principals, active, granted, concerns, allows, directly, caller, able, freedom };
}

/** The scheme of a credential whose configuration names none: the first that a secured operation asks for and a secret can fill. */
export function defaultScheme(contract: Contract): string {
  const usable = new Set(contract.schemes.filter(({ kind }) => kind !== 'unsupported' && kind !== 'certificate').map(({ name }) => name));
  const asked = contract.operations.flatMap(({ security }) =>
    security.flatMap(({ requirements }) => requirements.map(({ scheme }) => scheme)),
  );
  return asked.find((scheme) => usable.has(scheme)) ?? contract.schemes[0]?.name ?? '';
}
