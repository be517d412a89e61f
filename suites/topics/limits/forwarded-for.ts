import type { Evidence } from '../../engine/evidence.ts';
import type { Principal } from '../../engine/settings.ts';
import { forwardingFields } from '../address/forwarded-address.ts';
import { principalNamed, operationOf, simplestFor, type PlannedCase, type PlanningContext, type Scenario } from '../../engine/scenario.ts';

/** The fields that limiters are known to go by. */
export const forwardedFields = ['x-forwarded-for', 'forwarded', 'x-real-ip'] as const;

/** Addresses that belong to nobody. @see RFC 5737 §3 */
export const strangers = ['198.51.100.21', '198.51.100.84', '192.0.2.133'];

/** How many requests a plan's windows should have, so that the calls are but a part of them. */
const enough = 30;

/** Probes: two calls as they are, calls that name another address each, a call as it is. */
export const forwardedFor: Scenario = {
  name: 'forwarded-for',
  description:
    'Calls a few times in a row as one principal and names another address in a forwarding field each time, to see whether what remains goes on falling.',
  cases: (planning) => {
    if (planning.contract.rateLimit.remaining.length === 0) return [];
    const principal = watched(planning);
    if (!principal) {
      const blocked = { why: 'no live principal may call a safe operation', needs: 'a principal that may read (principals)' };
      return [{ cost: 0, blocked }];
    }
    const operation = simplestFor(planning, principal)!;
    return forwardedFields.map((variant): PlannedCase => ({
      operation: operation.id,
      principal: principal.name,
      variant,
      cost: strangers.length + 3,
    }));
  },
  async play(context, cases) {
    for (const testCase of cases) {
      const operation = operationOf(context.contract, testCase.operation);
      const principal = principalNamed(context.principals, testCase.principal);
      const caller = context.principals.caller(principal, operation);
      const trouble = await context.pacer.makeRoom(principal, strangers.length + 3);
      if (trouble) {
        context.observe(testCase, {
          controls: [],
          probes: [],
          undecided: { why: trouble.says, outcome: 'blocked', ...(trouble.needs !== undefined && { needs: trouble.needs }) },
        });
        continue;
      }
      const probes: Evidence[] = [];
      for (const headers of [[], [], ...strangers.map((address) => forwardingFields[testCase.variant!]!(address)), []]) {
        probes.push(await context.send(operation, { caller, headers }));
      }
      context.observe(testCase, { controls: [], probes });
    }
  },
};

/** Somebody whose quota is given back slowly, and who still has enough of it. */
export function watched(planning: PlanningContext): Principal | undefined {
  const { active, freedom } = planning.principals;
  const able = active.filter((principal) => simplestFor(planning, principal)).toSorted((one, other) => freedom(one) - freedom(other));
  return able.find((actor) => freedom(actor) >= enough) ?? able.at(-1);
}
