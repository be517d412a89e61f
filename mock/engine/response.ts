import type { HeaderList } from '../../spec/message.ts';
import { describeCause } from './cause.ts';
import { corsLines } from './cors.ts';
import type { MockResponse } from './request.ts';
import { quotaText } from '../state/quota.ts';
import { fillTemplate, type Live } from '../compile/template.ts';
import { byteLength } from '../compile/value.ts';
import type { Decision } from './decision.ts';
import type { RequestContext } from './request-context.ts';

const nothing: Live = {};

function numeric(text: string | undefined): string | undefined {
  return text === undefined || /^\d+(?:\.\d+)?$/.test(text) ? text : JSON.stringify(text);
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
    inForm: (place, form) =>
      known[place] !== undefined || quota === undefined || (place !== 'reset' && place !== 'retryAfter')
        ? undefined
        : numeric(quotaText(quota, { shows: place, form })),
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

/** The lines without documented examples of the headers that must not occur twice. */
function withoutCors(lines: HeaderList): HeaderList {
  return lines.filter(
    (_, index) => !/^access-control-(?:allow-origin|allow-credentials|expose-headers)$/i.test(lines[index - (index % 2)]!),
  );
}

/** The windows that count the request, as a structured field. */
const policyOf = ({ environment, caller, operation }: RequestContext) =>
  environment.compiled.tariffOf(caller?.plan, operation?.operation.id)?.policy;

/** Builds the response of a decision. */
export function writeResponse(context: RequestContext, decision: Decision, stamp: Stamp): MockResponse {
  const { request, quota, environment } = context;
  const { prepared } = decision;
  const { texts, slots, bytes } = prepared.template;
  const constant = decision.body === undefined && slots.length === 0;
  const body = constant ? texts[0]! : (decision.body ?? fillTemplate(prepared.template, liveOf(context)));
  const cors = decision.sameOriginOnly === true ? [] : corsLines(context);
  const documented = cors.length === 0 ? prepared.lines : withoutCors(prepared.lines);
  const headers = ['Date', stamp.date, ...documented, 'X-Request-Id', stamp.requestId];
  const bodiless = prepared.status === 204 || prepared.status === 205 || prepared.status === 304;
  if (!bodiless) headers.push('Content-Length', String(constant ? bytes : byteLength(body)));
  else if (prepared.status === 205) headers.push('Content-Length', '0');
  if (request.secure) headers.push(...transportSecurity);
  if (quota !== undefined) {
    for (const line of environment.compiled.quotaPlaces.lines) {
      const value = line.shows === 'policy' ? policyOf(context) : quotaText(quota, line);
      if (value !== undefined) headers.push(line.name, value);
    }
  }
  if (decision.lines !== undefined) headers.push(...decision.lines);
  headers.push(...cors);
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
