import type { Case, Evidence, NamedProbes } from '../../engine/evidence.ts';
import { withinWindow } from '../../expectations/counting.ts';
import { heldBack } from '../../engine/check.ts';
import type { Principal } from '../../engine/settings.ts';
import { forwardingHeaders, type ForwardingHeader } from '../address/forwarded-address.ts';
import {
  noSafeCall,
  principalNamed,
  operationOf,
  simplestFor,
  type Planned,
  type PlanningContext,
  type Scenario,
} from '../../engine/scenario.ts';

/** The headers from which limiters are known to take the client's address. */
export const limiterHeaders = ['x-forwarded-for', 'forwarded', 'x-real-ip'] as const satisfies readonly ForwardingHeader[];

/** Addresses reserved for documentation. @see RFC 5737 §3 */
export const unusedAddresses = ['198.51.100.21', '198.51.100.84', '192.0.2.133'];

/** How many requests the windows of a plan should have, so that the calls are only a part of them. */
const enough = 30;

export interface ForwardedForCase extends Case {
  readonly header: ForwardingHeader;
}

export interface ForwardedForProbes extends NamedProbes {
  /** Two calls without the header. */
  readonly first: Evidence;
  readonly second: Evidence;
  /** Calls that name a different address each. */
  readonly forwarded: readonly Evidence[];
  /** One more call without the header. */
  readonly last: Evidence;
}

export const forwardedFor: Scenario<ForwardedForCase, ForwardedForProbes> = {
  name: 'forwarded-for',
  together: 'counts',
  description:
    'Calls a few times in a row as one principal, with a different address in a forwarding header each time, and compares the remaining counts.',
  cases: (planning) => {
    if (planning.contract.rateLimit.remaining.length === 0) return [];
    const principal = watched(planning);
    if (!principal) return [{ header: limiterHeaders[0], cost: 0, ...noSafeCall(planning) }];
    const operation = simplestFor(planning, principal)!;
    return limiterHeaders.map((header): Planned<ForwardedForCase> => ({
      header,
      operation: operation.id,
      principal: principal.name,
      label: header,
      words: `a different address in ${forwardingHeaders[header].words} each time`,
      cost: unusedAddresses.length + 3,
    }));
  },
  async play(context, cases) {
    for (const testCase of cases) {
      const operation = operationOf(context.contract, testCase.operation);
      const principal = principalNamed(context.principals, testCase.principal);
      const caller = context.principals.caller(principal, operation);
      const trouble = await context.makeRoom(principal, { requests: unusedAddresses.length + 3, operation: operation.id });
      if (trouble) {
        context.undecided(testCase, heldBack(trouble));
        continue;
      }
      const probes = await withinWindow(context.contract, async () => {
        const [first, second] = [await context.send(operation, { caller }), await context.send(operation, { caller })];
        const forwarded: Evidence[] = [];
        for (const address of unusedAddresses)
          forwarded.push(await context.send(operation, { caller, headers: forwardingHeaders[testCase.header].lines(address) }));
        return { first, second, forwarded, last: await context.send(operation, { caller }) };
      });
      context.observe(testCase, { controls: [], probes });
    }
  },
};

/** A principal whose quota refills slowly and is still large enough. */
export function watched(planning: PlanningContext): Principal | undefined {
  const { active, freedom } = planning.principals;
  const able = active.filter((principal) => simplestFor(planning, principal)).toSorted((one, other) => freedom(one) - freedom(other));
  return able.find((principal) => freedom(principal) >= enough) ?? able.at(-1);
}
