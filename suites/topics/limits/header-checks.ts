import type { Contract } from '../../../spec/contract.ts';
import type { Plan } from '../../../spec/quotas.ts';
import { windowsFor } from '../../../spec/plan.ts';
import { replyOf } from '../../expectations/response.ts';
import {
  actualAt,
  expectFields,
  expectResetWithin,
  expectUncharged,
  fellTooLittle,
  noRateHeaders,
  planOf,
  quotaChanges,
  unitsReported,
  windowsReported,
} from '../../expectations/rate-fields.ts';
import { countedTogether, rateReported } from '../../expectations/counting.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import { reportedQuota, resetFormOf, valueAtPlace } from '../../expectations/quota.ts';
import { formOf, hasForm } from '../../expectations/times.ts';
import { absentOperation } from '../../engine/judge.ts';
import {
  blocked,
  check,
  inconclusive,
  notApplicable,
  operationIn,
  type AnyCheck,
  type CheckContext,
  type Judgement,
  type Mismatch,
} from '../../engine/check.ts';
import { type Evidence, type Observation } from '../../engine/evidence.ts';
import { both, countedByCaller, declaresField, declaresAny, planned } from './declared.ts';
import { forwardedFor } from './forwarded-for.ts';
import { operationMatrix } from '../scopes/operation-matrix.ts';
import { rateLimitHeaders, type RateLimitHeadersCase, type RateLimitHeadersProbes } from './rate-limit-headers.ts';
import { unchargedRejections } from './uncharged-rejections.ts';

type HeadersObservation = Observation<RateLimitHeadersCase, RateLimitHeadersProbes>;
type HeadersJudge = (observation: HeadersObservation, context: CheckContext) => Judgement;

const succeeded = ({ kind }: RateLimitHeadersCase) => kind === 'success';

/** Judges each call with the windows of its principal's plan. */
const byPlan =
  (judge: (call: Evidence, plan: Plan, context: CheckContext) => readonly Mismatch[]): HeadersJudge =>
  ({ case: testCase, probes: { calls } }, context) => {
    const { principal = '' } = testCase;
    const plan = planOf(context, testCase);
    if (!plan)
      return blocked({ code: 'plan-unknown', principal }, { what: `the plan of ${principal}`, key: `principals.${principal}.plan` });
    return calls.flatMap((call) => judge(call, plan, context)).slice(0, 1);
  };

/** Judges only if some response reports what is judged. */
const reporting =
  (values: readonly ('limit' | 'remaining')[], judge: HeadersJudge): HeadersJudge =>
  (observation, context) => {
    const quotas = observation.probes.calls.map((call) => reportedQuota(context.contract, replyOf(call)));
    const missing = values.find((value) => quotas.every((quota) => quota[value] === undefined));
    if (missing === undefined) return judge(observation, context);
    return inconclusive({ code: 'value-not-reported', value: missing === 'remaining' ? 'remaining count' : missing });
  };

/** The calls as what is counted. */
const counted = ({ case: testCase, probes: { calls } }: HeadersObservation) => ({ case: testCase, probes: calls });

export const headerChecks = {
  'limits/headers': check(rateLimitHeaders, {
    applies: declaresAny,
    judge: ({ probes: { calls }, case: { kind } }, { contract }) => {
      const wanted = { success: undefined, forbidden: 403, 'not-found': 404 }[kind];
      const { status } = replyOf(calls[0]);
      if (wanted !== undefined && status !== wanted) return notApplicable({ code: 'other-status', status, wanted });
      if (wanted === undefined && !isSuccess(calls[0]!)) return inconclusive({ code: 'not-a-success', status });
      const judged = calls.map((call) => expectFields(call, contract));
      return judged.every((one) => one === undefined) ? noRateHeaders : judged.flatMap((one) => one ?? []).slice(0, 3);
    },
  }),
  'limits/headers-every-operation': check(operationMatrix, {
    applies: declaresAny,
    tolerates: ['429', 'control'],
    judge: ({ probes: { call }, case: testCase }, { contract }) => {
      const operation = operationIn(contract, testCase)!;
      const { status } = replyOf(call);
      if (operation.assumed && (status === 404 || status === 405)) return absentOperation(operation.id);
      if (status === 401 || (status >= 300 && status < 400)) return notApplicable({ code: 'caller-not-identified', status });
      return expectFields(call, contract)?.slice(0, 3) ?? noRateHeaders;
    },
  }),
  'limits/reported-limit': check(rateLimitHeaders, {
    applies: (contract) => both(declaresField('limit')(contract), planned(contract)),
    of: succeeded,
    judge: reporting(
      ['limit'],
      byPlan((call, plan, { contract }) => {
        const quota = reportedQuota(contract, replyOf(call));
        if (quota.limit === undefined || windowsReported(plan, quota, call.operation).length > 0) return [];
        return [
          {
            code: 'limit-not-in-plan',
            at: contract.rateLimit.limit[0]!.expression,
            expected: { kind: 'one-of', values: windowsFor(plan, call.operation).map(({ limit }) => limit) },
            actual: quota.limit,
            exchange: call.id,
            details: { plan: plan.name },
          },
        ];
      }),
    ),
  }),
  'limits/remaining-within-limit': check(rateLimitHeaders, {
    applies: (contract) => both(declaresField('remaining')(contract), declaresField('limit')(contract)),
    of: succeeded,
    judge: reporting(['limit', 'remaining'], ({ probes: { calls } }, { contract }) =>
      calls.flatMap((call) => remainingWithin(call, contract, 'remaining-exceeds-limit')).slice(0, 1),
    ),
  }),
  'limits/remaining-decrement': check(rateLimitHeaders, {
    applies: declaresField('remaining'),
    of: succeeded,
    judge: (observation, context) => {
      const { calls } = observation.probes;
      const plan = planOf(context, observation.case);
      const units = unitsReported(plan, reportedQuota(context.contract, replyOf(calls[0])), observation.case.operation);
      const rate = rateReported(counted(observation), context);
      const seen = quotaChanges(calls, context.contract).filter(({ moved, fell }) => !(moved && fell <= 0));
      const single = seen.filter(({ fell, seconds }) => fell > units || fellTooLittle(fell, units, rate * seconds));
      const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
      const freed = rate * total(seen.map(({ seconds }) => seconds));
      const together = fellTooLittle(total(seen.map(({ fell }) => fell)), seen.length * units, freed);
      const wrong = single.length === 0 && together ? seen.filter(({ fell }) => fell < units) : single;
      if (seen.length === 0) return inconclusive({ code: 'remaining-not-comparable' });
      const [first] = wrong;
      if (!first) return [];
      const others = wrong.some(({ fell }) => fell > units) && !seen.every(({ fell }) => fell === seen[0]!.fell);
      if (others) return inconclusive({ code: 'quota-shared' }, { what: 'a principal whose account nothing else uses', key: 'principals' });
      const { before, after } = first;
      return [
        {
          code: 'wrong-decrement',
          at: context.contract.rateLimit.remaining[0]!.expression,
          expected: { kind: 'change', exchange: first.first, by: -units, exact: true },
          actual: after,
          exchange: first.second,
          details: { before, after },
        },
      ];
    },
  }),
  'limits/reset-format': check(rateLimitHeaders, {
    applies: declaresField('reset'),
    of: succeeded,
    judge: ({ probes: { calls } }, { contract }) => {
      const place = contract.rateLimit.reset[0]!;
      const value = valueAtPlace(place, replyOf(calls[0]));
      if (value === undefined) return inconclusive({ code: 'value-not-reported', value: 'reset' });
      const wanted = resetFormOf(contract.rateLimit);
      if (hasForm(value, wanted)) return [];
      return [
        {
          code: 'wrong-reset-form',
          at: place.expression,
          expected: { kind: 'form', form: wanted },
          ...actualAt(place, calls[0]!),
          exchange: calls[0]!.id,
          details: { form: formOf(value) },
        },
      ];
    },
  }),
  'limits/reset-within-window': check(rateLimitHeaders, {
    applies: (contract) => both(declaresField('reset')(contract), planned(contract)),
    of: succeeded,
    judge: (observation, context) => {
      if (!hasResetForm(observation.probes.calls[0]!, context)) return inconclusive({ code: 'other-reset-form' });
      return byPlan((call, plan, { contract }) =>
        expectResetWithin(call, contract, Math.max(...windowsFor(plan, call.operation).map(({ seconds }) => seconds))),
      )(observation, context);
    },
  }),
  'limits/headers-single-window': check(rateLimitHeaders, {
    applies: (contract) => both(declaresField('limit')(contract), planned(contract)),
    of: succeeded,
    judge: (observation, context) => {
      const { contract } = context;
      const { calls } = observation.probes;
      const quotas = calls.map((call) => reportedQuota(contract, replyOf(call)));
      const plan = planOf(context, observation.case);
      const { operation } = observation.case;
      const unknown = plan && quotas.some((quota) => quota.limit === undefined || windowsReported(plan, quota, operation).length === 0);
      if (unknown) return inconclusive({ code: 'limit-of-no-window' });
      const judged = byPlan((call, own) => expectOneWindow(call, windowsFor(own, call.operation), context))(observation, context);
      if ('outcome' in judged || judged.length > 0) return judged;
      return expectSteadyChoice(calls, context);
    },
  }),
  'limits/401-cost': check(unchargedRejections, {
    applies: (contract) => both(declaresField('remaining')(contract), countedByCaller(contract)),
    of: ({ kind }) => kind === 'invalid-credentials',
    judge: (observation, context) => expectUncharged(observation, context) ?? inconclusive({ code: 'remaining-not-comparable' }),
  }),
  'limits/forwarding-headers': check(forwardedFor, {
    applies: declaresField('remaining'),
    judge: ({ case: testCase, probes: { first, second, forwarded, last } }, context) => {
      const [plain] = quotaChanges([first, second], context.contract);
      if (plain && !plain.moved && plain.fell < 1)
        return notApplicable({ code: 'remaining-never-falls', requirement: 'limits/remaining-decrement' });
      return countedTogether({ case: testCase, probes: [second, ...forwarded, last] }, context);
    },
  }),
} as const satisfies { readonly [id: string]: AnyCheck };

/** Whether the reset has the documented form. */
function hasResetForm(call: Evidence, { contract }: CheckContext): boolean {
  const [reset] = contract.rateLimit.reset;
  return reset !== undefined && hasForm(valueAtPlace(reset, replyOf(call)), resetFormOf(contract.rateLimit));
}

/** No more remains than the reported limit. */
function remainingWithin(
  call: Evidence,
  contract: Contract,
  code: 'remaining-exceeds-limit' | 'remaining-of-other-window',
): readonly Mismatch[] {
  const { limit, remaining } = reportedQuota(contract, replyOf(call));
  if (limit === undefined || remaining === undefined || remaining <= limit) return [];
  const at = contract.rateLimit.remaining[0]!.expression;
  return [{ code, at, expected: { kind: 'range', most: limit }, actual: remaining, exchange: call.id }];
}

/** Remaining count and reset fit the window that has the reported limit. */
function expectOneWindow(call: Evidence, windows: Plan['windows'], context: CheckContext): readonly Mismatch[] {
  const { contract } = context;
  const { limit } = reportedQuota(contract, replyOf(call));
  const window = windows.filter((candidate) => candidate.limit === limit).toSorted((one, other) => other.seconds - one.seconds)[0];
  if (!window) return [];
  const exceeding = remainingWithin(call, contract, 'remaining-of-other-window');
  if (exceeding.length > 0) return exceeding;
  const far = hasResetForm(call, context) ? expectResetWithin(call, contract, window.seconds) : [];
  return far.filter(({ code }) => code === 'reset-too-late').map((mismatch) => ({ ...mismatch, code: 'reset-of-other-window' }));
}

/** Always the same window, or the one with the least remaining. */
function expectSteadyChoice(calls: readonly Evidence[], { contract }: CheckContext): readonly Mismatch[] {
  const quotas = calls.map((call) => reportedQuota(contract, replyOf(call)));
  const limits = [...new Set(quotas.map(({ limit }) => limit))];
  const tightening = quotas.every(({ remaining }, index) => index === 0 || (remaining ?? 0) <= (quotas[index - 1]!.remaining ?? 0));
  const [first] = quotas;
  const other = quotas.findIndex(({ limit }) => limit !== first?.limit);
  if (first?.limit === undefined || other < 0 || tightening) return [];
  return [
    {
      code: 'window-changes',
      at: contract.rateLimit.limit[0]!.expression,
      expected: { kind: 'same-as', exchange: calls[0]!.id, value: first.limit },
      actual: quotas[other]!.limit ?? null,
      exchange: calls[other]!.id,
      details: { limits: limits.join(', ') },
    },
  ];
}
