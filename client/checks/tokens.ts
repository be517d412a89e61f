import type { ClientRequest } from '../journal.ts';
import { pollInterval, shortLifetime } from '../scenarios/sign-in.ts';
import {
  inScenarios,
  noRequest,
  outOfScope,
  undecided,
  wrong,
  type ClientCheck,
  type ClientJudgement,
  type ClientMismatch,
} from './check.ts';
import { likeControl } from './credentials.ts';
import {
  bearerOf,
  inSeconds,
  isOver,
  requestParameters,
  reported,
  requestsOf,
  responseText,
  statusOf,
  toleranceMs,
  unlessSent,
} from './evidence.ts';

type Observation = Parameters<ClientCheck['judge']>[0];

const refreshTokenOf = (request: ClientRequest) => requestParameters(request).get('refresh_token') ?? '';

/** The refresh token that was the latest one when a request arrived. */
function latestBefore(observation: Observation, { number }: ClientRequest): string | undefined {
  const earlier = requestsOf(observation, 'redeem', 'refresh').filter((request) => request.number < number);
  return earlier.flatMap((request) => responseText(request, 'refresh_token') ?? []).at(-1);
}

/** Undecided without a token that ended, or without a way to refresh it. */
function unrefreshable(observation: Observation): ClientJudgement | undefined {
  const [redeemed] = requestsOf(observation, 'redeem');
  if (redeemed === undefined) return undecided('client-no-such-request', { what: 'token request' });
  if (statusOf(redeemed) === 200 && responseText(redeemed, 'refresh_token') === undefined) return outOfScope('client-no-refresh-token');
  return unlessSent(
    requestsOf(observation, 'operation').filter((request) => statusOf(request) === 401),
    'call with an ended token',
  );
}

function judgeRefresh(observation: Observation): ClientJudgement {
  const missing = unrefreshable(observation);
  if (missing) return missing;
  const calls = requestsOf(observation, 'operation');
  const refreshes = requestsOf(observation, 'refresh');
  if (refreshes.length === 0) return [wrong('not-refreshed', calls.at(-1), { kind: 'condition', condition: 'refresh-request' })];
  const old = refreshes.filter((request) => refreshTokenOf(request) !== latestBefore(observation, request));
  const twice = refreshes.filter((request, index) => {
    const before = refreshes[index - 1];
    return before !== undefined && !calls.some(({ number }) => number > before.number && number < request.number);
  });
  // Two refreshes with no call between them use the same token more than once, or not at all.
  if (twice.length > 0) return twice.map((request) => wrong('refreshed-often', request, noRequest, request.method));
  if (old.length > 0) return old.map((request) => wrong('old-refresh-token', request, { kind: 'condition', condition: 'latest-token' }));
  const last = refreshes.at(-1)!;
  if (!calls.some((call) => call.number > last.number && statusOf(call) < 300))
    return [wrong('call-not-repeated', last, { kind: 'condition', condition: 'repeated-call' })];
  return refreshes.length > 1 ? [] : undecided('client-too-few', { what: 'calls', least: 2 });
}

function judgeRefused(observation: Observation): ClientJudgement {
  const missing = unrefreshable(observation);
  if (missing) return missing;
  const refreshes = requestsOf(observation, 'refresh');
  const none = unlessSent(refreshes, 'refresh request');
  if (none) return none;
  if (refreshes.length > 2) return [wrong('refresh-loop', refreshes[2], { kind: 'range', most: 2, unit: 'requests' }, refreshes.length)];
  const token = bearerOf(requestsOf(observation, 'operation')[0]!);
  const stale = requestsOf(observation, 'operation').filter((call) => call.number > refreshes[0]!.number && bearerOf(call) === token);
  // A client may make the other two calls of the task, and find out for each.
  if (stale.length > 2) return [wrong('call-loop', stale[2], { kind: 'range', most: 2, unit: 'requests' }, stale.length)];
  const again = requestsOf(observation, 'authorize').some(({ number }) => number > refreshes[0]!.number);
  if (again || !isOver(observation) || reported(observation, ['invalid_grant', '401', 'unauthorized', 'expired'])) return [];
  return [wrong('refusal-not-reported', refreshes.at(-1), { kind: 'condition', condition: 'error-reported' }, 'exit 0')];
}

function judgeExpiry(observation: Observation): ClientJudgement {
  const calls = requestsOf(observation, 'operation');
  const isRefreshable = requestsOf(observation, 'redeem').some((request) => responseText(request, 'refresh_token') !== undefined);
  // With nothing to refresh, a client that keeps the time ends after the first call.
  if (calls.length === 1 && !isRefreshable) return outOfScope('client-no-refresh-token');
  const missing = unlessSent(calls, 'call', 2);
  if (missing) return missing;
  return requestsOf(observation, 'redeem').flatMap((request): readonly ClientMismatch[] => {
    const token = responseText(request, 'access_token');
    const endsAt = (request.answeredAt ?? request.at) + shortLifetime * 1000;
    const late = calls.filter((call) => token !== undefined && bearerOf(call) === token && call.at > endsAt + toleranceMs);
    return late
      .slice(0, 1)
      .map((call) =>
        wrong('ended-token-sent', call, { kind: 'range', most: shortLifetime, unit: 'seconds' }, inSeconds(call.at - request.at)),
      );
  });
}

/** After `slow_down` the interval is five seconds longer. @see RFC 8628 §3.5 */
const slowerBy = 5;

function judgePolls(observation: Observation): ClientJudgement {
  const polls = requestsOf(observation, 'poll');
  const missing = unlessSent(polls, 'poll', 2);
  if (missing) return missing;
  return polls.slice(1).flatMap((poll, index): readonly ClientMismatch[] => {
    const before = polls.slice(0, index + 1);
    const slowed = before.filter((request) => responseText(request, 'error') === 'slow_down').length;
    const least = pollInterval + slowerBy * slowed;
    const waitMs = poll.at - (before.at(-1)!.answeredAt ?? before.at(-1)!.at);
    if (waitMs >= least * 1000 - toleranceMs) return [];
    return [wrong('polled-too-fast', poll, { kind: 'range', least, unit: 'seconds' }, inSeconds(waitMs))];
  });
}

function judgeLastPoll(observation: Observation): ClientJudgement {
  const polls = requestsOf(observation, 'poll');
  const missing = unlessSent(polls, 'poll', 2);
  return missing ?? polls.slice(2, 3).map((poll) => wrong('polled-after-end', poll, noRequest, poll.method));
}

export const clientTokensChecks = {
  'client/oauth-refresh': { of: inScenarios('expired-token'), judge: judgeRefresh },
  'client/oauth-refresh-once': {
    of: inScenarios('parallel-refresh'),
    judge(observation) {
      const missing = unrefreshable(observation);
      if (missing) return missing;
      const rejected = requestsOf(observation, 'operation').filter((request) => statusOf(request) === 401);
      const refreshes = requestsOf(observation, 'refresh');
      const few = unlessSent(rejected, 'parallel call', 2) ?? unlessSent(refreshes, 'refresh request');
      if (few) return few;
      return refreshes
        .slice(1, 2)
        .map((request) => wrong('refreshed-often', request, { kind: 'range', most: 1, unit: 'requests' }, refreshes.length));
    },
  },
  'client/oauth-refresh-refused': { of: inScenarios('refresh-refused'), judge: judgeRefused },
  'client/oauth-expiry': {
    of: inScenarios('early-expiry', 'no-expiry'),
    judge: (observation, context) => (observation.scenario === 'no-expiry' ? likeControl(observation, context) : judgeExpiry(observation)),
  },
  'client/oauth-device-poll': {
    of: inScenarios('device-poll', 'device-code-expired', 'device-denied'),
    judge: (observation) => (observation.scenario === 'device-poll' ? judgePolls(observation) : judgeLastPoll(observation)),
  },
} as const satisfies { readonly [id: string]: ClientCheck };
