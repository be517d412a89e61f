import type { Answer } from '../engine/arrival.ts';
import { after, answered, refused, withLine, type Bend } from '../faults/bend.ts';
import { allowedMethods } from '../gates/route.ts';
import { decided, type Visit } from '../engine/visit.ts';
import type { Variants } from './variant.ts';

type Line = readonly [name: string, value: string];

const linesOf = ({ headers }: Answer): readonly Line[] =>
  headers.flatMap((name, index) => (index % 2 === 0 ? [[name, headers[index + 1]!] as const] : []));

/** Changes the headers of every response. */
const lines = (change: (lines: readonly Line[]) => readonly Line[]): Bend =>
  answered((answer) => ({ ...answer, headers: change(linesOf(answer)).flat() }));

const named = (change: (name: string) => string): Bend => lines((all) => all.map(([name, value]) => [change(name), value]));

const typed = (change: (type: string) => string): Bend =>
  lines((all) => all.map(([name, value]) => [name, name === 'Content-Type' && !value.includes(';') ? change(value) : value]));

const served = (change: (answer: Answer, visit: Visit) => Answer): Bend =>
  answered((answer, visit) => (answer.status === 200 && visit.decision?.gate !== 'grants' ? change(answer, visit) : answer));

const without =
  (...names: readonly string[]) =>
  (answer: Answer) =>
    names.reduce((current, name) => withLine(current, name), answer);

const page = (answer: Answer): Answer => ({
  ...withLine(withLine(without('WWW-Authenticate')(answer), 'Content-Type', 'text/html'), 'Content-Length', '30'),
  status: 200,
  body: '<!doctype html><title>A</title>',
});

/** Changes the rejection of an invalid credential on an unknown path. */
const nowhere = (change: (answer: Answer, visit: Visit) => Answer): Bend =>
  refused('credentials', (answer, visit) => (visit.route === undefined ? change(answer, visit) : answer));

const options = (change: (answer: Answer) => Answer): Bend =>
  answered((answer, { arrival, decision }) => (arrival.method === 'OPTIONS' && decision?.gate !== 'grants' ? change(answer) : answer));

export const http = {
  'field-names-in-lower-case': {
    says: 'All header names are in lower case.',
    bend: named((name) => name.toLowerCase()),
  },
  'field-names-in-capitals': {
    says: 'All header names are in upper case.',
    bend: named((name) => name.toUpperCase()),
  },
  'field-lines-in-reverse': {
    says: 'The headers are in reverse order.',
    bend: lines((all) => all.toReversed()),
  },
  'fields-of-a-gateway': {
    says: 'A gateway adds its own headers to every response.',
    bend: lines((all) => [
      ['Via', '1.1 gateway'],
      ...all,
      ['X-Cache', 'MISS'],
      ['X-Trace', '4bf92f3577b34da6'],
      ['Vary', 'Accept-Encoding'],
    ]),
  },
  'charset-behind-the-type': {
    says: 'Every media type has a charset parameter.',
    bend: typed((type) => `${type}; charset=utf-8`),
  },
  'charset-in-other-letters': {
    says: 'Every media type has a quoted, upper-case charset, and JSON is in upper case too.',
    bend: typed((type) => `${type.replace('json', 'JSON')};Charset="UTF-8"`),
  },
  'bodies-in-chunks': {
    says: 'The server sends bodies in chunks, without a Content-Length.',
    bend: lines((all) => all.filter(([name]) => name !== 'Content-Length')),
  },
  'head-without-type-and-length': {
    says: 'The response to HEAD has no Content-Type and no Content-Length.',
    bend: answered((answer, { arrival }) => (arrival.method === 'HEAD' ? without('Content-Type', 'Content-Length')(answer) : answer)),
  },
  'browsers-may-keep-answers': {
    says: 'The client’s browser may store responses for a minute, except for one header.',
    bend: served((answer) => withLine(answer, 'Cache-Control', 'private="X-Request-Id", private, max-age=60')),
  },
  'public-words-beside-no-store': {
    says: 'The Cache-Control header has `no-store` together with directives that would allow caching.',
    bend: served((answer) => withLine(answer, 'Cache-Control', 'no-store, s-maxage=60, public')),
  },
  'limited-without-a-word-on-caches': {
    says: 'A 429 has no Cache-Control header.',
    bend: answered((answer) => (answer.status === 429 ? without('Cache-Control')(answer) : answer)),
  },
  'options-list-their-methods': {
    says: 'The server answers OPTIONS with 200 and a list of methods.',
    bend: options((answer) => ({
      ...withLine(withLine(withLine(answer, 'WWW-Authenticate'), 'Content-Type', 'application/json'), 'Content-Length', '14'),
      status: 200,
      body: '["GET","POST"]',
    })),
  },
  'options-are-not-known': {
    says: 'The server answers OPTIONS with 404.',
    bend: options((answer) => ({
      ...withLine(without('Content-Type', 'WWW-Authenticate')(answer), 'Content-Length', '0'),
      status: 404,
      body: '',
    })),
  },
  'unknown-methods-are-not-allowed': {
    says: 'The server answers an unknown method with 405 instead of 501.',
    bend: after('existence', (found) =>
      found.decision?.why === 'an unknown method' && found.route !== undefined
        ? decided(found, {
            ...found.decision,
            why: 'no such method',
            prepared: found.around.law.problems[405],
            lines: ['Allow', allowedMethods(found.route)],
          })
        : found,
    ),
  },
  'page-wherever-nothing-is': {
    says: 'The server answers unknown paths with an HTML page, with or without a credential.',
    bend: nowhere(page),
  },
  'nothing-is-404-for-everybody': {
    says: 'The server answers an unknown path with 404, with or without a credential.',
    bend: after('credentials', (found) =>
      found.decision !== undefined && found.route === undefined
        ? decided(found, { ...found.decision, gate: 'existence', why: 'no such path', prepared: found.around.law.problems[404], lines: [] })
        : found,
    ),
  },
} as const satisfies Variants;
