import type { Contract } from '../../../spec/contract.ts';
import { replyOf } from '../../expectations/answer.ts';
import {
  expectFields,
  expectResetWithin,
  fellTooLittle,
  formOf,
  planOf,
  shown,
  steps,
  windowsReported,
} from '../../expectations/rate-fields.ts';
import { countedTogether, rateReported } from '../../expectations/counting.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import { reportedQuota, valueAtPlace } from '../../expectations/quota.ts';
import { absentOperation } from '../../engine/judge.ts';
import {
  blocked,
  check,
  inconclusive,
  notApplicable,
  operationIn,
  type Check,
  type Judgement,
  type CheckContext,
  type AnyMismatch,
} from '../../engine/check.ts';
import type { Evidence, Observation } from '../../engine/evidence.ts';
import { forwardedFor } from './forwarded-for.ts';
import { operationMatrix } from '../scopes/operation-matrix.ts';
import { rateLimitHeaders } from './rate-limit-headers.ts';
import { unchargedRejections } from './uncharged-rejections.ts';

const declares = (value: 'limit' | 'remaining' | 'reset') => (contract: Contract) =>
  contract.rateLimit[value].length > 0 || `the document declares no field for the ${value === 'reset' ? 'time of the reset' : value}`;
export const declaresAny = (contract: Contract): true | string =>
  [declares('limit'), declares('remaining'), declares('reset')].some((declared) => declared(contract) === true) ||
  'the document declares no rate-limit fields';
const planned = (contract: Contract) => contract.plans.length > 0 || 'the document states no plans with limits';
const both = (...conditions: readonly (true | string)[]): true | string => conditions.find((condition) => condition !== true) ?? true;
const succeeded: NonNullable<Check['of']> = ({ variant }) => variant === 'success';

/** Judges each probe with the windows of its principal's plan. */
const byPlan =
  (judge: (probe: Evidence, windows: ReturnType<typeof planOf> & object, context: CheckContext) => readonly AnyMismatch[]) =>
  (observation: Observation, law: CheckContext): Judgement => {
    const plan = planOf(law, observation.case);
    if (!plan) return blocked(`the plan of ${observation.case.principal} is not known`, `principals.${observation.case.principal}.plan`);
    return observation.probes.flatMap((probe) => judge(probe, plan, law)).slice(0, 1);
  };

/** Judges only answers that report what is to be judged. */
const reporting =
  (values: readonly ('limit' | 'remaining')[], judge: Check['judge']): Check['judge'] =>
  (observation, context, record) => {
    const quotas = observation.probes.map((probe) => reportedQuota(context.contract, replyOf(probe)));
    const missing = values.find((value) => quotas.every((quota) => quota[value] === undefined));
    return missing === undefined ? judge(observation, context, record) : inconclusive(`there is no ${missing} to judge`);
  };

export const headerChecks = {
  'limits/headers': {
    scenario: rateLimitHeaders,
    applies: declaresAny,
    judge: ({ probes, case: testCase }, { contract }) => {
      const wanted = { refusal: [403], 'not-found': [404] }[testCase.variant ?? ''];
      const { status } = replyOf(probes[0]);
      if (wanted && !wanted.includes(status)) return notApplicable(`answered with ${status}, not with ${wanted.join()}`);
      if (!wanted && !isSuccess(probes[0]!)) return inconclusive(`answered with ${status}`);
      return probes.flatMap((probe) => expectFields(probe, contract)).slice(0, 3);
    },
  },
  'limits/headers-every-operation': check(operationMatrix, {
    applies: declaresAny,
    tolerates: ['429', 'control'],
    judge: ({ probes: { call }, case: testCase }, { contract }) => {
      const operation = operationIn(contract, testCase)!;
      const { status } = replyOf(call);
      if (operation.assumed && (status === 404 || status === 405)) return absentOperation(operation.id);
      if (status === 401 || (status >= 300 && status < 400)) return notApplicable(`answered with ${status}: not as a known caller`);
      return expectFields(call, contract).slice(0, 3);
    },
  }),
  'limits/reported-limit': {
    scenario: rateLimitHeaders,
    applies: (contract) => both(declares('limit')(contract), planned(contract)),
    of: succeeded,
    judge: reporting(
      ['limit'],
      byPlan((probe, plan, { contract }) => {
        const quota = reportedQuota(contract, replyOf(probe));
        if (quota.limit === undefined || windowsReported(plan, quota).length > 0) return [];
        const expected = `${plan.windows.map(({ limit }) => limit).join(' or ')}, of the plan ${plan.name}`;
        return [
          {
            reason: 'the limit of no window of the plan',
            where: contract.rateLimit.limit[0]!.expression,
            expected,
            actual: String(quota.limit),
          },
        ];
      }),
    ),
  },
  'limits/remaining-within-limit': {
    scenario: rateLimitHeaders,
    applies: (contract) => both(declares('remaining')(contract), declares('limit')(contract)),
    of: succeeded,
    judge: reporting(['limit', 'remaining'], ({ probes }, { contract }) =>
      probes
        .flatMap((probe): readonly AnyMismatch[] => {
          const { limit, remaining } = reportedQuota(contract, replyOf(probe));
          if (limit === undefined || remaining === undefined || remaining <= limit) return [];
          const where = contract.rateLimit.remaining[0]!.expression;
          return [{ reason: 'more remains than there is', where, expected: `at most ${limit}`, actual: String(remaining) }];
        })
        .slice(0, 1),
    ),
  },
  'limits/remaining-decrement': {
    scenario: rateLimitHeaders,
    applies: declares('remaining'),
    of: succeeded,
    judge: (observation, context) => {
      const rate = rateReported(observation, context);
      const seen = steps(observation.probes, context.contract).filter(({ moved, fell }) => !(moved && fell <= 0));
      const single = seen.filter(({ fell, seconds }) => fell > 1 || fellTooLittle(fell, 1, rate * seconds));
      const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
      const freed = rate * total(seen.map(({ seconds }) => seconds));
      const together = fellTooLittle(total(seen.map(({ fell }) => fell)), seen.length, freed);
      const wrong = single.length === 0 && together ? seen.filter(({ fell }) => fell < 1) : single;
      if (seen.length === 0) return inconclusive('the remainder could not be compared');
      if (wrong.length === 0) return [];
      const others = wrong.some(({ fell }) => fell > 1) && !seen.every(({ fell }) => fell === seen[0]!.fell);
      if (others) return inconclusive('somebody else spends the same quota', 'a principal whose account nobody else uses');
      const { before, after } = wrong[0]!;
      const where = context.contract.rateLimit.remaining[0]!.expression;
      return [{ reason: `fell by ${before - after}`, where, expected: String(before - 1), actual: String(after) }];
    },
  },
  'limits/reset-format': {
    scenario: rateLimitHeaders,
    applies: declares('reset'),
    of: succeeded,
    judge: ({ probes }, { contract }) => {
      const place = contract.rateLimit.reset[0]!;
      const value = valueAtPlace(place, replyOf(probes[0]));
      if (value === undefined) return inconclusive('there is no such field');
      const form = formOf(value);
      return form === contract.rateLimit.resetForm
        ? []
        : [{ reason: form, where: place.expression, expected: contract.rateLimit.resetForm, actual: shown(place, probes[0]!) }];
    },
  },
  'limits/reset-within-window': {
    scenario: rateLimitHeaders,
    applies: (contract) => both(declares('reset')(contract), planned(contract)),
    of: succeeded,
    judge: (observation, context) => {
      if (
        formOf(valueAtPlace(context.contract.rateLimit.reset[0]!, replyOf(observation.probes[0]))) !== context.contract.rateLimit.resetForm
      ) {
        return inconclusive('the reset is in another form');
      }
      return byPlan((probe, plan, { contract }) =>
        expectResetWithin(probe, contract, Math.max(...plan.windows.map(({ seconds }) => seconds))),
      )(observation, context);
    },
  },
  'limits/headers-single-window': {
    scenario: rateLimitHeaders,
    applies: (contract) => both(declares('limit')(contract), planned(contract)),
    of: succeeded,
    judge: (observation, context) => {
      const { contract } = context;
      const quotas = observation.probes.map((probe) => reportedQuota(contract, replyOf(probe)));
      const plan = planOf(context, observation.case);
      const unknown = plan && quotas.some((quota) => quota.limit === undefined || windowsReported(plan, quota).length === 0);
      if (unknown) return inconclusive('the reported limit is of no window of the plan');
      const judged = byPlan((probe, { windows }) => oneWindow(probe, windows, context))(observation, context);
      if ('outcome' in judged || judged.length > 0) return judged;
      return expectSteadyChoice(observation, context);
    },
  },
  'limits/401-cost': {
    scenario: unchargedRejections,
    applies: declares('remaining'),
    of: ({ variant }) => variant === undefined,
    judge: ({ probes }, { contract }) => {
      const [step] = steps(probes, contract);
      if (!step || step.moved || step.fell < 1) return inconclusive('the remainder could not be compared');
      if (step.fell === 1) return [];
      const where = contract.rateLimit.remaining[0]!.expression;
      return [{ reason: 'refused requests were charged', where, expected: String(step.before - 1), actual: String(step.after) }];
    },
  },
  'limits/forwarding-headers': {
    scenario: forwardedFor,
    applies: declares('remaining'),
    judge: (observation, context) => {
      const [plain] = steps(observation.probes.slice(0, 2), context.contract);
      if (plain && !plain.moved && plain.fell < 1)
        return notApplicable('what remains does not fall without the field either: see limits/remaining-decrement');
      return countedTogether({ ...observation, probes: observation.probes.slice(1) }, context);
    },
  },
} as const satisfies { readonly [id: string]: Check };

/** The three values fit the window that the limit is of. */
function oneWindow(
  probe: Evidence,
  windows: readonly { readonly limit: number; readonly seconds: number }[],
  { contract }: CheckContext,
): readonly AnyMismatch[] {
  const { limit, remaining } = reportedQuota(contract, replyOf(probe));
  const window = windows.filter((candidate) => candidate.limit === limit).toSorted((one, other) => other.seconds - one.seconds)[0];
  if (!window) return [];
  if (remaining !== undefined && remaining > window.limit) {
    return [
      {
        reason: 'limit and remainder of two windows',
        where: contract.rateLimit.remaining[0]!.expression,
        expected: `at most ${limit}`,
        actual: String(remaining),
      },
    ];
  }
  const form = contract.rateLimit.reset[0] && formOf(valueAtPlace(contract.rateLimit.reset[0], replyOf(probe)));
  const far = form === contract.rateLimit.resetForm ? expectResetWithin(probe, contract, window.seconds) : [];
  return far
    .filter((mismatch) => 'reason' in mismatch && mismatch.reason === 'the reset is too far away')
    .map((mismatch) => ({ ...mismatch, reason: 'limit and reset of two windows' }));
}

/** Always the same window, or the one of which least remains. */
function expectSteadyChoice({ probes }: Observation, { contract }: CheckContext): readonly AnyMismatch[] {
  const quotas = probes.map((probe) => reportedQuota(contract, replyOf(probe)));
  const limitsSeen = [...new Set(quotas.map(({ limit }) => limit))];
  const tightening = quotas.every(({ remaining }, index) => index === 0 || (remaining ?? 0) <= (quotas[index - 1]!.remaining ?? 0));
  if (limitsSeen.length <= 1 || tightening) return [];
  return [
    {
      reason: 'now one window, now another',
      where: contract.rateLimit.limit[0]!.expression,
      expected: 'one window',
      actual: limitsSeen.join(', '),
    },
  ];
}
