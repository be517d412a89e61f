import type { Operation } from '../../../spec/contract.ts';
import { intrude } from '../intrusion.ts';
import { simplestOperation } from '../../http/request.ts';
import { permissionsFor } from '../../principals/test-resources.ts';
import { missingPrincipalFor, type PlannedCase, type PlanningContext, type Scenario } from '../../engine/scenario.ts';

/** The two ways of having no credential that a server could tell apart. */
const strangers = ['missing', 'unknown'] as const;
/** What a credential is that was good once. */
const dead = ['revoked', 'expired'] as const;

/** Variants: `missing` and `unknown` for strangers; `revoked` and `expired` for each principal that is. */
export const missingCredentials: Scenario = {
  name: 'missing-credentials',
  description:
    'Calls every secured operation without a credential, with an unknown, a revoked and an expired one, and then with a good one.',
  cases: (planning) => [
    ...planning.contract.operations.filter((operation) => !operation.public).flatMap((operation) => shotsOf(planning, operation)),
    ...nobodyDead(planning),
  ],
  async play(context, cases) {
    await intrude(context, cases);
  },
};

/** One control does for all requests of a safe operation; one that changes something needs an object and a control each time. */
function shotsOf({ contract, principals }: PlanningContext, operation: Operation): readonly PlannedCase[] {
  const blocked = principals.able(operation).length === 0 ? missingPrincipalFor(operation) : undefined;
  const ghosts = principals.all.filter((principal) => principal.state !== 'active' && principals.concerns(principal, operation));
  const permissions = permissionsFor(contract, operation);
  const callers = [...strangers.map((variant) => ({ variant })), ...ghosts.map(({ name, state }) => ({ principal: name, variant: state }))];
  return callers.map((caller, index) => ({
    operation: operation.id,
    ...caller,
    cost: operation.safe ? (index === 0 ? 2 : 1) : 3,
    ...(permissions.length > 0 && { permissions }),
    ...(blocked && { blocked }),
  }));
}

/** What a whole set of principals would have besides. */
function nobodyDead({ contract, principals }: PlanningContext): readonly PlannedCase[] {
  const operation = simplestOperation(contract);
  return dead
    .filter((state) => operation !== undefined && !principals.all.some((principal) => principal.state === state))
    .map((state) => ({
      operation: operation!.id,
      variant: state,
      cost: 0,
      blocked: { why: `no ${state} credential is at hand`, needs: `a principal with state: ${state} (principals)` },
    }));
}
