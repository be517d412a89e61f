import type { MockResponse } from '../engine/request.ts';
import { after, answered, refused, withLine, type Bend } from '../faults/edits.ts';
import { allowedMethods } from '../gates/route.ts';
import { decided, type RequestContext } from '../engine/request-context.ts';
import type { Variants } from './variant.ts';

type Line = readonly [name: string, value: string];

const linesOf = ({ headers }: MockResponse): readonly Line[] =>
  headers.flatMap((name, index) => (index % 2 === 0 ? [[name, headers[index + 1]!] as const] : []));

/** Changes the headers of every response. */
const lines = (change: (lines: readonly Line[]) => readonly Line[]): Bend =>
  answered((response) => ({ ...response, headers: change(linesOf(response)).flat() }));

const named = (change: (name: string) => string): Bend => lines((all) => all.map(([name, value]) => [change(name), value]));

const typed = (change: (type: string) => string): Bend =>
  lines((all) => all.map(([name, value]) => [name, name === 'Content-Type' && !value.includes(';') ? change(value) : value]));

const served = (change: (response: MockResponse, context: RequestContext) => MockResponse): Bend =>
  answered((response, context) => (response.status === 200 && context.decision?.gate !== 'oauth' ? change(response, context) : response));

const without =
  (...names: readonly string[]) =>
  (response: MockResponse) =>
    names.reduce((current, name) => withLine(current, name), response);

const page = (response: MockResponse): MockResponse => ({
  ...withLine(withLine(without('WWW-Authenticate')(response), 'Content-Type', 'text/html'), 'Content-Length', '30'),
  status: 200,
  body: '<!doctype html><title>A</title>',
});

/** Changes the rejection of an invalid credential on an unknown path. */
const nowhere = (change: (response: MockResponse, context: RequestContext) => MockResponse): Bend =>
  refused('credentials', (response, context) => (context.route === undefined ? change(response, context) : response));

const options = (change: (response: MockResponse) => MockResponse): Bend =>
  answered((response, { request, decision }) => (request.method === 'OPTIONS' && decision?.gate !== 'oauth' ? change(response) : response));

export const httpVariants = {
  'lowercases-header-names': {
    description: 'All header names are in lower case.',
    apply: named((name) => name.toLowerCase()),
  },
  'uppercases-header-names': {
    description: 'All header names are in upper case.',
    apply: named((name) => name.toUpperCase()),
  },
  'reverses-header-order': {
    description: 'The headers are in reverse order.',
    apply: lines((all) => all.toReversed()),
  },
  'adds-gateway-headers': {
    description: 'A gateway adds its own headers to every response.',
    apply: lines((all) => [
      ['Via', '1.1 gateway'],
      ...all,
      ['X-Cache', 'MISS'],
      ['X-Trace', '4bf92f3577b34da6'],
      ['Vary', 'Accept-Encoding'],
    ]),
  },
  'adds-charset': {
    description: 'Every media type has a charset parameter.',
    apply: typed((type) => `${type}; charset=utf-8`),
  },
  'uppercases-media-type-and-charset': {
    description: 'Every media type has a quoted, upper-case charset, and JSON is in upper case too.',
    apply: typed((type) => `${type.replace('json', 'JSON')};Charset="UTF-8"`),
  },
  'sends-chunked-bodies': {
    description: 'The server sends bodies in chunks, without a Content-Length.',
    apply: lines((all) => all.filter(([name]) => name !== 'Content-Length')),
  },
  'omits-head-type-and-length': {
    description: 'The response to HEAD has no Content-Type and no Content-Length.',
    apply: answered((response, { request }) => (request.method === 'HEAD' ? without('Content-Type', 'Content-Length')(response) : response)),
  },
  'allows-private-caching': {
    description: 'The client’s browser may store responses for a minute, except for one header.',
    apply: served((response) => withLine(response, 'Cache-Control', 'private="X-Request-Id", private, max-age=60')),
  },
  'combines-public-with-no-store': {
    description: 'The Cache-Control header has `no-store` together with directives that would allow caching.',
    apply: served((response) => withLine(response, 'Cache-Control', 'no-store, s-maxage=60, public')),
  },
  'omits-cache-control-on-429': {
    description: 'A 429 has no Cache-Control header.',
    apply: answered((response) => (response.status === 429 ? without('Cache-Control')(response) : response)),
  },
  'lists-methods-on-options': {
    description: 'The server answers OPTIONS with 200 and a list of methods.',
    apply: options((response) => ({
      ...withLine(withLine(withLine(response, 'WWW-Authenticate'), 'Content-Type', 'application/json'), 'Content-Length', '14'),
      status: 200,
      body: '["GET","POST"]',
    })),
  },
  'rejects-options-with-404': {
    description: 'The server answers OPTIONS with 404.',
    apply: options((response) => ({
      ...withLine(without('Content-Type', 'WWW-Authenticate')(response), 'Content-Length', '0'),
      status: 404,
      body: '',
    })),
  },
  'rejects-unknown-methods-with-405': {
    description: 'The server answers an unknown method with 405 instead of 501.',
    apply: after('existence', (found) =>
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
    apply: nowhere(page),
  },
  'answers-unknown-paths-with-404': {
    description: 'The server answers an unknown path with 404, with or without a credential.',
    apply: after('credentials', (found) =>
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
