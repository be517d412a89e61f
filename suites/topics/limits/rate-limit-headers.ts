import type { Operation } from '../../../spec/contract.ts';
import { unitsOf } from '../../../spec/plan.ts';
import { headerValues } from '../../../spec/message.ts';
import { isEarlierDraft, structuredRateFields } from '../../../spec/rate-fields.ts';
import { policyField, serviceField } from '../../expectations/structured.ts';
import { planOf } from '../../expectations/rate-fields.ts';
import { groupBy } from '../../engine/group.ts';
import { collectionOf } from '../../principals/test-resources.ts';
import type { Case, Evidence, NamedProbes } from '../../engine/evidence.ts';
import {
  operationOf,
  operationsFor,
  principalNamed,
  simplestFor,
  type Planned,
  type PlanningContext,
  type Scenario,
} from '../../engine/scenario.ts';
import { isOverLimit } from '../../expectations/limiter.ts';
import { reportedQuota } from '../../expectations/quota.ts';
import type { Principal } from '../../engine/settings.ts';
import { planned } from './declared.ts';
import { planOverlay, reportedWindows } from './proposed-plan.ts';
import { heldBack } from '../../engine/check.ts';
import type { SendingContext } from '../../engine/scenario-context.ts';

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
  together: 'counts',
  description:
    'Calls a few times in a row as one principal of each plan and account, and gets one 403 and one 404, to read the rate limit headers.',
  cases: (planning) => {
    const { limit, remaining, reset } = planning.contract.rateLimit;
    const { policy, service } = structuredRateFields(planning.contract);
    if (limit.length + remaining.length + reset.length === 0 && policy === undefined && service === undefined) return [];
    return representatives(planning).flatMap((principal) => casesFor(planning, principal));
  },
  async play(context, cases) {
    const latest = new Map<string, Evidence>();
    for (const testCase of cases) {
      const principal = principalNamed(context.principals, testCase.principal);
      const operation = operationOf(context.contract, testCase.operation);
      const caller = context.principals.caller(principal, operation);
      const count = testCase.kind === 'success' ? callsInARow : 1;
      const trouble = await context.makeRoom(principal, { requests: count, operation: operation.id });
      if (trouble) {
        context.undecided(testCase, heldBack(trouble));
        continue;
      }
      const bindings = bindingsFor(context.contract, operation, testCase.kind === 'not-found');
      const calls: Evidence[] = [];
      while (calls.length < count) calls.push(await context.send(operation, { caller, bindings }));
      noteCharge(context, latest.get(principal.account), calls[0]);
      noteDraft(context, calls[0]!);
      if (testCase === cases[0]) notePlan(context, calls[0]!);
      latest.set(principal.account, calls.at(-1)!);
      context.observe(testCase, { controls: [], probes: { calls } });
    }
  },
};

/** Notes whether an error response is charged to the quota: documents seldom say. */
function noteCharge(context: SendingContext, before: Evidence | undefined, after: Evidence | undefined): void {
  if (!before?.reply || !after?.reply || after.reply.status < 400 || isOverLimit(context.contract, after.reply)) return;
  const [one, other] = [reportedQuota(context.contract, before.reply), reportedQuota(context.contract, after.reply)];
  if (one.remaining === undefined || other.remaining === undefined || one.limit !== other.limit || one.resetAt !== other.resetAt) return;
  const taken = one.remaining - other.remaining;
  if (taken === 0 || taken === 1)
    context.note('limits', `a ${after.reply.status} takes ${taken === 1 ? 'a unit' : 'nothing'} of the quota`, [before, after]);
}

/** Notes a header in the format of an earlier draft than the document lets expect: clients of later drafts do not read it. */
function noteDraft(context: SendingContext, call: Evidence): void {
  const { policy, service } = structuredRateFields(context.contract);
  for (const [field, draft] of [[policyField, policy] as const, [serviceField, service] as const]) {
    const lines = headerValues(call.reply?.headers ?? [], field);
    if (draft === 'any' && lines.length > 0 && lines.every(isEarlierDraft))
      context.note('limits', `${field} has the format of draft 7 or earlier`, [call]);
  }
}

/** Notes the limits that the headers report and no plan states, with an overlay that states them. */
function notePlan(context: SendingContext, call: Evidence): void {
  if (planned(context.contract) === true || !call.reply) return;
  const limits = reportedWindows(context.contract, call.reply);
  if (limits.length === 0) return;
  const message = `the headers report ${limits.join(' and ')}, and no plan states a limit; with this overlay (--overlay FILE), and plan: default for the principals, the suites check it as documented`;
  context.note('limits', message, [call], { yaml: planOverlay(limits) });
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
  const simplest = reader && simplestFor(planning, reader);
  return [
    ...caseOf('success', reader, simplest, callsInARow),
    ...caseOf('success', reader, reader && costliestFor(planning, reader, simplest), callsInARow),
    ...caseOf('forbidden', rejected?.mate, rejected?.operation, 1),
    ...caseOf('not-found', finder, item, 1),
  ];
}

/** The operation that takes the most units, if it takes more than another one. */
function costliestFor(planning: PlanningContext, principal: Principal, other: Operation | undefined): Operation | undefined {
  const plan = planOf(planning, { principal: principal.name });
  if (!plan) return undefined;
  const units = ({ id }: Operation) => unitsOf(plan, id);
  const [first] = operationsFor(planning, principal)
    .filter(({ path }) => !path.includes('{'))
    .toSorted((one, another) => units(another) - units(one));
  return first && other && units(first) > units(other) ? first : undefined;
}

function bindingsFor(
  contract: PlanningContext['contract'],
  operation: Operation,
  nowhere: boolean,
): { readonly [parameter: string]: string } {
  const collection = collectionOf(contract, operation);
  return nowhere && collection ? { [collection.parameter]: noSuchId } : {};
}
