import type { Contract, Operation, Window } from '../../../spec/contract.ts';
import { rejectedTooEarly, servedTooMany, type Exhaustion } from '../../expectations/limiter.ts';
import { expectStatus, hasWords } from '../../expectations/response.ts';
import { expectDescribed, expectRetryForms, expectRetryWithin, retryTimes } from '../../expectations/retry.ts';
import { expectFields, planOf } from '../../expectations/rate-fields.ts';
import { reportedQuota, retrySeconds } from '../../expectations/quota.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import { declaresAny, planned } from './declared.ts';
import {
  blocked,
  check,
  describes,
  inconclusive,
  type AnyCheck,
  type Undecided,
  type CheckContext,
  type Judgement,
} from '../../engine/check.ts';
import { documentedBody, documentedWords, documentedErrorsOf } from '../../expectations/error-responses.ts';
import type { Evidence, Observation } from '../../engine/evidence.ts';
import { parallelBurst, shortestOf } from './parallel-burst.ts';
import { windowExhaustion, type ExhaustionCase, type ExhaustionFacts, type ExhaustionProbes } from './window-exhaustion.ts';

type ExhaustionObservation = Observation<ExhaustionCase, ExhaustionProbes, ExhaustionFacts>;
type ExhaustionCheck = Omit<Parameters<typeof check<ExhaustionCase, ExhaustionProbes, ExhaustionFacts>>[1], 'tolerates'>;

const limited = (operation: Operation) => operation.limited;
const withRetry = (contract: Contract) =>
  planned(contract) === true ? contract.rateLimit.retryAfter.length > 0 || 'the document declares no retry time' : planned(contract);

const rejectionOf = ({ last }: { readonly last?: Evidence | undefined }) => (last && !isSuccess(last) ? last : undefined);

/** A check of what used up a window: a 429 is expected. */
const exhausted = (rest: ExhaustionCheck) => check(windowExhaustion, { ...rest, tolerates: ['429'] });

/** How a window was used up. An announced wait that was too short does not show when the window began. */
function exhaustionOf(
  { case: testCase, probes, samples, facts }: ExhaustionObservation,
  { contract }: CheckContext,
): Exhaustion | undefined {
  if (!samples) return undefined;
  const reply = rejectionOf(probes)?.reply;
  const tooShort = probes.afterWait !== undefined && !isSuccess(probes.afterWait);
  const wait = reply?.status === 429 && !tooShort ? retrySeconds(contract, reply) : undefined;
  return { window: testCase.window, samples, fresh: facts?.fresh === true, ...(wait !== undefined && { wait }) };
}

/** A rejection that itself names a different window of the plan as used up says nothing about this one. */
function otherWindowExhausted({ case: testCase, probes }: ExhaustionObservation, context: CheckContext): Undecided | undefined {
  const { window } = testCase;
  const reply = rejectionOf(probes)?.reply;
  const { limit, remaining } = reply ? reportedQuota(context.contract, reply) : {};
  const other = planOf(context, testCase)?.windows.find((candidate) => candidate.limit === limit && candidate.seconds !== window.seconds);
  if (!other || limit === window.limit || remaining !== 0) return undefined;
  return inconclusive({ code: 'other-window-exhausted', window: other.label });
}

/** Judges the 429; another requirement reports if there is none. */
const rejectedWith =
  (
    judge: (rejection: Evidence, observation: ExhaustionObservation, context: CheckContext) => Judgement,
  ): ((observation: ExhaustionObservation, context: CheckContext) => Judgement) =>
  (observation, context) => {
    const rejection = rejectionOf(observation.probes);
    return rejection?.reply?.status === 429 ? judge(rejection, observation, context) : inconclusive({ code: 'no-429' });
  };

const earlierUse = () => inconclusive({ code: 'earlier-use-unknown' }, 'the test hook reset (hooks)');
const servedOf = ({ limit, seconds }: Window) => ({ kind: 'served', limit, seconds }) as const;

export const windowChecks = {
  'limits/enforcement': exhausted({
    applies: planned,
    judge: (observation, context) => {
      const exhaustion = exhaustionOf(observation, context);
      if (!exhaustion) return inconclusive({ code: 'window-not-exhausted' });
      const { window, samples } = exhaustion;
      const { last } = observation.probes;
      const excess = servedTooMany(exhaustion);
      if (excess) {
        const expected = { ...servedOf(window), most: window.limit };
        return [{ code: 'limit-not-enforced', expected, actual: excess.served, ...(last && { exchange: last.id }) }];
      }
      if (rejectionOf(observation.probes)) return otherWindowExhausted(observation, context) ?? [];
      return inconclusive({ code: samples.length > window.limit * 2 ? 'window-outlasted' : 'too-few-requests', requests: samples.length });
    },
  }),
  'limits/remaining-current-request': exhausted({
    applies: (contract) =>
      contract.rateLimit.remaining.length > 0 && contract.rateLimit.limit.length > 0
        ? planned(contract)
        : 'the document declares no headers for the limit and the remaining requests',
    judge: ({ samples, facts }, { contract }) => {
      const first = samples?.[0];
      if (first?.limit === undefined || first.remaining === undefined)
        return inconclusive({ code: 'value-not-reported', value: 'remaining count' });
      if (first.remaining !== first.limit) return facts?.fresh === true ? [] : earlierUse();
      return [
        {
          code: 'current-request-not-counted',
          at: contract.rateLimit.remaining[0]!.expression,
          expected: { kind: 'range', most: first.limit - 1 },
          actual: first.remaining,
        },
      ];
    },
  }),
  'limits/concurrent-requests': check(parallelBurst, {
    tolerates: ['429'],
    applies: planned,
    judge: ({ case: { plan }, probes, samples }, { contract }) => {
      const window = shortestOf(contract, plan);
      const rejection = rejectionOf(probes);
      if (!window || !samples || !rejection) return inconclusive({ code: 'nothing-rejected' });
      if (!samples.some(({ status }) => status >= 200 && status < 300)) return inconclusive({ code: 'nothing-served' });
      const wait = rejection.reply?.status === 429 ? retrySeconds(contract, rejection.reply) : undefined;
      const excess = servedTooMany({ window, samples, fresh: false, ...(wait !== undefined && { wait }) });
      if (!excess) return [];
      const expected = { ...servedOf(window), most: window.limit, together: true };
      return [{ code: 'parallel-requests-exceed-limit', expected, actual: excess.served, exchange: rejection.id }];
    },
  }),
  'limits/early-rejection': exhausted({
    applies: planned,
    judge: (observation, context) => {
      const exhaustion = exhaustionOf(observation, context);
      const rejection = rejectionOf(observation.probes);
      if (!exhaustion || !rejection) return inconclusive({ code: 'nothing-rejected' });
      if (!exhaustion.fresh) return earlierUse();
      const early = rejectedTooEarly(exhaustion);
      if (!early) return [];
      const expected = { ...servedOf(exhaustion.window), least: early.least };
      return (
        otherWindowExhausted(observation, context) ?? [
          { code: 'rejected-too-early', expected, actual: early.served, exchange: rejection.id },
        ]
      );
    },
  }),
  'limits/429-status': exhausted({
    applies: planned,
    judge: ({ probes }) => {
      const rejection = rejectionOf(probes);
      return rejection ? expectStatus(rejection, [429]) : inconclusive({ code: 'nothing-rejected' });
    },
  }),
  'limits/429-body': exhausted({
    applies: (contract) =>
      planned(contract) === true ? describes(documentedErrorsOf(contract.operations, limited), 'a 429') : planned(contract),
    judge: rejectedWith((rejection, observation, context) => documentedBody(rejected(rejection, observation), context, limited, rejection)),
  }),
  'limits/429-headers': exhausted({
    applies: (contract) => (planned(contract) === true ? declaresAny(contract) : planned(contract)),
    judge: rejectedWith((rejection, _, { contract }) => expectFields(rejection, contract).slice(0, 3)),
  }),
  'limits/429-message': exhausted({
    applies: (contract) =>
      planned(contract) === true
        ? documentedErrorsOf(contract.operations, limited).some(hasWords) || 'the document gives no example of a 429'
        : planned(contract),
    judge: rejectedWith((rejection, observation, context) =>
      documentedWords(rejected(rejection, observation), context, limited, rejection),
    ),
  }),
  'limits/retry-after-format': exhausted({
    applies: withRetry,
    judge: rejectedWith((rejection, _, { contract }) => expectRetryForms(rejection, contract)),
  }),
  'limits/retry-after-within-window': exhausted({
    applies: withRetry,
    judge: rejectedWith((rejection, { case: { window }, probes: { later } }, { contract }) =>
      expectRetryWithin(rejection, later, window, contract),
    ),
  }),
  'limits/retry-after-consistency': exhausted({
    applies: (contract) =>
      contract.rateLimit.retryAfter.length > 1 ? withRetry(contract) : 'the document declares the retry time in one place only',
    judge: rejectedWith((rejection, _, { contract }) => {
      const [first, ...others] = retryTimes(rejection, contract);
      if (!first || others.length === 0) return inconclusive({ code: 'single-retry-time' });
      const differing = others.find(({ seconds }) => Math.abs(seconds - first.seconds) > 1);
      if (!differing) return [];
      return [
        {
          code: 'retry-times-differ',
          at: differing.place.expression,
          expected: { kind: 'same-as', exchange: rejection.id, at: first.place.expression, value: first.seconds },
          actual: differing.seconds,
          exchange: rejection.id,
          details: { place: first.place.expression },
        },
      ];
    }),
  }),
  'limits/429-window': exhausted({
    applies: (contract) =>
      contract.rateLimit.remaining.length > 0 ? planned(contract) : 'the document declares no header for the remaining requests',
    judge: rejectedWith((rejection, { case: { window } }, { contract }) => expectDescribed(rejection, window, contract)),
  }),
  'limits/recovery-after-wait': exhausted({
    applies: planned,
    judge: rejectedWith((_, { probes: { afterWait }, facts }) => {
      if (!afterWait) return blocked({ code: 'wait-not-over', seconds: facts?.announced ?? 0 }, 'the test hook clock (hooks), or --slow');
      if (isSuccess(afterWait)) return [];
      return [
        {
          code: 'rejected-after-wait',
          at: '$statusCode',
          expected: { kind: 'status-class', classes: ['2xx'] },
          ...(afterWait.reply && { actual: afterWait.reply.status }),
          exchange: afterWait.id,
          details: { seconds: facts?.waited ?? 0 },
        },
      ];
    }),
  }),
  'limits/account-isolation': exhausted({
    applies: planned,
    judge: rejectedWith((_, { probes: { otherAccount } }) => {
      if (!otherAccount) return blocked({ code: 'no-other-account' }, 'a principal of a different account (principals)');
      if (isSuccess(otherAccount)) return [];
      const status = otherAccount.reply?.status;
      if (status !== 429) return inconclusive({ code: 'other-account-undecided', status: status ?? 'missing' });
      return [
        {
          code: 'other-account-limited',
          at: '$statusCode',
          expected: { kind: 'status-class', classes: ['2xx'] },
          actual: status,
          exchange: otherAccount.id,
          details: { principal: otherAccount.principal ?? '' },
        },
      ];
    }),
  }),
  'limits/forwarding-headers-over-limit': exhausted({
    applies: planned,
    judge: rejectedWith((_, { probes: { forwarded, later } }) => {
      if (forwarded?.reply?.status === 429) return [];
      if (!forwarded?.reply || !isSuccess(forwarded))
        return inconclusive({ code: 'not-a-success', status: forwarded?.reply?.status ?? 'missing' });
      if (later?.reply?.status !== 429) return inconclusive({ code: 'window-may-have-ended' });
      return [
        {
          code: 'forwarding-headers-evade-limit',
          at: '$statusCode',
          expected: { kind: 'same-as', exchange: later.id, value: 429 },
          actual: forwarded.reply.status,
          exchange: forwarded.id,
        },
      ];
    }),
  }),
} as const satisfies { readonly [id: string]: AnyCheck };

/** The rejection as an observation of its own. */
const rejected = (rejection: Evidence, { case: testCase }: ExhaustionObservation): Observation => ({
  case: testCase,
  controls: [],
  probes: [rejection],
});
