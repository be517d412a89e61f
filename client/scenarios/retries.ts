import type { ClientRequest } from '../journal.ts';
import type { PlayContext } from './behaviour.ts';
import { bodyHints, rejection, resetHints, type RetryHints } from './hints.ts';
import type { ClientScenario } from './scenario.ts';

/** The most tries of one request. */
export const mostTries = 20;

/** Most clients wait a second without a hint; two seconds show that the hint is read. */
const waitMs = 2000;

const rejected = (hints: (now: number) => RetryHints) => (_: ClientRequest, context: PlayContext) => rejection(context, hints(context.now));

const seconds = rejected(() => ({ retryAfter: String(waitMs / 1000) }));

/** Longer than any wait that a scenario asks for. */
const quietMs = 10_000;

const wholeSecondAfter = (at: number) => Math.ceil(at / 1000) * 1000 + waitMs;

/** When the next try may come, in milliseconds since the epoch: two seconds after the response, or after the next whole second. */
export const dueAfter = {
  answer: ({ at, answeredAt = at }: ClientRequest) => answeredAt + waitMs,
  wholeSecond: ({ at }: ClientRequest) => wholeSecondAfter(at),
} as const;

/** Whether one resource got more requests than any client may send. */
const isBeyondCount = (requests: readonly ClientRequest[]) => requests.filter(({ kind }) => kind === 'operation').length > mostTries;

const unreasonable = (name: string, description: string, retryAfter: string): ClientScenario => ({
  name,
  task: 'call',
  description,
  control: 'call',
  script: { operation: { first: [rejected(() => ({ retryAfter }))] } },
});

/** Scenarios about the next try. */
export const retryScenarios: readonly ClientScenario[] = [
  {
    name: 'retry-after-seconds',
    task: 'call',
    description: 'Two calls get a 429 with a Retry-After of two seconds.',
    quietMs,
    script: { operation: { first: [seconds, seconds] } },
  },
  {
    name: 'retry-after-date',
    task: 'call',
    description: 'One call gets a 429 with a Retry-After that is a date, two to three seconds ahead.',
    quietMs,
    script: { operation: { first: [rejected((now) => ({ retryAfter: new Date(wholeSecondAfter(now)).toUTCString() }))] } },
  },
  {
    name: 'retry-after-in-body',
    task: 'call',
    description: 'One call gets a 429 without Retry-After; the documented member of the body says two seconds.',
    quietMs,
    script: { operation: { first: [rejected((now) => ({ inBody: now + waitMs }))] } },
    applies: ({ contract }) => bodyHints(contract).length > 0 || 'the document has no place in the body for the wait',
  },
  {
    name: 'reset-only',
    task: 'call',
    description: 'One call gets a 429 with the documented reset only, two to three seconds ahead.',
    quietMs,
    script: { operation: { first: [rejected((now) => ({ reset: wholeSecondAfter(now) }))] } },
    applies: ({ contract }) => resetHints(contract).length > 0 || 'the document has no place for the reset',
  },
  {
    name: 'no-hint',
    task: 'call',
    description: 'Three calls get a 429 that does not say how long to wait.',
    script: { operation: { first: [rejected(() => ({})), rejected(() => ({})), rejected(() => ({}))] } },
  },
  {
    name: 'always-limited',
    task: 'call',
    description: 'Every call gets a 429 with a Retry-After of one second.',
    control: 'call',
    script: { operation: { rest: rejected(() => ({ retryAfter: '1' })) } },
    settled: isBeyondCount,
  },
  unreasonable('retry-after-year', 'One call gets a 429 with a Retry-After of a year.', '31536000'),
  unreasonable('retry-after-negative', 'One call gets a 429 with a negative Retry-After.', '-5'),
  unreasonable('retry-after-text', 'One call gets a 429 with a Retry-After that is neither a number nor a date.', 'soon'),
  {
    name: 'unavailable',
    task: 'call',
    description: 'One call gets a 503 with a Retry-After of two seconds.',
    quietMs,
    script: { operation: { first: [rejected(() => ({ status: 503, retryAfter: String(waitMs / 1000) }))] } },
  },
  {
    name: 'key-rejected',
    task: 'call',
    description: 'Every call gets a 401.',
    control: 'call',
    script: { operation: { rest: { answer: { status: 401 } } } },
    settled: isBeyondCount,
  },
  {
    name: 'key-forbidden',
    task: 'call',
    description: 'Every call gets a 403.',
    control: 'call',
    script: { operation: { rest: { answer: { status: 403 } } } },
    settled: isBeyondCount,
  },
  {
    name: 'lost-response',
    task: 'create',
    description: 'The connection ends before the response to a POST.',
    script: { operation: { rest: ({ method }) => (method === 'POST' ? { answer: { drop: true } } : {}) } },
    settled: isBeyondCount,
  },
  {
    name: 'parallel-limited',
    task: 'call-in-parallel',
    description: 'The first eight calls get a 429 with a Retry-After of one second.',
    quietMs,
    script: { operation: { first: Array.from({ length: 8 }, () => rejected(() => ({ retryAfter: '1' }))) } },
  },
];
