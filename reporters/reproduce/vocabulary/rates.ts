import { between, matching, oneOf, typed } from '../claim.ts';
import { lines } from '../reading.ts';
import { numbers, date, type Entry } from './entry.ts';

/** How expectations about rate fields and retry times are told. */
export const rates: readonly Entry[] = [
  {
    where: /header\./,
    expected: /^one such field$/,
    clauses: (_, __, { where }) => [{ reading: lines(where.slice('$response.header.'.length)), claim: oneOf([1]) }],
  },
  {
    of: /^limits\/limit-is-of-the-plan$|^oauth\/token-uses-the-quota/,
    expected: /^\d+(?: or \d+)*(?:, of the plan .*)?$/,
    clauses: ([all = ''], reading) => [
      { reading, claim: matching(new RegExp(`^(?:${numbers(all.replace(/, of the plan.*/, '')).join('|')})$`)) },
    ],
  },
  {
    of: /^limits\/(?:remaining-is-within-the-limit|remaining-counts)/,
    expected: /^at most (\d+)$/,
    clauses: ([, most], reading) => [{ reading, claim: between(0, Number(most)) }],
  },
  { of: /^limits\//, expected: /^less than (\d+)$/, clauses: ([, most], reading) => [{ reading, claim: between(0, Number(most) - 1) }] },
  {
    of: /^limits\/refusal-describes/,
    expected: /^(\d+)(?: \(.*\))?$/,
    clauses: ([, exact = ''], reading) => [{ reading, claim: matching(new RegExp(`^${exact}$`)) }],
  },
  { expected: /^epoch-seconds$/, clauses: (_, reading) => [{ reading, claim: matching(/^1\d{9}$/) }] },
  { expected: /^delta-seconds$/, clauses: (_, reading) => [{ reading, claim: matching(/^\d{1,8}$/) }] },
  { expected: /^(?:digits|whole seconds, digits only)$/, clauses: (_, reading) => [{ reading, claim: matching(/^\d{1,8}$/) }] },
  { expected: /^whole seconds, as a JSON number$/, clauses: (_, reading) => [{ reading, claim: typed('number') }] },
  { expected: /^(?:an HTTP date|.* GMT, or the like)$/, clauses: (_, reading) => [{ reading, claim: matching(date) }] },
  {
    expected: /^digits, or a date as HTTP writes them$/,
    clauses: (_, reading) => [{ reading, claim: matching(new RegExp(`^\\d+$|${date.source}`)) }],
  },
  {
    where: /Retry-After$|retry/i,
    expected: /^1 to (\d+) s/,
    clauses: ([, most], reading) => [{ reading, claim: between(1, Number(most) + 1) }],
  },
];
