import { headerValue } from '../../spec/message.ts';
import { schemeMethods } from '../../spec/schemes/schemes.ts';
import type { ClientObservation, ClientRequest } from '../journal.ts';
import { dueAfter, mostTries } from '../scenarios/retries.ts';
import { inScenarios, noRequest, wrong, type ClientCheck, type ClientCheckContext, type ClientJudgement } from './check.ts';
import { callsByResource, inSeconds, nextTries, requestsOf, statusOf, toleranceMs, unlessSent } from './evidence.ts';

/** A wait of a second, less the tolerance. */
const leastMs = 1000 - toleranceMs;

/** The next try comes no sooner than the server asked for. */
const notBefore = (scenario: string, due: (request: ClientRequest) => number, status = 429): ClientCheck => ({
  of: inScenarios(scenario),
  judge(observation) {
    const missing = unlessSent(requestsOf(observation, 'operation'), 'call');
    if (missing) return missing;
    return nextTries(observation, status).flatMap(({ request, next, waitMs }) =>
      next.at >= due(request) - toleranceMs
        ? []
        : [
            wrong(
              'retried-too-soon',
              next,
              { kind: 'range', least: inSeconds(due(request) - request.answeredAt!), unit: 'seconds' },
              inSeconds(waitMs),
            ),
          ],
    );
  },
});

/** The credential of a call, for a comparison. */
function credentialOf(request: ClientRequest, { setting }: ClientCheckContext): string {
  const { scheme } = setting.principal!;
  const taken = schemeMethods[scheme.kind].take(scheme, request);
  return taken.found === 'credential' ? taken.credential : '';
}

const notRepeated = (scenario: string, status: number): ClientCheck => ({
  of: inScenarios(scenario),
  judge(observation, context) {
    const missing = unlessSent(requestsOf(observation, 'operation'), 'call');
    if (missing) return missing;
    return nextTries(observation, status)
      .filter(({ request, next, waitMs }) => waitMs >= 0 && credentialOf(request, context) === credentialOf(next, context))
      .slice(0, 1)
      .map(({ next }) => wrong('repeated-after-rejection', next, noRequest, next.method, { details: { status } }));
  },
});

/** Until when a call was sent for the first time: none is repeated as soon as this after the first answer. */
const firstUntil = (rejected: readonly ClientRequest[]) =>
  Math.min(...rejected.flatMap(({ answeredAt }) => answeredAt ?? [])) + leastMs / 2;

/** The waits of parallel calls: the next try after each 429, in order. */
function parallelWaits(calls: readonly ClientRequest[]): readonly number[] {
  const rejected = calls.filter((call) => statusOf(call) === 429 && call.answeredAt !== undefined);
  const until = firstUntil(rejected);
  const nexts = calls.filter(({ at }) => at > until).map(({ at }) => at);
  return rejected
    .map(({ answeredAt }) => answeredAt!)
    .flatMap((answeredAt, index) => (nexts[index] === undefined ? [] : [nexts[index] - answeredAt]));
}

const spreadOf = (values: readonly number[]) => Math.max(...values) - Math.min(...values);

/** The least time within which waits count as the same, in milliseconds. */
const leastSameMs = 100;

/** Calls that a busy machine does not send together do not come back together either, whatever their waits: the same spread counts as the same. */
function sameMsOf(rejected: readonly ClientRequest[]): number {
  const until = firstUntil(rejected);
  return Math.max(leastSameMs, spreadOf(rejected.filter(({ at }) => at <= until).map(({ at }) => at)));
}

/** Whether all values but one lie within a time. */
function isTogether(values: readonly number[], sameMs: number): boolean {
  const sorted = values.toSorted((one, other) => one - other);
  const span = sorted.length - 1;
  return sorted.slice(0, 2).some((first, index) => (sorted[index + span - 1] ?? Number.POSITIVE_INFINITY) - first < sameMs);
}

function judgeParallel(observation: ClientObservation): ClientJudgement {
  const calls = requestsOf(observation, 'operation');
  const rejected = calls.filter((call) => statusOf(call) === 429);
  const missing = unlessSent(rejected, 'parallel call', 4);
  if (missing) return missing;
  const waits = parallelWaits(calls);
  const sameMs = sameMsOf(rejected);
  if (waits.length < 4 || !isTogether(waits, sameMs)) return [];
  return [wrong('same-waits', calls.at(-1), { kind: 'range', least: sameMs / 1000, unit: 'seconds' }, inSeconds(spreadOf(waits)))];
}

export const clientRetriesChecks = {
  'client/retry-after-seconds': notBefore('retry-after-seconds', dueAfter.answer),
  'client/retry-after-date': notBefore('retry-after-date', dueAfter.wholeSecond),
  'client/retry-after-body': notBefore('retry-after-in-body', dueAfter.answer),
  'client/retry-from-reset': notBefore('reset-only', dueAfter.wholeSecond),
  'client/retry-without-hint': {
    of: inScenarios('no-hint'),
    judge(observation) {
      const missing = unlessSent(requestsOf(observation, 'operation'), 'call');
      if (missing) return missing;
      const tries = nextTries(observation, 429);
      const quick = tries.filter(({ waitMs }) => waitMs < leastMs);
      if (quick.length > 0)
        return quick.map(({ next, waitMs }) =>
          wrong('retried-at-once', next, { kind: 'range', least: 1, unit: 'seconds' }, inSeconds(waitMs)),
        );
      const [first, last] = [tries[0], tries[2]];
      if (first === undefined || last === undefined || last.waitMs > first.waitMs * 1.1) return [];
      return [
        wrong(
          'waits-do-not-grow',
          last.next,
          { kind: 'range', least: inSeconds(first.waitMs * 1.1), unit: 'seconds' },
          inSeconds(last.waitMs),
        ),
      ];
    },
  },
  'client/retry-bounded': {
    of: inScenarios('always-limited'),
    judge(observation) {
      const missing = unlessSent(requestsOf(observation, 'operation'), 'call');
      if (missing) return missing;
      return callsByResource(observation)
        .filter((calls) => calls.length > mostTries)
        .map((calls) => wrong('too-many-tries', calls.at(-1), { kind: 'range', most: mostTries, unit: 'requests' }, calls.length));
    },
  },
  'client/retry-after-unreasonable': {
    of: inScenarios('retry-after-year', 'retry-after-negative', 'retry-after-text'),
    judge(observation) {
      const missing = unlessSent(requestsOf(observation, 'operation'), 'call');
      if (missing) return missing;
      const quick = nextTries(observation, 429).filter(({ waitMs }) => waitMs < leastMs);
      if (quick.length > 0)
        return quick.map(({ next, waitMs }) =>
          wrong('retried-at-once', next, { kind: 'range', least: 1, unit: 'seconds' }, inSeconds(waitMs)),
        );
      const waiting = observation.endings.find(({ kind }) => kind === 'limit');
      const last = requestsOf(observation, 'operation').at(-1)!;
      if (waiting === undefined || statusOf(last) !== 429) return [];
      return [wrong('still-waiting', last, { kind: 'condition', condition: 'error-reported' }, inSeconds(waiting.at - last.at))];
    },
  },
  'client/retry-503': notBefore('unavailable', dueAfter.answer, 503),
  'client/no-retry-401': notRepeated('key-rejected', 401),
  'client/no-retry-403': notRepeated('key-forbidden', 403),
  'client/unsafe-not-repeated': {
    of: inScenarios('lost-response'),
    judge(observation) {
      const posts = callsByResource(observation).filter(([first]) => first!.method === 'POST');
      const missing = unlessSent(posts.flat(), 'POST');
      if (missing) return missing;
      const repeated = posts.flatMap((calls) => calls.slice(1));
      const bad = repeated.filter(({ headers }) => headerValue(headers, 'Idempotency-Key') === undefined);
      return bad.map((request) =>
        wrong('post-repeated', request, { kind: 'present' }, undefined, { at: '$request.header.Idempotency-Key' }),
      );
    },
  },
  'client/parallel-backoff': { of: inScenarios('parallel-limited'), judge: judgeParallel },
} as const satisfies { readonly [id: string]: ClientCheck };
