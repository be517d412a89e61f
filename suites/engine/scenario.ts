import type { Contract, Operation, SchemeKind } from '../../spec/contract.ts';
import type { Case, Evidence, Facts, Probes } from './evidence.ts';
import type { Caller, Principals } from '../principals/principals.ts';
import type { Principal, Permission, Settings } from './settings.ts';
import type { ScenarioContext } from './scenario-context.ts';
import type { Capabilities } from '../http/target.ts';

/** What a scene plans from; nothing is sent for it. */
export interface PlanningContext {
  readonly contract: Contract;
  readonly principals: Principals;
  readonly settings: Settings;
  /** The hooks that the target offers, or is configured to. */
  readonly hooks: { readonly clock: boolean; readonly reset: boolean; readonly deny?: boolean };
}

/** The hooks that a target offers, as scenes plan with them. */
export function hooksOf({ advance, reset, deny }: Capabilities): PlanningContext['hooks'] {
  return { clock: advance !== undefined, reset: reset !== undefined, deny: deny !== undefined };
}

/** What it takes to play a case. */
export interface Effort {
  /** Each of them has to be given. */
  readonly permissions?: readonly Permission[];
  /** Real waiting that only a clock hook saves, in seconds. */
  readonly waits?: number;
  /** How many requests it sends, its control included. */
  readonly cost: number;
}

/** A case with what it takes to play it. */
export type Planned<C extends Case> = C & Effort;
export type PlannedCase = Planned<Case>;

/** Something that is played once against a target, however many checks judge it. */
export interface Scenario<C extends Case = Case, P extends Probes = readonly Evidence[], F = Facts> {
  readonly kind?: 'active';
  readonly name: string;
  /** What it does, in one sentence. */
  readonly description: string;
  cases(planning: PlanningContext): readonly Planned<C>[];
  play(context: ScenarioContext<C, P, F>, cases: readonly C[]): Promise<void>;
}

/** A scenario that sends nothing: its observations are the exchanges of all others, one observation for each of those. */
export interface PassiveScenario<C extends Case = Case, P extends Probes = readonly Evidence[], F = Facts> {
  readonly kind: 'passive';
  readonly name: string;
  readonly description: string;
  /** Never there: says which observations its checks get. */
  readonly observes?: { readonly case: C; readonly probes: P; readonly facts: F };
}

/** A scenario, whatever its cases, exchanges and facts are. */
export type ActiveScenario = Scenario<Case, Probes, unknown>;
export type AnyScenario = ActiveScenario | PassiveScenario<Case, Probes, unknown>;

/** All exchanges of the run, scenario by scenario. */
export const passive: PassiveScenario = {
  kind: 'passive',
  name: 'passive',
  description: 'Sends nothing: it judges the exchanges of all other scenarios.',
};

/** What is missing where no principal meets an operation. */
export function missingPrincipalFor(operation: Operation): Case['blocked'] {
  const alternatives = operation.security.map(({ requirements }) =>
    requirements
      .map(({ scheme, scopes }) => (scopes.length > 0 ? `${scheme} with ${scopes.join(' and ')}` : scheme))
      .join(' together with '),
  );
  return {
    why: `no live principal may call ${operation.id}`,
    needs: `a principal with a credential for ${alternatives.join(', or ')} (principals)`,
  };
}

/** The operation by its id; scenes only name those of their contract. */
export function operationOf(contract: Contract, id: string | undefined): Operation {
  const operation = contract.operations.find((candidate) => candidate.id === id);
  if (!operation) throw new Error(`no operation is called ${id}`);
  return operation;
}

/** The principal by its name; scenes only name those of their roster. */
export function principalNamed(principals: Principals, name: string | undefined): Principal {
  const principal = principals.all.find((candidate) => candidate.name === name);
  if (!principal) throw new Error(`no principal is called ${name}`);
  return principal;
}

/**
 * The operation that a principal can be watched with: safe, allowed, and asking for no object where possible.
 */
export function simplestFor(planning: Pick<PlanningContext, 'contract' | 'principals'>, principal: Principal): Operation | undefined {
  const { contract, principals } = planning;
  const allowed = contract.operations.filter(
    (operation) =>
      operation.safe && !operation.public && principals.concerns(principal, operation) && principals.allows(principal, operation),
  );
  const rank = (operation: Operation) => Number(operation.path.includes('{')) * 2 + Number(operation.assumed);
  const whoami = allowed.find(({ id }) => id === contract.whoami?.operation);
  return whoami ?? allowed.toSorted((one, other) => rank(one) - rank(other))[0];
}

/** Somebody who may call an operation, and which of the credentials is of the wanted kind. */
export interface Holder {
  readonly caller: Caller;
  readonly credential: Caller['credentials'][number];
}

/** Whether every way to call the operation asks for a scope. */
export function isScoped({ security }: Operation): boolean {
  return security.length > 0 && security.every(({ requirements }) => requirements.some(({ scopes }) => scopes.length > 0));
}

/** Whether the operation asks for a credential that travels in one of these ways. */
export function takes(contract: Contract, operation: Operation, kinds: readonly SchemeKind[]): boolean {
  const asked = new Set(operation.security.flatMap(({ requirements }) => requirements.map(({ scheme }) => scheme)));
  return contract.schemes.some(({ name, kind }) => asked.has(name) && kinds.includes(kind));
}

/** Somebody who may call the operation with a credential that travels in one of these ways; undefined where nobody does. */
export function holderOf(principals: Principals, operation: Operation, kinds: readonly SchemeKind[]): Holder | undefined {
  for (const principal of principals.able(operation)) {
    const caller = principals.caller(principal, operation);
    const credential = caller.credentials.find(({ scheme }) => kinds.includes(scheme.kind));
    if (credential) return { caller, credential };
  }
  return undefined;
}
