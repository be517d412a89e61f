import type { Exchange } from '../../suites/result/result.ts';
import { cookiesOf, setCookiesOf } from './cookies.ts';
import { queryOf, uriOf } from './uri.ts';

type Headers = Exchange['request']['headers'];
type Body = NonNullable<Exchange['request']['body']>;

/** The HTTP version of each way of sending; raw bytes may be any. */
const versions = { client: 'HTTP/1.1', lines: 'HTTP/1.1', http2: 'HTTP/2', raw: 'unknown', browser: 'unknown' } as const;

const versionOf = (sent: Exchange['sent']) => (sent === undefined ? 'unknown' : versions[sent]);

/**
 * An exchange as an entry of HAR 1.2. Its whole time counts as waiting: sending and receiving are not measured. Without a response the status
 * is 0, and `_error` has the reason, as in browsers.
 *
 * @param checks - the ids of checks that it is evidence of
 */
export function entryOf(exchange: Exchange, checks: readonly string[]) {
  const { id, scenario, role, principal, operation, startedAt, milliseconds, connection, trouble, curl, repeated } = exchange;
  const address = addressOf(connection.remote);
  return {
    pageref: scenario,
    startedDateTime: startedAt,
    time: milliseconds,
    request: requestOf(exchange),
    response: responseOf(exchange),
    cache: {},
    timings: { send: 0, wait: milliseconds, receive: 0 },
    ...(address !== undefined && { serverIPAddress: address }),
    comment: `${role}${principal === undefined ? '' : ` as ${principal}`}${operation === undefined ? '' : `: ${operation}`}`,
    _id: id,
    _role: role,
    ...(principal !== undefined && { _principal: principal }),
    ...(operation !== undefined && { _operation: operation }),
    _checks: checks,
    _connection: connection,
    ...(exchange.sent !== undefined && { _sent: exchange.sent }),
    ...(trouble !== undefined && { _trouble: trouble }),
    ...(repeated !== undefined && { _repeated: repeated }),
    _curl: curl,
  };
}

function requestOf({ request, sent }: Exchange) {
  const { method, url, headers, body, from, pieces } = request;
  const uri = uriOf(url);
  return {
    method,
    url: uri,
    httpVersion: versionOf(sent),
    headersSize: -1,
    cookies: cookiesOf(headers),
    headers: headers.map(([name, value]) => ({ name, value })),
    queryString: queryOf(url),
    ...(body && { postData: { mimeType: mediaTypeOf(headers), text: body.text, ...cutOf(body) } }),
    bodySize: body?.bytes ?? 0,
    ...(uri !== url && { _url: url }),
    ...(from !== undefined && { _from: from }),
    ...(pieces !== undefined && { _pieces: pieces }),
  };
}

function responseOf({ response, trouble, sent }: Exchange) {
  const { status = 0, headers = [], body } = response ?? {};
  return {
    status,
    statusText: '',
    httpVersion: versionOf(sent),
    headersSize: -1,
    cookies: setCookiesOf(headers),
    headers: headers.map(([name, value]) => ({ name, value })),
    content: { size: body?.bytes ?? 0, mimeType: mediaTypeOf(headers), ...(body && { text: body.text, ...cutOf(body) }) },
    redirectURL: headerOf(headers, 'location') ?? '',
    bodySize: response ? (body?.bytes ?? 0) : -1,
    ...(response === undefined && { _error: trouble ?? 'no response' }),
  };
}

/** A comment for a body that is not complete. */
function cutOf({ cut, bytes, sha256 }: Body) {
  return cut ? { comment: `the beginning of ${bytes} bytes, sha256 ${sha256}` } : {};
}

function headerOf(headers: Headers, wanted: string): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
}

const mediaTypeOf = (headers: Headers) => headerOf(headers, 'content-type') ?? 'x-unknown';

/** The address of `127.0.0.1:4010` or `[::1]:4010`. */
function addressOf(remote: string | undefined): string | undefined {
  const address = remote?.replace(/^\[(.*)\](?::\d+)?$/, '$1').replace(/^([\d.]+):\d+$/, '$1');
  return address !== undefined && /^(?:\d+(?:\.\d+){3}|[\da-f:.]*:[\da-f:.]*)$/i.test(address) ? address : undefined;
}
