import type { MockResponse } from '../engine/request.ts';
import { afterGate, onResponse, onRejection, withHeader, type PartsChange } from '../faults/edits.ts';
import { allowedMethods } from '../gates/route.ts';
import { decided, type RequestContext } from '../engine/request-context.ts';
import type { Variants } from './variant.ts';

type Line = readonly [name: string, value: string];

const headersOf = ({ headers }: MockResponse): readonly Line[] =>
  headers.flatMap((name, index) => (index % 2 === 0 ? [[name, headers[index + 1]!] as const] : []));

/** Changes the headers of every response. */
const onHeaders = (change: (onHeaders: readonly Line[]) => readonly Line[]): PartsChange =>
  onResponse((response) => ({ ...response, headers: change(headersOf(response)).flat() }));

const renameHeaders = (change: (name: string) => string): PartsChange =>
  onHeaders((all) => all.map(([name, value]) => [change(name), value]));

const onMediaType = (change: (type: string) => string): PartsChange =>
  onHeaders((all) => all.map(([name, value]) => [name, name === 'Content-Type' && !value.includes(';') ? change(value) : value]));

const onSuccess = (change: (response: MockResponse, context: RequestContext) => MockResponse): PartsChange =>
  onResponse((response, context) => (response.status === 200 && context.decision?.gate !== 'oauth' ? change(response, context) : response));

const withoutHeaders =
  (...names: readonly string[]) =>
  (response: MockResponse) =>
    names.reduce((current, name) => withHeader(current, name), response);

const asPage = (response: MockResponse): MockResponse => ({
  ...withHeader(withHeader(withoutHeaders('WWW-Authenticate')(response), 'Content-Type', 'text/html'), 'Content-Length', '30'),
  status: 200,
  body: '<!doctype html><title>A</title>',
});

/** Changes the rejection of an invalid credential on an unknown path. */
const onUnknownPath = (change: (response: MockResponse, context: RequestContext) => MockResponse): PartsChange =>
  onRejection('credentials', (response, context) => (context.route === undefined ? change(response, context) : response));

const onOptions = (change: (response: MockResponse) => MockResponse): PartsChange =>
  onResponse((response, { request, decision }) =>
    request.method === 'OPTIONS' && decision?.gate !== 'oauth' ? change(response) : response,
  );

export const httpVariants = {
  'lowercases-header-names': {
    description: 'All header names are in lower case.',
    apply: renameHeaders((name) => name.toLowerCase()),
  },
  'uppercases-header-names': {
    description: 'All header names are in upper case.',
    apply: renameHeaders((name) => name.toUpperCase()),
  },
  'reverses-header-order': {
    description: 'The headers are in reverse order.',
    apply: onHeaders((all) => all.toReversed()),
  },
  'adds-gateway-headers': {
    description: 'A gateway adds its own headers to every response.',
    apply: onHeaders((all) => [
      ['Via', '1.1 gateway'],
      ...all,
      ['X-Cache', 'MISS'],
      ['X-Trace', '4bf92f3577b34da6'],
      ['Vary', 'Accept-Encoding'],
    ]),
  },
  'adds-charset': {
    description: 'Every media type has a charset parameter.',
    apply: onMediaType((type) => `${type}; charset=utf-8`),
  },
  'uppercases-media-type-and-charset': {
    description: 'Every media type has a quoted, upper-case charset, and JSON is in upper case too.',
    apply: onMediaType((type) => `${type.replace('json', 'JSON')};Charset="UTF-8"`),
  },
  'sends-chunked-bodies': {
    description: 'The server sends bodies in chunks, without a Content-Length.',
    apply: onHeaders((all) => all.filter(([name]) => name !== 'Content-Length')),
  },
  'omits-head-type-and-length': {
    description: 'The response to HEAD has no Content-Type and no Content-Length.',
    apply: onResponse((response, { request }) =>
      request.method === 'HEAD' ? withoutHeaders('Content-Type', 'Content-Length')(response) : response,
    ),
  },
  'allows-private-caching': {
    description: 'The client’s browser may store responses for a minute, except for one header.',
    apply: onSuccess((response) => withHeader(response, 'Cache-Control', 'private="X-Request-Id", private, max-age=60')),
  },
  'combines-public-with-no-store': {
    description: 'The Cache-Control header has `no-store` together with directives that would allow caching.',
    apply: onSuccess((response) => withHeader(response, 'Cache-Control', 'no-store, s-maxage=60, public')),
  },
  'omits-cache-control-on-429': {
    description: 'A 429 has no Cache-Control header.',
    apply: onResponse((response) => (response.status === 429 ? withoutHeaders('Cache-Control')(response) : response)),
  },
  'lists-methods-on-options': {
    description: 'The server answers OPTIONS with 200 and a list of methods.',
    apply: onOptions((response) => ({
      ...withHeader(withHeader(withHeader(response, 'WWW-Authenticate'), 'Content-Type', 'application/json'), 'Content-Length', '14'),
      status: 200,
      body: '["GET","POST"]',
    })),
  },
  'rejects-options-with-404': {
    description: 'The server answers OPTIONS with 404.',
    apply: onOptions((response) => ({
      ...withHeader(withoutHeaders('Content-Type', 'WWW-Authenticate')(response), 'Content-Length', '0'),
      status: 404,
      body: '',
    })),
  },
  'rejects-unknown-methods-with-405': {
    description: 'The server answers an unknown method with 405 instead of 501.',
    apply: afterGate('existence', (found) =>
      found.decision?.cause.code === 'unknown-method' && found.route !== undefined
        ? decided(found, {
            ...found.decision,
            cause: { code: 'no-such-method' },
            prepared: found.environment.compiled.problems[405],
            lines: ['Allow', allowedMethods(found.route)],
          })
        : found,
    ),
  },
  'shows-page-for-unknown-paths': {
    description: 'The server answers unknown paths with an HTML page, with or without a credential.',
    apply: onUnknownPath(asPage),
  },
  'answers-unknown-paths-with-404': {
    description: 'The server answers an unknown path with 404, with or without a credential.',
    apply: afterGate('credentials', (found) =>
      found.decision !== undefined && found.route === undefined
        ? decided(found, {
            ...found.decision,
            gate: 'existence',
            cause: { code: 'no-such-path' },
            prepared: found.environment.compiled.problems[404],
            lines: [],
          })
        : found,
    ),
  },
} as const satisfies Variants;
