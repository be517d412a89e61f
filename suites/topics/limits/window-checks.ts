import type { Contract, Operation, Window } from '../../../spec/contract.ts';
import { refusedTooSoon, servedTooMany, type Spending } from '../../expectations/limiter.ts';
import { expectStatus, hasWords } from '../../expectations/answer.ts';
import { expectDescribed, expectRetryForms, expectRetryWithin, retryTimes } from '../../expectations/retry.ts';
import { expectFields, planOf } from '../../expectations/rate-fields.ts';
import { reportedQuota, retrySeconds } from '../../expectations/quota.ts';
import { isSuccess } from '../../engine/scenario-context.ts';
import { shortestOf } from './parallel-burst.ts';
import { declaresAny } from './header-checks.ts';
import { blocked, describes, inconclusive, type Check, type Judgement, type CheckContext, type AnyUndecided } from '../../engine/check.ts';
import { documentedBody, documentedWords, refusalsOf } from '../../expectations/refusals.ts';
import type { Evidence, Observation } from '../../engine/evidence.ts';
import { parallelBurst } from './parallel-burst.ts';
import { windowExhaustion } from './window-exhaustion.ts';

const limited = (operation: Operation) => operation.limited;
const planned = (contract: Contract) => contract.plans.length > 0 || 'the document states no plans with limits';
const withRetry = (contract: Contract) =>
  planned(contract) === true ? contract.rateLimit.retryAfter.length > 0 || 'the document states no retry time' : planned(contract);

const named = ({ probes, facts }: Observation, fact: string): Evidence | undefined => probes.find(({ id }) => id === facts?.[fact]);
const spent = { scenario: windowExhaustion, tolerates: ['429'] } as const;

/** The window that a take spent, and what came of it. An announced wait that proved wrong says nothing of when the window began. */
function spendingOf(observation: Observation, context: CheckContext): Spending | undefined {
  const window = planOf(context, observation.case)?.windows.find(({ label }) => label.replace('/', ' per ') === observation.case.variant);
  if (!window || !observation.samples) return undefined;
  const refusal = refusalIn(observation);
  const served = named(observation, 'served');
  const misannounced = served !== undefined && !isSuccess(served);
  const wait = refusal?.reply?.status === 429 && !misannounced ? retrySeconds(context.contract, refusal.reply) : undefined;
  return { window, ticks: observation.samples, fresh: observation.facts?.['fresh'] === true, ...(wait !== undefined && { wait }) };
}

/** A refusal that says itself that another window of the plan is used up tells nothing of this one. */
function foreignRefusal(observation: Observation, context: CheckContext, window: Window): AnyUndecided | undefined {
  const reply = refusalIn(observation)?.reply;
  const { limit, remaining } = reply ? reportedQuota(context.contract, reply) : {};
  const other = planOf(context, observation.case)?.windows.find(
    (candidate) => candidate.limit === limit && candidate.seconds !== window.seconds,
  );
  if (!other || limit === window.limit || remaining !== 0) return undefined;
  return inconclusive(`refused for another window (${other.label}) before this one was spent`);
}

const refusalIn = ({ probes: [first] }: Observation) => (first && !isSuccess(first) ? first : undefined);

/** Judges the 429 of a take; where there is none, another requirement says so. */
const refusedWith =
  (judge: (observation: Observation, context: CheckContext, refusal: Evidence) => Judgement): Check['judge'] =>
  (take, law) => {
    const refusal = refusalIn(take);
    return refusal?.reply?.status === 429 ? judge(take, law, refusal) : inconclusive('no 429 was to be had');
  };

export const windowChecks = {
  'limits/enforcement': {
    ...spent,
    applies: planned,
    judge: (observation, context) => {
      const spending = spendingOf(observation, context);
      if (!spending) return inconclusive('the window was not spent');
      const reason = 'more was served than the window allows';
      const expected = `a refusal after ${spending.window.limit} requests (${spending.window.label})`;
      const excess = servedTooMany(spending);
      if (refusalIn(observation)) {
        if (excess) return [{ reason, expected, actual: `a refusal after ${excess.served}` }];
        return foreignRefusal(observation, context, spending.window) ?? [];
      }
      if (excess) return [{ reason, expected, actual: `${excess.served} served within ${spending.window.seconds} s` }];
      const served = spending.ticks.length;
      return inconclusive(
        served > spending.window.limit * 2
          ? `nothing was refused, but ${served} requests took longer than the window`
          : `only ${served} requests were sent`,
      );
    },
  },
  'limits/remaining-current-request': {
    ...spent,
    applies: (contract) =>
      contract.rateLimit.remaining.length > 0 && contract.rateLimit.limit.length > 0
        ? planned(contract)
        : 'the document declares no fields for the limit and what remains of it',
    judge: (observation, { contract }) => {
      const first = observation.samples?.[0];
      if (first?.limit === undefined || first.remaining === undefined) return inconclusive('the remainder was not reported');
      const where = contract.rateLimit.remaining[0]!.expression;
      const expected = `less than ${first.limit}`;
      if (first.remaining === first.limit)
        return [{ reason: 'the request itself does not count', where, expected, actual: String(first.remaining) }];
      return observation.facts?.['fresh'] === true ? [] : inconclusive('what was spent before the run is not known', 'the test hook reset');
    },
  },
  'limits/concurrent-requests': {
    ...spent,
    scenario: parallelBurst,
    applies: planned,
    judge: (observation, context) => {
      const window = shortestOf(context.contract, observation.case.variant);
      const refusal = refusalIn(observation);
      if (!window || !observation.samples || !refusal) return inconclusive('nothing was refused');
      if (!observation.samples.some(({ status }) => status >= 200 && status < 300))
        return inconclusive('nothing was served: the quota was spent before');
      const wait = refusal.reply?.status === 429 ? retrySeconds(context.contract, refusal.reply) : undefined;
      const excess = servedTooMany({ window, ticks: observation.samples, fresh: false, ...(wait !== undefined && { wait }) });
      const expected = `at most ${window.limit} served (${window.label})`;
      return excess ? [{ reason: 'requests at once were served beyond the limit', expected, actual: `${excess.served} served` }] : [];
    },
  },
  'limits/early-rejection': {
    ...spent,
    applies: planned,
    judge: (observation, context) => {
      const spending = spendingOf(observation, context);
      if (!spending || !refusalIn(observation)) return inconclusive('nothing was refused');
      if (!spending.fresh) return inconclusive('what was spent before the run is not known', 'the test hook reset');
      const early = refusedTooSoon(spending);
      if (!early) return [];
      const expected = `${early.least} served (${spending.window.label})`;
      return (
        foreignRefusal(observation, context, spending.window) ?? [
          { reason: 'refused too soon', expected, actual: `${early.served} served` },
        ]
      );
    },
  },
  'limits/429-status': {
    ...spent,
    applies: planned,
    judge: (observation) => {
      const refusal = refusalIn(observation);
      return refusal ? expectStatus(refusal, [429]) : inconclusive('nothing was refused');
    },
  },
  'limits/429-body': {
    ...spent,
    applies: (contract) => (planned(contract) === true ? describes(refusalsOf(contract.operations, limited), 'a 429') : planned(contract)),
    judge: refusedWith((observation, context, refusal) => documentedBody(observation, context, limited, refusal)),
  },
  'limits/429-headers': {
    ...spent,
    applies: (contract) => (planned(contract) === true ? declaresAny(contract) : planned(contract)),
    judge: refusedWith((_, { contract }, refusal) => expectFields(refusal, contract).slice(0, 3)),
  },
  'limits/429-message': {
    ...spent,
    applies: (contract) =>
      planned(contract) === true
        ? refusalsOf(contract.operations, limited).some(hasWords) || 'the document gives no example of a 429'
        : planned(contract),
    judge: refusedWith((observation, context, refusal) => documentedWords(observation, context, limited, refusal)),
  },
  'limits/retry-after-format': {
    ...spent,
    applies: withRetry,
    judge: refusedWith((_, { contract }, refusal) => expectRetryForms(refusal, contract)),
  },
  'limits/retry-after-within-window': {
    ...spent,
    applies: withRetry,
    judge: refusedWith((observation, context, refusal) =>
      expectRetryWithin(refusal, named(observation, 'again'), spendingOf(observation, context)!.window, context.contract),
    ),
  },
  'limits/retry-after-consistency': {
    ...spent,
    applies: (contract) =>
      contract.rateLimit.retryAfter.length > 1 ? withRetry(contract) : 'the document states the retry time in one place only',
    judge: refusedWith((_, { contract }, refusal) => {
      const times = retryTimes(refusal, contract);
      const [first, ...others] = times;
      const differing = others.find(({ seconds }) => Math.abs(seconds - first!.seconds) > 1);
      if (times.length < 2) return inconclusive('there are no two retry times to compare');
      if (!differing) return [];
      const expected = `${first!.seconds} s, as ${first!.place.expression}`;
      return [{ reason: 'the retry times differ', where: differing.place.expression, expected, actual: `${differing.seconds} s` }];
    }),
  },
  'limits/429-window': {
    ...spent,
    applies: (contract) =>
      contract.rateLimit.remaining.length > 0 ? planned(contract) : 'the document declares no field for what remains',
    judge: refusedWith((observation, context, refusal) =>
      expectDescribed(refusal, spendingOf(observation, context)!.window, context.contract),
    ),
  },
  'limits/recovery-after-wait': {
    ...spent,
    applies: planned,
    judge: refusedWith((observation) => {
      const served = named(observation, 'served');
      if (!served)
        return blocked(`the announced wait of ${observation.facts?.['announced']} s was not sat out`, 'the test hook clock, or --slow');
      if (isSuccess(served)) return [];
      const actual = String(served.reply?.status ?? served.trouble?.says);
      return [{ reason: 'still refused', where: '$statusCode', expected: `a success ${observation.facts?.['waited']} s later`, actual }];
    }),
  },
  'limits/account-isolation': {
    ...spent,
    applies: planned,
    judge: refusedWith((observation) => {
      const outsider = named(observation, 'outsider');
      if (!outsider) return blocked('there is no principal of another account', 'a principal of another account (principals)');
      if (outsider.reply?.status !== 429)
        return isSuccess(outsider) ? [] : inconclusive(`the other account was answered with ${outsider.reply?.status}`);
      return [
        { reason: 'another account is refused too', where: '$statusCode', expected: `a success for ${outsider.principal}`, actual: '429' },
      ];
    }),
  },
  'limits/forwarding-headers-over-limit': {
    ...spent,
    applies: planned,
    judge: refusedWith((observation) => {
      const [disguised, again] = [named(observation, 'disguised'), named(observation, 'again')];
      if (disguised?.reply?.status === 429) return [];
      if (!disguised || !isSuccess(disguised)) return inconclusive(`answered with ${disguised?.reply?.status ?? 'nothing'}`);
      if (again?.reply?.status !== 429) return inconclusive('the window may have ended meanwhile');
      return [
        {
          reason: 'the fields are believed',
          where: '$statusCode',
          expected: '429, as without them',
          actual: String(disguised.reply!.status),
        },
      ];
    }),
  },
} as const satisfies { readonly [id: string]: Check };
