import type { JsonObject } from '../../spec/contract.ts';
import type { HeaderList } from '../../spec/message.ts';
import type { PreparedResponse } from '../compile/prepared.ts';
import { textTemplate } from '../compile/template.ts';
import { issuerOf, type EndpointContext, type Ending } from './endpoint-context.ts';
import type { ErrorCode } from './error-code.ts';
import type { ReturnAddress } from './grant.ts';
import { pageLines, errorPage } from './page.ts';
import type { EndpointName } from './realm.ts';

/** The outcome of a request and its cause. */
type Reason = Pick<Ending, 'outcome' | 'cause'>;

const unstored: HeaderList = ['Cache-Control', 'no-store', 'Pragma', 'no-cache', 'X-Content-Type-Options', 'nosniff'];

const blank = textTemplate('');

/** Ends an exchange with these headers and this body. */
function ended(
  exchange: EndpointContext,
  reason: Reason,
  status: number,
  lines: HeaderList,
  body: string,
  sameOriginOnly: boolean,
): EndpointContext {
  const prepared: PreparedResponse = { status, lines: [...lines, ...unstored], template: blank, marks: [] };
  return { ...exchange, ending: { ...reason, prepared, body, sameOriginOnly } };
}

/** Ends an exchange with JSON. @see RFC 6749 §5.1 */
export function jsonReply(
  exchange: EndpointContext,
  status: number,
  value: JsonObject,
  reason: Reason,
  lines: HeaderList = [],
): EndpointContext {
  return ended(exchange, reason, status, ['Content-Type', 'application/json', ...lines], JSON.stringify(value), false);
}

/** Ends an exchange without a body. */
export function empty(
  exchange: EndpointContext,
  status: number,
  reason: Reason,
  lines: HeaderList = [],
  sameOriginOnly = false,
): EndpointContext {
  return ended(exchange, reason, status, lines, '', sameOriginOnly);
}

/** Ends an exchange with an HTML page. */
export function page(
  exchange: EndpointContext,
  status: number,
  html: string,
  reason: Reason,
  lines: HeaderList = pageLines([]),
): EndpointContext {
  return ended(exchange, reason, status, lines, html, true);
}

const encoded = (parameters: readonly (readonly [string, string])[]) =>
  parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');

/** A redirect URI with parameters added to its query or fragment. @see RFC 6749 §3.1.2 */
function located({ uri, part, state }: ReturnAddress, parameters: readonly (readonly [string, string])[], issuer: string): string {
  const mark = part === 'fragment' ? '#' : uri.includes('?') ? '&' : '?';
  return uri + mark + encoded([...parameters, ...(state === undefined ? [] : [['state', state] as const]), ['iss', issuer]]);
}

/** Redirects the browser to the client; after a form with 303, so that the form is not sent again. @see RFC 9207 §2, RFC 9700 §4.12 */
export function sendBack(exchange: EndpointContext, parameters: readonly (readonly [string, string])[], reason: Reason): EndpointContext {
  const { returnTo, request } = exchange;
  if (returnTo === undefined) throw new Error('oauth: there is no redirect URI');
  const location = located(returnTo, parameters, issuerOf(exchange));
  const lines = ['Location', location, 'Referrer-Policy', 'no-referrer'];
  return ended(exchange, reason, request.method === 'POST' ? 303 : 302, lines, '', true);
}

/** Whether people see the endpoint in a browser. */
export const isForPeople = (name: EndpointName) => name === 'authorize' || name === 'activate';

/** Rejects with a redirect if there is a safe redirect URI, otherwise with a page for people or with JSON. */
export function reject(
  exchange: EndpointContext,
  error: ErrorCode,
  description: string,
  { status = 400, lines = [] }: { readonly status?: number; readonly lines?: HeaderList } = {},
): EndpointContext {
  const reason: Reason = { outcome: 'rejected', cause: { code: 'oauth-error', error, description } };
  const { name } = exchange.endpoint;
  if (exchange.returnTo !== undefined) {
    return sendBack(
      exchange,
      [
        ['error', error],
        ['error_description', description],
      ],
      reason,
    );
  }
  if (isForPeople(name)) return page(exchange, status, errorPage(description), reason, [...pageLines([]), ...lines]);
  return jsonReply(exchange, status, { error, error_description: description }, reason, lines);
}
