import type { Operation } from '../../../spec/contract.ts';
import { structuredRateFields } from '../../../spec/rate-fields.ts';
import { groupBy } from '../../engine/group.ts';
import { collectionOf } from '../../principals/test-resources.ts';
import type { Case, Evidence, NamedProbes } from '../../engine/evidence.ts';
import { operationOf, principalNamed, simplestFor, type Planned, type PlanningContext, type Scenario } from '../../engine/scenario.ts';
import { reportedQuota } from '../../expectations/quota.ts';
import type { Principal } from '../../engine/settings.ts';
import { heldBack, type SendingContext } from '../../engine/scenario-context.ts';

/** How many calls in a row show that the remaining count falls. */
const callsInARow = 5;

/** An id that no object has. */
export const noSuchId = 'auth-conformance-no-such-object';

export interface RateLimitHeadersCase extends Case {
  /** Calls in a row that succeed, a 403, or a 404. */
  readonly kind: 'success' | 'forbidden' | 'not-found';
}

export interface RateLimitHeadersProbes extends NamedProbes {
  readonly calls: readonly Evidence[];
}

export const rateLimitHeaders: Scenario<RateLimitHeadersCase, RateLimitHeadersProbes> = {
  name: 'rate-limit-headers',
  description:
    'Calls a few times in a row as one principal of each plan and account, and gets one 403 and one 404, to read the rate limit headers.',
  cases: (planning) => {
    const { limit, remaining, reset } = planning.contract.rateLimit;
    const { policy, service } = structuredRateFields(planning.contract);
    if (limit.length + remaining.length + reset.length === 0 && !policy && !service) return [];
    return representatives(planning).flatMap((principal) => casesFor(planning, principal));
  },
  async play(context, cases) {
    const latest = new Map<string, Evidence>();
    for (const testCase of cases) {
      const principal = principalNamed(context.principals, testCase.principal);
      const operation = operationOf(context.contract, testCase.operation);
      const caller = context.principals.caller(principal, operation);
      const count = testCase.kind === 'success' ? callsInARow : 1;
      const trouble = await context.pacer.makeRoom(principal, count);
      if (trouble) {
        context.undecided(testCase, heldBack(trouble));
        continue;
      }
      const bindings = bindingsFor(context.contract, operation, testCase.kind === 'not-found');
      const calls: Evidence[] = [];
      while (calls.length < count) calls.push(await context.send(operation, { caller, bindings }));
      noteCharge(context, latest.get(principal.account), calls[0]);
      latest.set(principal.account, calls.at(-1)!);
      context.observe(testCase, { controls: [], probes: { calls } });
    }
  },
};

/** Notes whether an error response is charged to the quota: documents seldom say. */
function noteCharge(context: SendingContext, before: Evidence | undefined, after: Evidence | undefined): void {
  if (!before?.reply || !after?.reply || after.reply.status < 400 || after.reply.status === 429) return;
  const [one, other] = [reportedQuota(context.contract, before.reply), reportedQuota(context.contract, after.reply)];
  if (one.remaining === undefined || other.remaining === undefined || one.limit !== other.limit || one.resetAt !== other.resetAt) return;
  const taken = one.remaining - other.remaining;
  if (taken === 0 || taken === 1)
    context.note('limits', `a ${after.reply.status} takes ${taken === 1 ? 'a unit' : 'nothing'} of the quota`, [before, after]);
}

/** One active principal per account, and at most two accounts per plan. */
function representatives({ principals }: PlanningContext): readonly Principal[] {
  const accounts = [...groupBy(principals.active, ({ account }) => account).values()].map((members) => members[0]!);
  return [...groupBy(accounts, ({ plan }) => plan).values()].flatMap((members) => members.slice(0, 2));
}

const labels = {
  success: { label: 'success', words: 'several successes in a row' },
  forbidden: { label: 'forbidden', words: 'a 403 because of a missing scope' },
  'not-found': { label: 'not-found', words: 'an object that does not exist' },
} as const;

function casesFor(planning: PlanningContext, principal: Principal): readonly Planned<RateLimitHeadersCase>[] {
  const { contract, principals } = planning;
  const mates = principals.active.filter(({ account }) => account === principal.account);
  const caseOf = (kind: RateLimitHeadersCase['kind'], caller: Principal | undefined, operation: Operation | undefined, cost: number) =>
    caller && operation ? [{ kind, principal: caller.name, operation: operation.id, ...labels[kind], cost }] : [];
  const reader = mates.find((mate) => simplestFor(planning, mate) !== undefined);
  const item = contract.operations.find((operation) => operation.safe && collectionOf(contract, operation)?.read === operation.id);
  const finder = item && mates.find((mate) => principals.allows(mate, item) && principals.concerns(mate, item));
  const rejected = mates
    .flatMap((mate) => contract.operations.map((operation) => ({ mate, operation })))
    .find(
      ({ mate, operation }) =>
        operation.safe && !operation.path.includes('{') && principals.concerns(mate, operation) && !principals.allows(mate, operation),
    );
  return [
    ...caseOf('success', reader, reader && simplestFor(planning, reader), callsInARow),
    ...caseOf('forbidden', rejected?.mate, rejected?.operation, 1),
    ...caseOf('not-found', finder, item, 1),
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
