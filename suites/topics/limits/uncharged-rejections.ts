import type { Operation } from '../../../spec/contract.ts';
import { unknownSecret, withSecret } from '../../principals/credentials.ts';
import type { Case, Evidence, NamedProbes } from '../../engine/evidence.ts';
import { calledFrom, inside, knowsLists, outside, restricted, type AddressPlace } from '../../principals/origin.ts';
import type { Principal } from '../../engine/settings.ts';
import { heldBack } from '../../engine/check.ts';
import type { SendingContext } from '../../engine/scenario-context.ts';
import { outsiders } from '../address/blocked-address.ts';
import {
  noSafeCall,
  principalNamed,
  operationOf,
  simplestFor,
  type Planned,
  type PlanningContext,
  type Scenario,
} from '../../engine/scenario.ts';

/** How many requests of each kind are rejected between two that are served. */
const rejected = 3;

export interface UnchargedRejectionsCase extends Case {
  /** Why requests are rejected. */
  readonly kind: 'invalid-credentials' | 'unlisted-address';
}

export interface UnchargedRejectionsProbes extends NamedProbes {
  /** A call that is served, and reports the remaining count. */
  readonly before: Evidence;
  /** The rejections of an address; those of credentials only prepare. */
  readonly rejections: readonly Evidence[];
  /** The same call as before. */
  readonly after: Evidence;
}

export const unchargedRejections: Scenario<UnchargedRejectionsCase, UnchargedRejectionsProbes> = {
  name: 'uncharged-rejections',
  together: 'counts',
  description:
    'Sends requests that must be rejected because of their credentials or their address, between two that are served, and compares the remaining counts.',
  cases: (planning) =>
    planning.contract.rateLimit.remaining.length === 0 ? [] : [invalidCredentials(planning), ...unlistedAddress(planning)],
  async play(context, cases) {
    for (const testCase of cases) {
      const operation = operationOf(context.contract, testCase.operation);
      const principal = principalNamed(context.principals, testCase.principal);
      const isUnlisted = testCase.kind === 'unlisted-address';
      const { watcher, place } = watcherFor(context, principal, operation)!;
      // Room for both calls at once: a wait between them could end the window.
      const trouble = await context.makeRoom(watcher, { requests: isUnlisted ? 2 + rejected : 2, operation: operation.id });
      if (trouble) {
        context.undecided(testCase, heldBack(trouble));
        continue;
      }
      const call = () =>
        context.send(operation, { caller: context.principals.caller(watcher, operation), ...(place && { alter: calledFrom(place) }) });
      const before = await call();
      const rejections = await (isUnlisted ? fromElsewhere : withInvalidCredentials)(context, principal, operation);
      const after = await call();
      context.observe(testCase, { controls: [], probes: { before, rejections, after } });
    }
  },
};

function invalidCredentials(planning: PlanningContext): Planned<UnchargedRejectionsCase> {
  const kind = 'invalid-credentials';
  const { principals } = planning;
  const freest = principals.active.toSorted((one, other) => principals.freedom(other) - principals.freedom(one));
  const principal = freest.find((candidate) => simplestFor(planning, candidate));
  const operation = principal && simplestFor(planning, principal);
  if (principal && operation) return { kind, operation: operation.id, principal: principal.name, cost: 2 + rejected * 2 };
  return {
    kind,
    cost: 0,
    ...noSafeCall(planning),
  };
}

function unlistedAddress(planning: PlanningContext): readonly Planned<UnchargedRejectionsCase>[] {
  if (knowsLists(planning.contract) !== true) return [];
  const planned = {
    kind: 'unlisted-address',
    label: 'unlisted',
    words: 'a principal at an address outside its allowlist',
    cost: 2 + rejected,
  } as const;
  for (const principal of restricted(planning.principals)) {
    const operation = simplestFor(planning, principal);
    const isWatched = operation && outsiders(planning, operation).includes(principal) && watcherFor(planning, principal, operation);
    if (isWatched) return [{ ...planned, operation: operation.id, principal: principal.name }];
  }
  const why = 'there is no principal that its allowlist keeps away and whose quota can be read';
  const needs = { what: 'a principal with from that excludes this machine, and one more of its account', key: 'principals' };
  return [{ ...planned, cost: 0, blocked: { why, needs } }];
}

/** Who reads the remaining count of an account: the principal itself, from an address on its allowlist, or one more of the account. */
function watcherFor(
  { principals, settings }: Pick<PlanningContext, 'principals' | 'settings'>,
  principal: Principal,
  operation: Operation,
): { readonly watcher: Principal; readonly place?: AddressPlace } | undefined {
  if (principal.from === undefined) return { watcher: principal };
  const place = inside(principal, settings.origin);
  if (place) return { watcher: principal, place };
  const mate = principals.able(operation).find(({ account }) => account === principal.account);
  return mate && { watcher: mate };
}

async function withInvalidCredentials(context: SendingContext, principal: Principal, operation: Operation): Promise<readonly Evidence[]> {
  const invalid = withSecret(context.principals.caller(principal, operation), 'unknown', (secret, scheme) => unknownSecret(scheme, secret));
  for (let count = 0; count < rejected; count += 1) {
    await context.send(operation, { role: 'preparation' });
    await context.send(operation, { role: 'preparation', caller: invalid });
  }
  return [];
}

async function fromElsewhere(context: SendingContext, principal: Principal, operation: Operation): Promise<readonly Evidence[]> {
  const alter = calledFrom(outside(principal, context.settings.origin)!);
  const rejections: Evidence[] = [];
  for (let count = 0; count < rejected; count += 1)
    rejections.push(await context.send(operation, { caller: context.principals.caller(principal, operation), alter }));
  return rejections;
}
