import { headerValues } from '../../../spec/message.ts';
import type { Window } from '../../../spec/quotas.ts';
import { isLimitRejection, isOverLimit, rejectedTooEarly, servedSurplus, servedTooMany } from '../../expectations/limiter.ts';
import { expectStatus, hasWords, replyOf } from '../../expectations/response.ts';
import { expectDescribed, expectRetryForms, expectRetryWithin, retryTimes } from '../../expectations/retry.ts';
import { expectFields, noRateHeaders } from '../../expectations/rate-fields.ts';
import { retrySeconds } from '../../expectations/quota.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import { both, countedByCaller, declaresAny, limitKnown, planned } from './declared.ts';
import { blocked, check, describes, inconclusive, notApplicable, operationIn, type AnyCheck } from '../../engine/check.ts';
import { documentedBody, documentedWords, documentedErrorsOf } from '../../expectations/error-responses.ts';
import type { Evidence, Observation } from '../../engine/evidence.ts';
import { parallelBurst } from './parallel-burst.ts';
import {
  announcedTooHigh,
  announcedTooLow,
  counting,
  exhausted,
  exhaustionOf,
  isSameRejection,
  limited,
  otherWindowExhausted,
  rejectedWith,
  rejectionOf,
  reportedLength,
  withRetry,
  type ExhaustionObservation,
} from './exhausted.ts';

const earlierUse = () => inconclusive({ code: 'earlier-use-unknown' }, { what: 'the test hook reset', key: 'hooks' });
const servedOf = ({ limit, seconds }: Window) => ({ kind: 'served', limit, seconds }) as const;

export const windowChecks = {
  'limits/enforcement': exhausted({
    applies: limitKnown,
    judge: (observation, context) => {
      const exhaustion = exhaustionOf(observation, context);
      if (!exhaustion) return inconclusive({ code: 'window-not-exhausted' });
      if (observation.case.isAnnounced) return announcedTooLow(exhaustion, observation.probes.last, context.contract);
      const { window, samples } = exhaustion;
      const { last } = counting(observation).probes;
      const { again } = observation.facts ?? {};
      const excess = servedTooMany(exhaustion) ?? (again && servedSurplus(again) && servedSurplus(exhaustion));
      if (excess) {
        const expected = { ...servedOf(window), most: window.most ?? window.limit };
        return [{ code: 'limit-not-enforced', expected, actual: excess.served, ...(last && { exchange: last.id }) }];
      }
      if (rejectionOf(counting(observation))) return otherWindowExhausted(counting(observation), context) ?? [];
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
    judge: ({ case: { window }, probes, samples, facts }, { contract }) => {
      const rejection = rejectionOf({ probes });
      if (!samples || !rejection) return inconclusive({ code: 'nothing-rejected' });
      if (!samples.some(({ status }) => status >= 200 && status < 300)) return inconclusive({ code: 'nothing-served' });
      const wait = rejection.reply && isOverLimit(contract, rejection.reply) ? retrySeconds(contract, rejection.reply) : undefined;
      const exhaustion = { window, samples, fresh: false, ...(wait !== undefined && { wait }) };
      const again = facts?.again;
      const excess = servedTooMany(exhaustion) ?? (again && servedSurplus(again) && servedSurplus(exhaustion));
      if (!excess) return [];
      const expected = { ...servedOf(window), most: window.most, together: true };
      return [{ code: 'parallel-requests-exceed-limit', expected, actual: excess.served, exchange: rejection.id }];
    },
  }),
  'limits/early-rejection': exhausted({
    applies: limitKnown,
    judge: (observation, context) => {
      const exhaustion = exhaustionOf(observation, context);
      const rejection = rejectionOf(counting(observation));
      if (!exhaustion || !rejection) return inconclusive({ code: 'nothing-rejected' });
      if (observation.case.isAnnounced)
        return observation.facts?.isLimit ? announcedTooHigh(exhaustion, rejection, context.contract) : inconclusive({ code: 'no-429' });
      if (!exhaustion.fresh) return earlierUse();
      const early = rejectedTooEarly(exhaustion);
      if (!early) return [];
      const expected = { ...servedOf(exhaustion.window), least: early.least };
      return (
        otherWindowExhausted(counting(observation), context) ?? [
          { code: 'rejected-too-early', expected, actual: early.served, exchange: rejection.id },
        ]
      );
    },
  }),
  'limits/429-status': exhausted({
    applies: limitKnown,
    judge: (observation, { contract }) => {
      const rejection = rejectionOf(observation);
      const wanted = (operationIn(contract, observation.case) ?? contract).limited.status;
      return rejection ? expectStatus(rejection, [wanted]) : inconclusive({ code: 'nothing-rejected' });
    },
  }),
  'limits/429-body': exhausted({
    applies: (contract, settings) =>
      both(limitKnown(contract, settings), describes(documentedErrorsOf(contract.operations, limited), 'a 429')),
    judge: rejectedWith((rejection, observation, context) => documentedBody(rejected(rejection, observation), context, limited, rejection)),
  }),
  'limits/429-headers': exhausted({
    applies: (contract, settings) => both(limitKnown(contract, settings), declaresAny(contract)),
    judge: rejectedWith((rejection, _, { contract }) => expectFields(rejection, contract)?.slice(0, 3) ?? noRateHeaders),
  }),
  'limits/429-message': exhausted({
    applies: (contract, settings) =>
      both(
        limitKnown(contract, settings),
        documentedErrorsOf(contract.operations, limited).some(hasWords) || 'the document gives no example of a 429',
      ),
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
    judge: rejectedWith((rejection, { case: { window, isAnnounced }, probes: { later } }, { contract }) => {
      const seconds = isAnnounced ? Math.max(window.seconds, reportedLength(rejection, contract)) : window.seconds;
      return expectRetryWithin(rejection, later, { ...window, seconds }, contract);
    }),
  }),
  'limits/retry-after-consistency': exhausted({
    applies: (contract, settings) =>
      contract.rateLimit.retryAfter.length > 1 ? withRetry(contract, settings) : 'the document declares the retry time in one place only',
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
  'limits/retry-after-zero': exhausted({
    applies: limitKnown,
    judge: rejectedWith((rejection) => {
      const values = headerValues(replyOf(rejection).headers, 'retry-after');
      if (values.length === 0) return notApplicable({ code: 'nothing-to-check', what: 'Retry-After header' });
      if (!values.some((value) => /^\s*0+\s*$/.test(value))) return [];
      const expected = { kind: 'range', least: 1, unit: 'seconds' } as const;
      return [{ code: 'retry-at-once', at: '$response.header.Retry-After', expected, actual: 0, exchange: rejection.id }];
    }),
  }),
  'limits/429-window': exhausted({
    applies: (contract, settings) =>
      contract.rateLimit.remaining.length > 0
        ? limitKnown(contract, settings)
        : 'the document declares no header for the remaining requests',
    judge: rejectedWith(
      (rejection, observation, context) =>
        otherWindowExhausted(observation, context) ?? expectDescribed(rejection, observation.case.window, context.contract),
    ),
  }),
  'limits/recovery-after-wait': exhausted({
    applies: limitKnown,
    judge: rejectedWith((_, { probes: { afterWait }, facts }) => {
      if (!afterWait)
        return blocked({ code: 'wait-not-over', seconds: facts?.announced ?? 0 }, { what: 'the test hook clock, or --slow', key: 'hooks' });
      if (isSuccess(afterWait)) return [];
      const { status = 0 } = afterWait.reply ?? {};
      if (status >= 500) return inconclusive({ code: 'server-error', status });
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
    applies: (contract) => both(planned(contract), countedByCaller(contract)),
    judge: rejectedWith((rejection, observation, context) => {
      const { otherAccount } = observation.probes;
      if (!otherAccount) return blocked({ code: 'no-other-account' }, { what: 'a principal of a different account', key: 'principals' });
      if (isSuccess(otherAccount)) return [];
      const status = otherAccount.reply?.status;
      const exhaustion = exhaustionOf(observation, context);
      // Where requests are rejected early, the other account may have used up its own quota.
      if (exhaustion && rejectedTooEarly(exhaustion)) return inconclusive({ code: 'other-account-undecided', status: status ?? 'missing' });
      if (!isSameRejection(otherAccount, rejection)) return inconclusive({ code: 'other-account-undecided', status: status ?? 'missing' });
      return [
        {
          code: 'other-account-limited',
          at: '$statusCode',
          expected: { kind: 'status-class', classes: ['2xx'] },
          ...(status !== undefined && { actual: status }),
          exchange: otherAccount.id,
          details: { principal: otherAccount.principal ?? '' },
        },
      ];
    }),
  }),
  'limits/every-operation': exhausted({
    applies: planned,
    judge: rejectedWith((rejection, { probes: { others = [], later } }, { contract }) => {
      const isServed = (call: Evidence) => isSuccess(call) && !isLimitRejection(contract, call.reply!, call.operation);
      const served = others.filter(isServed);
      if (!others.some(({ reply }) => reply?.status === rejection.reply?.status) && served.length === 0)
        return notApplicable({ code: 'nothing-to-check', what: 'other operation with a limit' });
      if (served.length > 0 && (!later?.reply || isServed(later))) return inconclusive({ code: 'window-may-have-ended' });
      return served.map((call) => ({
        code: 'operation-not-limited',
        at: '$statusCode',
        expected: { kind: 'same-as', exchange: rejection.id, value: rejection.reply!.status },
        actual: call.reply!.status,
        exchange: call.id,
        details: { operation: call.operation ?? '' },
      }));
    }),
  }),
  'limits/forwarding-headers-over-limit': exhausted({
    applies: limitKnown,
    judge: rejectedWith((rejection, { probes: { forwarded, later } }) => {
      if (isSameRejection(forwarded, rejection)) return [];
      if (!forwarded?.reply || !isSuccess(forwarded))
        return inconclusive({ code: 'not-a-success', status: forwarded?.reply?.status ?? 'missing' });
      if (!later?.reply || !isSameRejection(later, rejection)) return inconclusive({ code: 'window-may-have-ended' });
      return [
        {
          code: 'forwarding-headers-evade-limit',
          at: '$statusCode',
          expected: { kind: 'same-as', exchange: later.id, value: later.reply.status },
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
