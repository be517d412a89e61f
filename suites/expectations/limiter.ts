/**
 * Whether a limiter with the documented numbers can have responded like this: with fixed windows of any alignment, a sliding window, or a
 * token bucket.
 *
 * @module
 */
import type { Contract, DocumentedResponse, Json, Operation } from '../../spec/contract.ts';
import type { Window } from '../../spec/quotas.ts';
import { members } from '../../spec/json/json.ts';
import { headerValue } from '../../spec/message.ts';
import type { Reply } from '../http/target.ts';
import { jsonOf, reportedQuota } from './quota.ts';
import type { Evidence, Sample } from '../engine/evidence.ts';

/** A window as the requests of one operation use it up. */
export interface CountedWindow extends Window {
  /** How many requests it serves at least: its quota divided by the units that a request takes. */
  readonly limit: number;
  /** How many it serves at most: a limiter may serve the last one as long as any unit is left. */
  readonly most: number;
  /** The documented limit, in units. */
  readonly quota: number;
  /** How many units a request takes. */
  readonly units: number;
}

/** A window in requests that take a number of units each. */
export function inRequests(window: Window, units: number): CountedWindow {
  const { limit: quota } = window;
  return { ...window, limit: Math.floor(quota / units), most: Math.ceil(quota / units), quota, units };
}

/** Requests that used up a window. */
export interface Exhaustion {
  readonly window: Window & Partial<Pick<CountedWindow, 'most'>>;
  /** Every response, the rejection included, with the server's time. */
  readonly samples: readonly Sample[];
  /** The wait that the rejection announced, in seconds. */
  readonly wait?: number;
  /** Whether the window was unused at the start, and no other window of the plan could reject. */
  readonly fresh: boolean;
}

const second = 1;

/** Whether a response to a burst is a success. */
export const isServedSample = ({ status, isRejected }: Sample) => status >= 200 && status < 300 && isRejected !== true;

/** How many requests were served and how many can have been, if the rejection came later than any such limiter allows. */
export function servedTooMany({ window, samples, wait }: Exhaustion): { readonly served: number; readonly most: number } | undefined {
  const limit = window.most ?? window.limit;
  const served = samples.filter(isServedSample);
  const rejection = samples.find((sample) => !isServedSample(sample));
  const last = rejection?.at ?? served.at(-1)?.at ?? 0;
  if (rejection === undefined || wait === undefined) {
    const within = served.filter(({ at }) => at > last - window.seconds).length;
    return within > limit * 2 ? { served: within, most: limit * 2 } : undefined;
  }
  const begin = last + wait - window.seconds;
  // A server that is slow to answer many parallel requests serves the last of them in the next window.
  const counted = served.filter(({ at }) => at > begin + second && (at <= last || at < last + wait - second)).length;
  const isBucket = wait <= Math.ceil(window.seconds / window.limit) + second;
  const refilled = isBucket ? Math.floor(((last - (served[0]?.at ?? last) + second) * limit) / window.seconds) : 0;
  const most = limit + refilled;
  return counted > most ? { served: counted, most } : undefined;
}

/**
 * How many requests were served and how many any such limiter serves in one go from an unused window, if there were more. One burst proves
 * nothing: a window of unknown alignment may have begun right after the first request. Twice the same surplus, in two phases, does.
 */
export function servedSurplus({
  window,
  samples,
  wait,
}: Omit<Exhaustion, 'fresh'>): { readonly served: number; readonly most: number } | undefined {
  const rejection = samples.find((sample) => !isServedSample(sample));
  if (!rejection) return undefined;
  // A server that is slow to answer many parallel requests serves the last of them in the next window.
  const end = rejection.at + Math.max(0, (wait ?? Number.POSITIVE_INFINITY) - second);
  const served = samples.filter((sample) => isServedSample(sample) && (sample.at <= rejection.at || sample.at < end));
  if (served.length === 0) return undefined;
  const isBucket = wait === undefined || wait <= Math.ceil(window.seconds / window.limit) + second;
  const passed = rejection.at - served[0]!.at + second;
  const limit = window.most ?? window.limit;
  const most = limit + (isBucket ? Math.floor((passed * limit) / window.seconds) : 0);
  const isOneWindow = wait === undefined || isBucket || rejection.at + wait - window.seconds <= served[0]!.at + second;
  return isOneWindow && served.length > most ? { served: served.length, most } : undefined;
}

/** Whether the first response says that a window has room for a number of requests, itself included. */
export function toldRoom({ quota, units }: CountedWindow, requests: number, [first]: readonly Sample[]): boolean {
  return first?.limit === quota && first.remaining !== undefined && first.remaining >= (requests - 1) * units;
}

/** How many requests were served and how many had to be, if the rejection came too early for every such limiter and earlier use cannot explain it. */
export function rejectedTooEarly({
  window,
  samples,
  wait,
  fresh,
}: Exhaustion): { readonly served: number; readonly least: number } | undefined {
  const rejection = samples.find((sample) => !isServedSample(sample));
  const served = samples.filter(isServedSample).length;
  if (!rejection || !fresh || served >= window.limit) return undefined;
  const begunLater = wait !== undefined && rejection.at + wait - window.seconds > samples[0]!.at + second;
  return begunLater ? undefined : { served, least: window.limit };
}

/** Whether a limiter rejected a request: with 429, or with the documented status and a sign that a limit is the reason. */
export function isOverLimit(contract: Contract, reply: Reply): boolean {
  return reply.status === 429 || (reply.status === contract.limited.status && isLimitRejection(contract, reply, undefined));
}

/**
 * Whether a limiter rejected a request: with 429, or under another status with a retry time (below 500, or the documented status), a remaining
 * count of zero, or the code of the documented rejection.
 */
export function isLimitRejection(contract: Contract, reply: Reply, operation: string | undefined): boolean {
  if (reply.status === 429) return true;
  const documented = contract.operations.find(({ id }) => id === operation);
  if (reply.status < 300) return documented !== undefined && isRejectedSuccess(documented, reply);
  return reply.status >= 400 && reply.status !== 401 && isRejection(contract, documented ?? contract, reply);
}

/** Whether a success has the code of the documented rejection, which that of the documented success lacks. */
export function isRejectedSuccess(operation: Pick<Operation, 'limited' | 'success'>, reply: Reply): boolean {
  const telling = tellingCodes(operation);
  // Most responses of a burst are successes: their bodies are parsed only if they may have the code.
  if (!telling.some((code) => reply.body.includes(JSON.stringify(code.slice(code.indexOf('=') + 1))))) return false;
  const received = new Set(codesOf(jsonOf(reply)));
  return telling.some((code) => received.has(code));
}

const knownCodes = new WeakMap<object, readonly string[]>();

/** The codes of the documented rejection that the documented success lacks. */
function tellingCodes(operation: Pick<Operation, 'limited' | 'success'>): readonly string[] {
  const known = knownCodes.get(operation);
  if (known) return known;
  const usual = new Set(codesOf(exampleOf(operation.success)));
  const telling = codesOf(exampleOf(operation.limited)).filter((code) => !usual.has(code));
  knownCodes.set(operation, telling);
  return telling;
}

type Rejections = Pick<Operation, 'limited' | 'unauthorized' | 'forbidden'>;

function isRejection(contract: Contract, documented: Rejections, reply: Reply): boolean {
  // A server that is busy names a retry time too. @see RFC 9110 §15.6.4
  const isTelling = reply.status < 500 || reply.status === documented.limited.status;
  if (isTelling && headerValue(reply.headers, 'retry-after') !== undefined) return true;
  if (reportedQuota(contract, reply).remaining === 0) return true;
  const others = new Set([documented.unauthorized, documented.forbidden].flatMap((other) => codesOf(exampleOf(other))));
  const received = new Set(codesOf(jsonOf(reply)));
  return codesOf(exampleOf(documented.limited)).some((code) => received.has(code) && !others.has(code));
}

const exampleOf = (response: DocumentedResponse) => response.content.find(({ exampleDocumented }) => exampleDocumented)?.example;

/**
 * Whether a limiter rejected two requests of an account one after the other with a server error and a retry time: the next account is served. A
 * server that is busy serves one of the two, or none of the three.
 */
export function isRepeatedRejection(last: Evidence | undefined, next: Evidence | undefined, otherAccount: Evidence | undefined): boolean {
  const isSign = ({ reply, trouble }: Evidence) =>
    reply !== undefined && trouble === undefined && reply.status >= 500 && headerValue(reply.headers, 'retry-after') !== undefined;
  if (!last || !next || !isSign(last) || !isSign(next) || last.reply!.status !== next.reply!.status) return false;
  const status = otherAccount?.reply?.status ?? 0;
  return status >= 200 && status < 300;
}

/** The texts of one word in a body, with their names: error codes. */
function codesOf(body: Json | undefined): readonly string[] {
  return members(body).flatMap(([name, value]) =>
    typeof value === 'string' ? (/\s/.test(value) ? [] : [`${name}=${value}`]) : codesOf(value),
  );
}
