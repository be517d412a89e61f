import type { Contract } from './contract.ts';
import type { Plan, Window } from './quotas.ts';
import { structuredRateFields } from './rate-fields.ts';
import { parseWindow } from './quotas.ts';

type Priced = Pick<Plan, 'windows' | 'costs' | 'operations'>;

/** How many units of its plan's windows a request of an operation takes. */
export function unitsOf({ costs }: Pick<Plan, 'costs'>, operation: string | undefined): number {
  return operation !== undefined && Object.hasOwn(costs, operation) ? costs[operation]! : 1;
}

/** The windows that count the requests of one operation only. */
export function ownWindowsOf({ operations }: Pick<Plan, 'operations'>, operation: string | undefined): readonly Window[] {
  return operation !== undefined && Object.hasOwn(operations, operation) ? operations[operation]! : [];
}

/** Every window that counts the requests of an operation: those of the plan, then its own. */
export function windowsFor(plan: Priced, operation: string | undefined): readonly Window[] {
  return [...plan.windows, ...ownWindowsOf(plan, operation)];
}

/** Every window of a plan, those of single operations included. */
export function everyWindow({ windows, operations }: Priced): readonly Window[] {
  return [...windows, ...Object.values(operations).flat()];
}

/** The window that the mock counts where a document declares rate-limit headers and states no limit. */
export const assumedWindow: Window = parseWindow('10000/hour')!;

/** Whether a plan states a limit. */
export const statesLimit = ({ plans }: Pick<Contract, 'plans'>): boolean => plans.some((plan) => everyWindow(plan).length > 0);

/** Whether a document has the response to exceeded limits, usually a 429, but states no limit. */
export const hasUnstatedLimit = (contract: Pick<Contract, 'plans' | 'operations'>): boolean =>
  !statesLimit(contract) && contract.operations.some(({ limited }) => limited.documented);

/** Whether a document declares rate-limit headers and no plan states a limit: the values of the headers are then not documented. */
export function reportsUnstatedLimit(contract: Pick<Contract, 'plans' | 'rateLimit' | 'operations' | 'limited'>): boolean {
  const { rateLimit } = contract;
  if (statesLimit(contract)) return false;
  const { policy, service } = structuredRateFields(contract);
  return [rateLimit.limit, rateLimit.remaining, rateLimit.reset].some((places) => places.length > 0) || (policy ?? service) !== undefined;
}
