/**
 * The rights of each principal. Principals are chosen by their properties, never by name.
 *
 * @module
 */
import type { Alternative, Contract, Operation, Scheme } from '../../spec/contract.ts';
import type { Principal, Settings } from '../engine/settings.ts';

/** One principal as it calls: its own credential, and those of companions if an operation requires several (AND). */
export interface Caller {
  readonly name: string;
  readonly account: string;
  readonly credentials: readonly { readonly scheme: Scheme; readonly secret: string }[];
}

export interface Principals {
  /** Every principal of the configuration. */
  readonly all: readonly Principal[];
  /** Active principals without an allowlist that are not expendable. */
  readonly active: readonly Principal[];
  /** The principal's scopes, implied ones included. */
  granted(principal: Principal): ReadonlySet<string>;
  /** Whether the operation accepts this principal's kind of credential. */
  concerns(principal: Principal, operation: Operation): boolean;
  /** Whether the principal has what the operation requires. */
  allows(principal: Principal, operation: Operation): boolean;
  /** Whether it has that by its own scopes, without implied ones. */
  directly(principal: Principal, operation: Operation): boolean;
  /** The principal as it calls the operation. */
  caller(principal: Principal, operation: Operation): Caller;
  /** The operation with which credentials are tried: chosen by the preflight, or else the first of `probes`. */
  readonly probe: Operation | undefined;
  /** The safe, secured operations in the order in which they suit that: those that a principal may call, at a server of the document, the whoami operation, no path parameter. */
  readonly probes: readonly Operation[];
  /** Active principals that have what the operation requires, those with the largest quota first. */
  able(operation: Operation): readonly Principal[];
  /** The limit of its plan's smallest window. */
  freedom(principal: Principal): number;
}

export function createPrincipals(contract: Contract, settings: Pick<Settings, 'principals' | 'probe'>): Principals {
  const schemes = new Map(contract.schemes.map((scheme) => [scheme.name, scheme]));
  const plans = new Map(contract.plans.map((plan) => [plan.name, plan]));
  const fallback = defaultScheme(contract);
  const schemeOf = (principal: Principal) => principal.scheme ?? fallback;
  const freedom = (principal: Principal) =>
    Math.min(...(plans.get(principal.plan ?? '')?.windows.map(({ limit }) => limit) ?? [Number.MAX_SAFE_INTEGER]));
  const active = settings.principals.filter(({ state, from, expendable }) => state === 'active' && from === undefined && !expendable);
  const granted = (principal: Principal) => new Set(principal.scopes.flatMap((scope) => [scope, ...(contract.implies[scope] ?? [])]));
  const meets = (principal: Principal, scopes: readonly string[]) => {
    const held = granted(principal);
    return scopes.every((scope) => held.has(scope));
  };
  /** The principals that together meet an alternative, the given one among them; undefined if a credential is missing. */
  const companionsOf = (principal: Principal, { requirements }: Alternative, withScopes: boolean): readonly Principal[] | undefined => {
    if (!requirements.some(({ scheme }) => scheme === schemeOf(principal))) return undefined;
    const members = requirements.map(({ scheme, scopes }) => {
      if (scheme === schemeOf(principal)) return !withScopes || meets(principal, scopes) ? principal : undefined;
      return active.find((other) => other.account === principal.account && schemeOf(other) === scheme && meets(other, scopes));
    });
    return members.every((member) => member !== undefined) ? members : undefined;
  };
  const concerns = (principal: Principal, operation: Operation) =>
    !operation.public && operation.security.some((alternative) => companionsOf(principal, alternative, false) !== undefined);
  const allows = (principal: Principal, operation: Operation) =>
    operation.public ||
    (permits(principal, operation) && operation.security.some((alternative) => companionsOf(principal, alternative, true) !== undefined));
  const directly = (principal: Principal, operation: Operation) =>
    operation.public ||
    operation.security.some(({ requirements }) =>
      requirements.some(
        ({ scheme, scopes }) => scheme === schemeOf(principal) && scopes.every((scope) => principal.scopes.includes(scope)),
      ),
    );
  const caller = (principal: Principal, operation: Operation): Caller => {
    const found = (withScopes: boolean) =>
      operation.security.map((alternative) => companionsOf(principal, alternative, withScopes)).find((members) => members !== undefined);
    const members = found(true) ?? found(false) ?? [principal];
    const credentials = members.flatMap((member) => {
      const scheme = schemes.get(schemeOf(member));
      return scheme ? [{ scheme, secret: member.secret }] : [];
    });
    return { name: principal.name, account: principal.account, credentials };
  };
  const able = (operation: Operation) =>
    active
      .filter((principal) => allows(principal, operation) && (operation.public || concerns(principal, operation)))
      .toSorted((one, other) => freedom(other) - freedom(one));
  const rank = (operation: Operation) =>
    (active.length > 0 && able(operation).length === 0 ? 16 : 0) +
    (operation.servers === undefined ? 0 : 8) +
    (operation.id === contract.whoami?.operation ? 0 : 1 + (operation.path.includes('{') ? 2 : 0) + (operation.assumed ? 1 : 0));
  const probes = contract.operations
    .filter((operation) => operation.safe && !operation.public)
    .toSorted((one, other) => rank(one) - rank(other));
  const probe = probes.find(({ id }) => id === settings.probe) ?? probes[0];
  return { all: settings.principals, active, granted, concerns, allows, directly, caller, able, freedom, probe, probes };
}

/** Whether the role of a principal allows an operation, as far as the configuration says. */
const permits = ({ may, mayNot }: Principal, { id }: Operation) => (may?.includes(id) ?? true) && !mayNot?.includes(id);

/** The scheme of a credential whose configuration names none: the first that a secured operation requires and a secret can be used for. */
export function defaultScheme(contract: Contract): string {
  const usable = new Set(contract.schemes.filter(({ kind }) => kind !== 'unsupported').map(({ name }) => name));
  const asked = contract.operations.flatMap(({ security }) =>
    security.flatMap(({ requirements }) => requirements.map(({ scheme }) => scheme)),
  );
  return asked.find((scheme) => usable.has(scheme)) ?? contract.schemes[0]?.name ?? '';
}
