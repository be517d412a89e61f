import { between, oneOf } from '../claim.ts';
import { status } from '../reading.ts';
import { numbers, success, refusal, type Entry } from './entry.ts';

/** How expectations about statuses are told. */
export const statuses: readonly Entry[] = [
  {
    where: /^\$statusCode$/,
    expected: /^\d{3}(?: or \d{3})*$/,
    clauses: ([all = '']) => [{ reading: status, claim: oneOf(numbers(all)) }],
  },
  {
    where: /^\$statusCode$/,
    expected: /^(\d{3}) after \d+ s$/,
    clauses: ([, code]) => [{ reading: status, claim: oneOf([Number(code)]) }],
  },
  {
    of: /^oauth\/resource-metadata-names/,
    expected: /^https?:\/\/\S+$/,
    clauses: ([url = ''], reading) => [{ reading, claim: oneOf([url]) }],
  },
  { where: /^\$statusCode$/, expected: /^400, or 401 for a client$/, clauses: () => [{ reading: status, claim: oneOf([400, 401]) }] },
  { where: /^\$statusCode$/, expected: /^(?:a success.*|tokens|a new access token)$/, clauses: () => [success] },
  { where: /^\$statusCode$/, expected: /^anything but a success$/, clauses: () => [{ reading: status, claim: between(300, undefined) }] },
  { where: /^\$statusCode$/, expected: /^a status below 500$/, clauses: () => [{ reading: status, claim: between(undefined, 499) }] },
  { where: /^\$statusCode$/, expected: /^400 or more$/, clauses: () => [{ reading: status, claim: between(400, undefined) }] },
  {
    where: /^\$statusCode$/,
    expected: /^a refusal of plain HTTP$/,
    clauses: (_, __, { observed }) => {
      const [answered = 0] = numbers(observed);
      const other = {
        reading: status,
        claim: {
          holds: (value: unknown) => value !== answered,
          code: (expression: string, message: string) => `expect(${expression}, ${message}).not.toBe(${answered});`,
        },
      };
      return [{ reading: status, claim: between(400, undefined) }, other];
    },
  },
  { where: /^\$statusCode$/, expected: /^(?:a refusal.*|4xx)$/, clauses: () => [refusal] },
];
