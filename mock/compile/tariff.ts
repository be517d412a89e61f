import type { Contract } from '../../spec/contract.ts';
import type { Plan, Window } from '../../spec/quotas.ts';
import { assumedWindow, reportsUnstatedLimit, ownWindowsOf, unitsOf, windowsFor } from '../../spec/plan.ts';
import type { RateDraft } from '../../spec/rate-fields.ts';
import { policyText } from '../state/quota.ts';

/** What a request is charged. */
export interface Tariff {
  /** The windows of the plan, and how many units of them it takes. */
  readonly windows: readonly Window[];
  readonly units: number;
  /** The windows of its operation: it takes one unit of each. */
  readonly own: readonly Window[];
  /** All of them as a structured field. */
  readonly policy: string | undefined;
}

/** The tariff of a plan for an operation; undefined if there is no such plan. */
export type TariffOf = (plan: string | undefined, operation: string | undefined) => Tariff | undefined;

/** Compiles the tariffs of all plans; where the document declares rate-limit headers and no limit, everybody has the assumed one. */
export function compileTariffs(contract: Contract, draft: RateDraft | undefined): TariffOf {
  const tariffFor = (plan: Plan, operation?: string): Tariff => ({
    windows: plan.windows,
    units: unitsOf(plan, operation),
    own: ownWindowsOf(plan, operation),
    policy: policyText(windowsFor(plan, operation), draft),
  });
  if (reportsUnstatedLimit(contract)) {
    const windows = [assumedWindow];
    const assumed: Tariff = { windows, units: 1, own: [], policy: policyText(windows, draft) };
    return () => assumed;
  }
  const tables = new Map(
    contract.plans.map((plan) => {
      const special = new Set([...Object.keys(plan.costs), ...Object.keys(plan.operations)]);
      return [plan.name, { usual: tariffFor(plan), by: new Map([...special].map((operation) => [operation, tariffFor(plan, operation)])) }];
    }),
  );
  return (plan, operation) => {
    const table = tables.get(plan ?? '');
    return table?.by.get(operation ?? '') ?? table?.usual;
  };
}
