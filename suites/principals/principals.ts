/**
 * Who may do what: principals are chosen by property, never by name.
 *
 * @module
 */
import type { Alternative, Contract, Operation, Scheme } from '../../spec/contract.ts';
import type { Actor, Settings } from '../engine/settings.ts';

/** One principal as it calls: its own credential, and those of the companions that an operation asks for besides (AND). */
export interface Caller {
  readonly name: string;
  readonly account: string;
  readonly credentials: readonly { readonly scheme: Scheme; readonly secret: string }[];
}

export interface Roster {
  /** Every principal of the configuration. */
  readonly actors: readonly Actor[];
  /** Live principals that may call from this machine and are not kept for burning. */
  readonly active: readonly Actor[];
  /** What the principal's scopes grant, implied ones included. */
  granted(actor: Actor): ReadonlySet<string>;
  /** Whether the operation takes this principal's kind of credential at all. */
  concerns(actor: Actor, operation: Operation): boolean;
  /** Whether the principal meets what the operation asks for. */
  allows(actor: Actor, operation: Operation): boolean;
  /** Whether it does so by the scopes that it holds, without any that those imply. */
  directly(actor: Actor, operation: Operation): boolean;
  /** The principal as it calls the operation. */
  caller(actor: Actor, operation: Operation): Caller;
  /** Live principals that meet what the operation asks for, the best to spend requests of first. */
  able(operation: Operation): readonly Actor[];
  /** The requests in its plan's smallest window: how freely a principal may call. */
  freedom(actor: Actor): number;
}

export function createRoster(contract: Contract, settings: Pick<Settings, 'actors'>): Roster {
  const schemes = new Map(contract.schemes.map((scheme) => [scheme.name, scheme]));
  const plans = new Map(contract.plans.map((plan) => [plan.name, plan]));
  const fallback = defaultScheme(contract);
  const schemeOf = (actor: Actor) => actor.scheme ?? fallback;
  const freedom = (actor: Actor) =>
    Math.min(...(plans.get(actor.plan ?? '')?.windows.map(({ limit }) => limit) ?? [Number.MAX_SAFE_INTEGER]));
  const active = settings.actors.filter(({ state, from, expendable }) => state === 'active' && from === undefined && !expendable);
  const granted = (actor: Actor) => new Set(actor.scopes.flatMap((scope) => [scope, ...(contract.implies[scope] ?? [])]));
  const meets = (actor: Actor, scopes: readonly string[]) => {
    const held = granted(actor);
    return scopes.every((scope) => held.has(scope));
  };
  /** The principals that together meet an alternative, the given one among them; undefined where nobody makes up the rest. */
  const company = (actor: Actor, { requirements }: Alternative, withScopes: boolean): readonly Actor[] | undefined => {
    if (!requirements.some(({ scheme }) => scheme === schemeOf(actor))) return undefined;
    const members = requirements.map(({ scheme, scopes }) => {
      if (scheme === schemeOf(actor)) return !withScopes || meets(actor, scopes) ? actor : undefined;
      return active.find((other) => other.account === actor.account && schemeOf(other) === scheme && meets(other, scopes));
    });
    return members.every((member) => member !== undefined) ? members : undefined;
  };
  const concerns = (actor: Actor, operation: Operation) =>
    !operation.public && operation.security.some((alternative) => company(actor, alternative, false) !== undefined);
  const allows = (actor: Actor, operation: Operation) =>
    operation.public || operation.security.some((alternative) => company(actor, alternative, true) !== undefined);
  const directly = (actor: Actor, operation: Operation) =>
    operation.public ||
    operation.security.some(({ requirements }) =>
      requirements.some(({ scheme, scopes }) => scheme === schemeOf(actor) && scopes.every((scope) => actor.scopes.includes(scope))),
    );
  const caller = (actor: Actor, operation: Operation): Caller => {
    const members = operation.security.map((alternative) => company(actor, alternative, true)).find((found) => found !== undefined) ??
      operation.security.map((alternative) => company(actor, alternative, false)).find((found) => found !== undefined) ?? [actor];
    const credentials = members.flatMap((member) => {
      const scheme = schemes.get(schemeOf(member));
      return scheme ? [{ scheme, secret: member.secret }] : [];
    });
    return { name: actor.name, account: actor.account, credentials };
  };
  const able = (operation: Operation) =>
    active
      .filter((actor) => allows(actor, operation) && (operation.public || concerns(actor, operation)))
      .toSorted((one, other) => freedom(other) - freedom(one));
  return { actors: settings.actors, active, granted, concerns, allows, directly, caller, able, freedom };
}

/** The scheme of a credential whose configuration names none: the first that a secured operation asks for and a secret can fill. */
export function defaultScheme(contract: Contract): string {
  const usable = new Set(contract.schemes.filter(({ kind }) => kind !== 'unsupported' && kind !== 'certificate').map(({ name }) => name));
  const asked = contract.operations.flatMap(({ security }) =>
    security.flatMap(({ requirements }) => requirements.map(({ scheme }) => scheme)),
  );
  return asked.find((scheme) => usable.has(scheme)) ?? contract.schemes[0]?.name ?? '';
}
