import type { Operation } from '../../../spec/contract.ts';
import { unknownSecret, withSecret } from '../../principals/credentials.ts';
import type { Evidence } from '../../engine/evidence.ts';
import { calledFrom, inside, knowsLists, outside, restricted, type AddressPlace } from '../../principals/origin.ts';
import type { Principal } from '../../engine/settings.ts';
import type { ScenarioContext } from '../../engine/scenario-context.ts';
import { outsiders } from '../address/blocked-address.ts';
import { principalNamed, operationOf, simplestFor, type PlannedCase, type PlanningContext, type Scenario } from '../../engine/scenario.ts';

/** How many bad requests go between the two good ones. */
const bad = 3;

/**
 * Variants: none for bad credentials; `unlisted` for a principal at an address that its list does not hold. Probes: a good call before, the
 * refusals of `unlisted`, and a good call after.
 */
export const unchargedRejections: Scenario = {
  name: 'uncharged-rejections',
  description:
    'Sends requests that must be refused, for their credentials or for the address that they come from, between two good calls, and compares what remains.',
  cases: (planning) => (planning.contract.rateLimit.remaining.length === 0 ? [] : [badly(planning), ...unlisted(planning)]),
  async play(context, cases) {
    for (const testCase of cases) {
      const operation = operationOf(context.contract, testCase.operation);
      const principal = principalNamed(context.principals, testCase.principal);
      const { watcher, place } = watchFor(context, principal, operation)!;
      // Room for both calls at once, lest a wait between them ends the window.
      const trouble = await context.pacer.makeRoom(watcher, testCase.variant === 'unlisted' ? 2 + bad : 2);
      if (trouble) {
        context.observe(testCase, {
          controls: [],
          probes: [],
          undecided: { why: trouble.says, outcome: 'blocked', ...(trouble.needs !== undefined && { needs: trouble.needs }) },
        });
        continue;
      }
      const look = () =>
        context.send(operation, { caller: context.principals.caller(watcher, operation), ...(place && { alter: calledFrom(place) }) });
      const before = await look();
      const refusals = await (testCase.variant === 'unlisted'
        ? fromElsewhere(context, principal, operation)
        : asStrangers(context, principal, operation));
      const after = await look();
      context.observe(testCase, { controls: [], probes: [before, ...refusals, after] });
    }
  },
};

function badly(planning: PlanningContext): PlannedCase {
  const { principals } = planning;
  const freest = principals.active.toSorted((one, other) => principals.freedom(other) - principals.freedom(one));
  const principal = freest.find((candidate) => simplestFor(planning, candidate));
  const operation = principal && simplestFor(planning, principal);
  if (principal && operation) return { operation: operation.id, principal: principal.name, cost: 2 + bad * 2 };
  return { cost: 0, blocked: { why: 'no live principal may call a safe operation', needs: 'a principal that may read (principals)' } };
}

function unlisted(planning: PlanningContext): readonly PlannedCase[] {
  if (knowsLists(planning.contract) !== true) return [];
  const planned = { variant: 'unlisted', cost: 2 + bad };
  for (const principal of restricted(planning.principals)) {
    const operation = simplestFor(planning, principal);
    const seen = operation && outsiders(planning, operation).includes(principal) && watchFor(planning, principal, operation);
    if (seen) return [{ ...planned, operation: operation.id, principal: principal.name }];
  }
  const why = 'no principal is kept away by its list while its quota can be watched';
  const needs = 'a principal with from, this machine not among them, and another one of its account (principals)';
  return [{ ...planned, cost: 0, blocked: { why, needs } }];
}

/** Who sees what an account has spent: its principal itself, at an address that its list holds, or another one of the account. */
function watchFor(
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

async function asStrangers(context: ScenarioContext, principal: Principal, operation: Operation): Promise<readonly Evidence[]> {
  const stranger = withSecret(context.principals.caller(principal, operation), 'unknown', (_, scheme) => unknownSecret(scheme));
  for (let count = 0; count < bad; count += 1) {
    await context.send(operation, { role: 'preparation' });
    await context.send(operation, { role: 'preparation', caller: stranger });
  }
  return [];
}

async function fromElsewhere(context: ScenarioContext, principal: Principal, operation: Operation): Promise<readonly Evidence[]> {
  const alter = calledFrom(outside(principal, context.settings.origin)!);
  const refusals: Evidence[] = [];
  for (let count = 0; count < bad; count += 1)
    refusals.push(await context.send(operation, { caller: context.principals.caller(principal, operation), alter }));
  return refusals;
}
