import type { Contract, Operation, SchemeKind } from '../../spec/contract.ts';
import type { Case, Evidence, Facts, Probes } from './evidence.ts';
import type { Caller, Principals } from '../principals/principals.ts';
import type { Principal, Permission, Settings } from './settings.ts';
import type { ScenarioContext } from './scenario-context.ts';
import type { Capabilities } from '../http/target.ts';

/** The input for planning a scenario; planning sends nothing. */
export interface PlanningContext {
  readonly contract: Contract;
  readonly principals: Principals;
  readonly settings: Settings;
  /** The hooks that the target offers, or is configured to. */
  readonly hooks: { readonly clock: boolean; readonly reset: boolean; readonly deny?: boolean };
}

/** The hooks of a target, as far as planning needs them. */
export function hooksOf({ advance, reset, deny }: Capabilities): PlanningContext['hooks'] {
  return { clock: advance !== undefined, reset: reset !== undefined, deny: deny !== undefined };
}

/** The hooks that a configuration names: until the target is asked, it may offer all of them. */
export const configuredHooks = ({ hooks }: Pick<Settings, 'hooks'>): PlanningContext['hooks'] => ({
  clock: hooks !== undefined,
  reset: hooks !== undefined,
});

/** The cost of a case. */
export interface Effort {
  /** The permissions that are all required. */
  readonly permissions?: readonly Permission[];
  /** Real waiting that only a clock hook saves, in seconds. */
  readonly waits?: number;
  /** How many requests it sends, its control included. */
  readonly cost: number;
}

/** A case with its cost. */
export type Planned<C extends Case> = C & Effort;
export type PlannedCase = Planned<Case>;

/** A sequence of requests that is sent once to a target and judged by any number of checks. */
export interface Scenario<C extends Case = Case, P extends Probes = readonly Evidence[], F = Facts> {
  readonly kind?: 'active';
  readonly name: string;
  /** What it does, in one sentence. */
  readonly description: string;
  /** It waits for quotas that only scenarios with expendable principals use; in which order those are started. */
  readonly waits?: number;
  /**
   * Why the first shard of a run plays it: it compares remaining counts, lets time pass at the target, or exposes credentials, after which the
   * target may end them or reject who sent them.
   */
  readonly together?: 'counts' | 'time' | 'exposure';
  cases(planning: PlanningContext): readonly Planned<C>[];
  play(context: ScenarioContext<C, P, F>, cases: readonly C[]): Promise<void>;
}

/** A scenario that sends nothing: its observations are the exchanges of all others, one observation for each of those. */
export interface PassiveScenario<C extends Case = Case, P extends Probes = readonly Evidence[], F = Facts> {
  readonly kind: 'passive';
  readonly name: string;
  readonly description: string;
  /** Never set: types the observations of its checks. */
  readonly observes?: { readonly case: C; readonly probes: P; readonly facts: F };
}

/** A scenario with any cases, exchanges and facts. */
export type ActiveScenario = Scenario<Case, Probes, unknown>;
export type AnyScenario = ActiveScenario | PassiveScenario<Case, Probes, unknown>;

/** All exchanges of the run, scenario by scenario. */
export const passive: PassiveScenario = {
  kind: 'passive',
  name: 'passive',
  description: 'Sends nothing: it judges the exchanges of all other scenarios.',
};

/** The need to report if no principal meets an operation. */
export function missingPrincipalFor(operation: Operation): Case['blocked'] {
  const alternatives = operation.security.map(({ requirements }) =>
    requirements
      .map(({ scheme, scopes }) => (scopes.length > 0 ? `${scheme} with ${scopes.join(' and ')}` : scheme))
      .join(' together with '),
  );
  return {
    why: `no live principal may call ${operation.id}`,
    needs: { what: `a principal with a credential for ${alternatives.join(', or ')}`, key: 'principals' },
  };
}

/** The operation by its id; scenarios name only operations of their contract. */
export function operationOf(contract: Contract, id: string | undefined): Operation {
  const operation = contract.operations.find((candidate) => candidate.id === id);
  if (!operation) throw new Error(`no operation is called ${id}`);
  return operation;
}

/** The principal by its name; scenarios name only configured principals. */
export function principalNamed(principals: Principals, name: string | undefined): Principal {
  const principal = principals.all.find((candidate) => candidate.name === name);
  if (!principal) throw new Error(`no principal is called ${name}`);
  return principal;
}

/** The operation to observe a principal with: the first of those that suit it. */
export function simplestFor(planning: Pick<PlanningContext, 'principals'>, principal: Principal): Operation | undefined {
  return operationsFor(planning, principal)[0];
}

/** Why no principal may call a safe operation, and whether a principal could change that. */
export function noSafeCall({ contract }: Pick<PlanningContext, 'contract'>): Pick<Case, 'absent' | 'blocked'> {
  const isPossible = contract.operations.some((operation) => operation.safe && !operation.public);
  if (!isPossible) return { absent: 'the document has no safe operation that requires a credential' };
  return {
    blocked: { why: 'no active principal may call a safe operation', needs: { what: 'a principal that may read', key: 'principals' } },
  };
}

/** The safe operations that a principal may call: the probe of the run, and then those without a path parameter. */
export function operationsFor({ principals }: Pick<PlanningContext, 'principals'>, principal: Principal): readonly Operation[] {
  const { probe, probes } = principals;
  const allowed = probes.filter((operation) => principals.concerns(principal, operation) && principals.allows(principal, operation));
  return allowed.toSorted((one, other) => Number(other === probe) - Number(one === probe));
}

/** A caller that may call an operation, and its credential of the wanted kind. */
export interface Holder {
  readonly caller: Caller;
  readonly credential: Caller['credentials'][number];
}

/** Whether every security alternative of the operation requires a scope. */
export function isScoped({ security }: Operation): boolean {
  return security.length > 0 && security.every(({ requirements }) => requirements.some(({ scopes }) => scopes.length > 0));
}

/** Whether the operation accepts a credential of one of these kinds. */
export function takes(contract: Contract, operation: Operation, kinds: readonly SchemeKind[]): boolean {
  const asked = new Set(operation.security.flatMap(({ requirements }) => requirements.map(({ scheme }) => scheme)));
  return contract.schemes.some(({ name, kind }) => asked.has(name) && kinds.includes(kind));
}

/** A caller that may call the operation with a credential of one of these kinds; undefined if there is none. */
export function holderOf(principals: Principals, operation: Operation, kinds: readonly SchemeKind[]): Holder | undefined {
  for (const principal of principals.able(operation)) {
    const caller = principals.caller(principal, operation);
    const credential = caller.credentials.find(({ scheme }) => kinds.includes(scheme.kind));
    if (credential) return { caller, credential };
  }
  return undefined;
}
