import type { Operation } from '../../../spec/contract.ts';
import { structuredRateFields } from '../../../spec/rate-fields.ts';
import { groupBy } from '../../engine/group.ts';
import { collectionOf } from '../../principals/test-resources.ts';
import type { Evidence } from '../../engine/evidence.ts';
import { principalNamed, simplestFor, type PlannedCase, type PlanningContext, type Scenario } from '../../engine/scenario.ts';
import { reportedQuota } from '../../expectations/quota.ts';
import type { Principal } from '../../engine/settings.ts';
import type { ScenarioContext } from '../../engine/scenario-context.ts';

/** How many calls in a row show the remainder fall. */
const calls = 5;

/** An id that no object has. */
export const noSuchId = 'auth-conformance-no-such-object';

/** Variants: `success`, calls in a row; `refusal`, a 403; `not-found`, a 404. */
export const rateLimitHeaders: Scenario = {
  name: 'rate-limit-headers',
  description:
    'Calls a few times in a row as one principal of each plan and account, and is refused or finds nothing once, to read the rate-limit fields.',
  cases: (planning) => {
    const { limit, remaining, reset } = planning.contract.rateLimit;
    const { policy, service } = structuredRateFields(planning.contract);
    if (limit.length + remaining.length + reset.length === 0 && !policy && !service) return [];
    return representatives(planning).flatMap((principal) => shotsFor(planning, principal));
  },
  async play(context, cases) {
    const latest = new Map<string, Evidence>();
    for (const testCase of cases) {
      const principal = principalNamed(context.principals, testCase.principal);
      const operation = context.contract.operations.find(({ id }) => id === testCase.operation)!;
      const caller = context.principals.caller(principal, operation);
      const trouble = await context.pacer.makeRoom(principal, testCase.variant === 'success' ? calls : 1);
      if (trouble) {
        context.observe(testCase, {
          controls: [],
          probes: [],
          undecided: { why: trouble.says, outcome: 'blocked', ...(trouble.needs !== undefined && { needs: trouble.needs }) },
        });
        continue;
      }
      const probes: Evidence[] = [];
      const bindings = bindingsFor(context.contract, operation, testCase.variant === 'not-found');
      for (let count = testCase.variant === 'success' ? calls : 1; count > 0; count -= 1)
        probes.push(await context.send(operation, { caller, bindings }));
      observeCharge(context, latest.get(principal.account), probes[0]);
      if (probes.length > 0) latest.set(principal.account, probes.at(-1)!);
      context.observe(testCase, { controls: [], probes });
    }
  },
};

/** Whether an answer that is no success takes a unit too: the document seldom says. */
function observeCharge(context: ScenarioContext, before: Evidence | undefined, after: Evidence | undefined): void {
  if (!before?.reply || !after?.reply || after.reply.status < 400 || after.reply.status === 429) return;
  const [one, other] = [reportedQuota(context.contract, before.reply), reportedQuota(context.contract, after.reply)];
  if (one.remaining === undefined || other.remaining === undefined || one.limit !== other.limit || one.resetAt !== other.resetAt) return;
  const taken = one.remaining - other.remaining;
  if (taken === 0 || taken === 1)
    context.note('limits', `a ${after.reply.status} takes ${taken === 1 ? 'a unit' : 'nothing'} of the quota`, [before, after]);
}

/** One live principal per account, and at most two accounts per plan. */
function representatives({ principals }: PlanningContext): readonly Principal[] {
  const accounts = [...groupBy(principals.active, ({ account }) => account).values()].map((members) => members[0]!);
  return [...groupBy(accounts, ({ plan }) => plan).values()].flatMap((members) => members.slice(0, 2));
}

function shotsFor(planning: PlanningContext, principal: Principal): readonly PlannedCase[] {
  const { contract, principals } = planning;
  const mates = principals.active.filter(({ account }) => account === principal.account);
  const testCase = (variant: string, who: Principal | undefined, operation: Operation | undefined, cost: number): readonly PlannedCase[] =>
    who && operation ? [{ principal: who.name, operation: operation.id, variant, cost }] : [];
  const watched = mates.find((mate) => simplestFor(planning, mate) !== undefined);
  const item = contract.operations.find((operation) => operation.safe && collectionOf(contract, operation)?.read === operation.id);
  const finder = item && mates.find((mate) => principals.allows(mate, item) && principals.concerns(mate, item));
  const refused = mates
    .flatMap((mate) => contract.operations.map((operation) => ({ mate, operation })))
    .find(
      ({ mate, operation }) =>
        operation.safe && !operation.path.includes('{') && principals.concerns(mate, operation) && !principals.allows(mate, operation),
    );
  return [
    ...testCase('success', watched, watched && simplestFor(planning, watched), calls),
    ...testCase('refusal', refused?.mate, refused?.operation, 1),
    ...testCase('not-found', finder, item, 1),
  ];
}

function bindingsFor(
  contract: PlanningContext['contract'],
  operation: Operation,
  nowhere: boolean,
): { readonly [parameter: string]: string } {
  const collection = collectionOf(contract, operation);
  return nowhere && collection ? { [collection.parameter]: noSuchId } : {};
}
