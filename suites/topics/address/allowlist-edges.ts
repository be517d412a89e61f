import type { Evidence, Case, NamedProbes } from '../../engine/evidence.ts';
import type { Operation } from '../../../spec/contract.ts';
import { borders, calledFrom, callsFromHere, knowsLists, middles, restricted } from '../../principals/origin.ts';
import type { Principal } from '../../engine/settings.ts';
import type { SendingContext } from '../../engine/scenario-context.ts';
import { principalNamed, operationOf, simplestFor, type Planned, type PlanningContext, type Scenario } from '../../engine/scenario.ts';

export interface AllowlistCase extends Case {
  /**
   * `listed`: in the middle of an entry of the allowlist; `inside`: the first or last address of an entry; `outside`: next to an entry; `free`:
   * any address, as a principal without an allowlist.
   */
  readonly kind: 'listed' | 'inside' | 'outside' | 'free';
  /** The address to call from; the usual one if absent. */
  readonly address?: string;
}

export interface AllowlistProbes extends NamedProbes {
  readonly call: Evidence;
}

const kindWords: { readonly [kind in AllowlistCase['kind']]: string } = {
  listed: 'in the middle of an allowlist entry',
  inside: 'at the end of an allowlist entry',
  outside: 'next to an allowlist entry',
  free: 'as a principal without an allowlist',
};

export const allowlistEdges: Scenario<AllowlistCase, AllowlistProbes> = {
  name: 'allowlist-edges',
  description:
    'Calls from addresses in the middle, at the ends and just outside of each allowlist entry, if this machine has them, and as a principal without an allowlist.',
  cases: (planning) => (knowsLists(planning.contract) === true ? [...listed(planning), ...atBorders(planning), ...free(planning)] : []),
  async play(context, cases) {
    const controls = new Map<string, Evidence>();
    for (const testCase of cases) {
      const operation = operationOf(context.contract, testCase.operation);
      const call = await callAs(context, operation, principalNamed(context.principals, testCase.principal), testCase);
      if (testCase.kind !== 'outside') {
        context.observe(testCase, { controls: [], probes: { call } });
        continue;
      }
      const key = `${operation.id} ${testCase.address}`;
      const companion = context.principals.able(operation)[0];
      const control = controls.get(key) ?? (companion && (await callAs(context, operation, companion, testCase, 'control')));
      if (control) controls.set(key, control);
      context.observe(testCase, { controls: control ? [control] : [], probes: { call } });
    }
  },
};

function callAs(
  context: SendingContext,
  operation: Operation,
  principal: Principal,
  { address }: AllowlistCase,
  role: Evidence['role'] = 'probe',
): Promise<Evidence> {
  return context.send(operation, {
    role,
    caller: context.principals.caller(principal, operation),
    alter: calledFrom(address === undefined ? {} : { from: address }),
  });
}

/** A kind of case, from an address or from the usual one. */
const named = (kind: AllowlistCase['kind'], address?: string) => ({
  kind,
  label: address === undefined ? kind : `${kind} ${address}`,
  words: `from ${address ?? 'this machine’s usual address'}, ${kindWords[kind]}`,
  ...(address !== undefined && { address }),
});

/** One case for each address, as a principal for whom there is an operation to call. */
function casesAs(
  planning: PlanningContext,
  principal: Principal,
  places: readonly ReturnType<typeof named>[],
): readonly Planned<AllowlistCase>[] {
  const operation = simplestFor(planning, principal);
  if (!operation) return [];
  return places.map((place) => ({
    ...place,
    operation: operation.id,
    principal: principal.name,
    cost: place.kind === 'outside' ? 2 : 1,
  }));
}

function listed(planning: PlanningContext): readonly Planned<AllowlistCase>[] {
  const { origin } = planning.settings;
  const cases = restricted(planning.principals).flatMap((principal) => {
    const places = middles(principal, origin).map((address) => named('listed', address));
    return casesAs(planning, principal, places.length === 0 && callsFromHere(principal, origin) ? [named('listed')] : places);
  });
  const why = 'no allowlist contains an address that this machine is known to call from';
  const needs = { what: 'a principal with from and here: true, whose allowlist contains this machine’s address', key: 'principals' };
  return cases.length > 0 ? cases : [{ ...named('listed'), cost: 0, blocked: { why, needs } }];
}

function atBorders(planning: PlanningContext): readonly Planned<AllowlistCase>[] {
  const { origin, profile } = planning.settings;
  const cases = restricted(planning.principals).flatMap((principal) =>
    casesAs(
      planning,
      principal,
      borders(principal, origin).map(({ address, listed: within }) => named(within ? 'inside' : 'outside', address)),
    ),
  );
  if (cases.length > 0) return cases;
  const why = 'no allowlist has a boundary at an address that this machine can choose';
  const needs = {
    what: 'a server on loopback, and a principal whose allowlist has a range there, such as 127.0.0.8/30',
    key: 'principals',
  };
  // Elsewhere a source address cannot be chosen: only a run of the whole catalogue reports that it is missing.
  const lacking = profile === 'full' || origin ? { blocked: { why, needs } } : { outside: { why, needs } };
  return [{ ...named('inside'), cost: 0, ...lacking }];
}

/** As a principal without an allowlist, from the usual address and from others. */
function free(planning: PlanningContext): readonly Planned<AllowlistCase>[] {
  const { origin } = planning.settings;
  const principal = planning.principals.active
    .toSorted((one, other) => planning.principals.freedom(other) - planning.principals.freedom(one))
    .find((candidate) => simplestFor(planning, candidate));
  if (!principal) {
    const why = 'no active principal without an allowlist may call a safe operation';
    return [{ ...named('free'), cost: 0, blocked: { why, needs: { what: 'a principal without from', key: 'principals' } } }];
  }
  const others = restricted(planning.principals).flatMap((mate) => borders(mate, origin).map(({ address }) => address));
  return casesAs(planning, principal, [
    named('free'),
    ...others
      .filter((address) => address !== origin?.usual)
      .slice(0, 2)
      .map((address) => named('free', address)),
  ]);
}
