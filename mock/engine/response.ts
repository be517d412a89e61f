import { headerValue } from '../../spec/message.ts';
import { describeCause } from './cause.ts';
import type { MockResponse } from './request.ts';
import { fillTemplate, type Live } from '../compile/template.ts';
import { byteLength } from '../compile/value.ts';
import type { Decision, RequestContext } from './request-context.ts';

const nothing: Live = {};

function numeric(text: string | undefined): string | undefined {
  return text === undefined || /^\d+$/.test(text) ? text : JSON.stringify(text);
}

/** The live values of a response. Those of the decision take precedence. */
export function liveOf({ quota, caller, decision }: RequestContext): Live {
  const known = decision?.live ?? nothing;
  return {
    limit: known.limit ?? numeric(quota?.limit),
    remaining: known.remaining ?? numeric(quota?.remaining),
    reset: known.reset ?? numeric(quota?.reset),
    retryAfter: known.retryAfter ?? numeric(quota?.retryAfter),
    scopes: known.scopes ?? caller?.scopesText,
    user: known.user ?? caller?.user,
    message: known.message,
  };
}

/** The value of X-Mock-Decision. */
export function decisionText({ decision, caller, quota }: RequestContext): string {
  const parts = [
    `gate=${decision?.gate ?? 'none'}`,
    `outcome=${decision?.outcome ?? 'none'}`,
    ...(caller ? [`principal=${caller.name}`] : []),
    ...(quota ? [`window=${quota.window}`] : []),
    ...(decision?.step === undefined ? [] : [`step=${decision.step}`]),
    ...(decision ? [`why=${describeCause(decision.cause)}`] : []),
  ];
  return parts.join('; ').replace(/[^\x20-\x7e]/g, '?');
}

/** Values that every response contains. */
export interface Stamp {
  /** The value of the `Date` header. */
  readonly date: string;
  readonly requestId: string;
  readonly explain: boolean;
}

/** One year. @see RFC 6797 §6.1 */
const transportSecurity = ['Strict-Transport-Security', 'max-age=31536000'] as const;

/** Builds the response of a decision. */
export function writeResponse(context: RequestContext, decision: Decision, stamp: Stamp): MockResponse {
  const { request, quota, environment, caller } = context;
  const { prepared } = decision;
  const { texts, slots, bytes } = prepared.template;
  const constant = decision.body === undefined && slots.length === 0;
  const body = constant ? texts[0]! : (decision.body ?? fillTemplate(prepared.template, liveOf(context)));
  const headers = ['Date', stamp.date, ...prepared.lines, 'X-Request-Id', stamp.requestId];
  const bodiless = prepared.status === 204 || prepared.status === 304;
  if (!bodiless) headers.push('Content-Length', String(constant ? bytes : byteLength(body)));
  if (request.secure) headers.push(...transportSecurity);
  if (quota !== undefined) {
    for (const { name, shows } of environment.compiled.quotaPlaces.lines) {
      const value = shows === 'policy' ? environment.compiled.policies.get(caller?.plan ?? '') : quota[shows];
      if (value !== undefined) headers.push(name, value);
    }
  }
  if (decision.lines !== undefined) headers.push(...decision.lines);
  if (headerValue(request.headers, 'Origin') !== undefined && decision.sameOriginOnly !== true) {
    headers.push('Access-Control-Allow-Origin', '*', 'Access-Control-Expose-Headers', environment.compiled.exposed);
  }
  if (stamp.explain) headers.push('X-Mock-Decision', decisionText(context));
  return { status: prepared.status, headers, body: request.method === 'HEAD' || bodiless ? '' : body };
}

/** Formats times as `Date` headers; caches the text of the current second. */
export function createDates(): (at: number) => string {
  let second = Number.NaN;
  let text = '';
  return (at) => {
    const now = Math.floor(at / 1000);
    if (now !== second) {
      second = now;
      text = new Date(now * 1000).toUTCString();
    }
    return text;
  };
}

const pairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Formats numbers as a prefix and eight hexadecimal digits; caches all but the last two digits. */
export function createNumerals(prefix: string): (number: number) => string {
  let high = Number.NaN;
  let text = '';
  return (number) => {
    const rest = Math.floor(number / 256);
    if (rest !== high) {
      high = rest;
      text = prefix + rest.toString(16).padStart(6, '0');
    }
    return text + pairs[number % 256]!;
  };
}
