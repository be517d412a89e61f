import type { Operation } from '../../../spec/contract.ts';
import type { Plan } from '../../../spec/quotas.ts';
import { ownWindowsOf, unitsOf } from '../../../spec/plan.ts';
import type { Lacking } from '../../engine/evidence.ts';
import { operationsFor, type PlanningContext } from '../../engine/scenario.ts';
import type { Principal } from '../../engine/settings.ts';
import { inRequests, type CountedWindow } from '../../expectations/limiter.ts';

/** The windows that count an operation, in its requests. */
export function countedWindows(plan: Plan, operation: string | undefined): readonly CountedWindow[] {
  const units = unitsOf(plan, operation);
  return [
    ...(units === 0 ? [] : plan.windows).map((window) => inRequests(window, units)),
    ...ownWindowsOf(plan, operation).map((window) => inRequests(window, 1)),
  ];
}

/** The window with the shortest length. */
export const shortestOf = <W extends { readonly seconds: number }>(windows: readonly W[]): W | undefined =>
  windows.toSorted((one, other) => one.seconds - other.seconds)[0];

/** The principal whose quota a run may use up. */
export function burnerOf({ principals }: PlanningContext, plan: Plan): Principal | undefined {
  return principals.all.find(
    (principal) => principal.expendable && principal.state === 'active' && principal.plan === plan.name && principal.from === undefined,
  );
}

/** The safe operations that a window counts, those that take the fewest units and have no windows of their own first. */
export function spendingOperations(planning: Pick<PlanningContext, 'principals'>, plan: Plan, principal: Principal): readonly Operation[] {
  const rank = ({ id }: Operation) => unitsOf(plan, id) + (ownWindowsOf(plan, id).length > 0 ? Number.MAX_SAFE_INTEGER / 2 : 0);
  return operationsFor(planning, principal)
    .filter(({ id }) => countedWindows(plan, id).some(({ limit }) => limit > 0))
    .toSorted((one, other) => rank(one) - rank(other));
}

/** Why a quota cannot be used up. */
export function lackingBurner(plan: Plan, burner: Principal | undefined): Lacking {
  return {
    why: burner ? `${burner.name} may call no safe operation` : `there is no expendable principal of the plan ${plan.name}`,
    needs: { what: `a principal with plan: ${plan.name} and expendable: true`, key: 'principals' },
  };
}
