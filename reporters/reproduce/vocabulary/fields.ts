import { absent, escaped, lacking, matching } from '../claim.ts';
import { header } from '../reading.ts';
import { list, type Entry } from './entry.ts';

/** How expectations about header fields are told. */
export const fields: readonly Entry[] = [
  { where: /header\./, expected: /^no such field$/, clauses: (_, reading) => [{ reading, claim: absent }] },
  {
    where: /Strict-Transport-Security$/,
    expected: /^max-age=(\d+), or more$/,
    clauses: (_, reading) => [{ reading, claim: matching(/max-age="?\d{8,}/i) }],
  },
  {
    where: /header\./,
    expected: /^no ([\w-]+)$/,
    clauses: ([, directive = ''], reading, { requirement }) =>
      requirement === 'credentials/echoed'
        ? []
        : [{ reading, claim: lacking(new RegExp(`(?:^|[\\s,])${escaped(directive)}(?:$|[\\s,=])`, 'i')) }],
  },
  {
    where: /Cache-Control$|Pragma$|Sniff|X-Content-Type-Options$/,
    expected: /^[\w-]+(?:(?:, | or )[\w-]+)*$/,
    clauses: ([all = ''], reading) => [{ reading, claim: matching(new RegExp(`\\b(?:${all.split(/, | or /).join('|')})\\b`, 'i')) }],
  },
  {
    where: /Content-Security-Policy$/,
    expected: /^frame-ancestors/,
    clauses: () => [
      {
        reading: {
          of: (exchange) => [header('Content-Security-Policy').of(exchange), header('X-Frame-Options').of(exchange)].join(' '),
          code: (answer) => `[header(${answer}, 'Content-Security-Policy'), header(${answer}, 'X-Frame-Options')].join(' ')`,
        },
        claim: matching(/frame-ancestors|DENY/i),
      },
    ],
  },
  {
    where: /Allow$/,
    expected: /^[A-Z]+(?:, [A-Z]+)*$/,
    clauses: ([all = ''], reading) => all.split(', ').map((method) => ({ reading, claim: matching(new RegExp(`\\b${method}\\b`)) })),
  },
  {
    where: /Allow$/,
    expected: /^a list of methods$/,
    clauses: (_, reading) => [{ reading, claim: matching(/^[A-Z]+(?:\s*,\s*[A-Z]+)*$/) }],
  },
  { where: /Content-Type$/, expected: /^a media type$/, clauses: (_, reading) => [{ reading, claim: matching(/^\w+\/[\w.+-]+/) }] },
  {
    where: /Content-Type$/,
    expected: /^[\w.+-]+\/[\w.+-]+(?: or [\w.+-]+\/[\w.+-]+)*$/,
    clauses: ([all = ''], reading) => [{ reading, claim: matching(new RegExp(`^(?:${list(all).map(escaped).join('|')})\\b`, 'i')) }],
  },
  {
    where: /Access-Control-Allow-Origin$/,
    expected: /^no such origin together/,
    clauses: (_, reading, { observed }) => [{ reading, claim: lacking(new RegExp(`^${escaped(observed)}$`)) }],
  },
  { where: /header\./, expected: /^nothing of the kind$/, clauses: (_, reading) => [{ reading, claim: lacking(/\/\d|\d\.\d/) }] },
];
