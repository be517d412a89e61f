import type { Exchange } from '../../suites/result/result.ts';
import { bodiesAlike } from './body-relation.ts';
import { valueCode } from './expression.ts';
import { fields, header, readingAt, status, valuesOf, type Reading } from './reading.ts';
import { issuerTold, sentBack, stateKept } from './redirect-relation.ts';
import { differ, same, type Relation } from './relation.ts';
import type { Failure } from './vocabulary/entry.ts';

const numeric = (reading: Reading, exchange: Exchange) => {
  const value = reading.of(exchange);
  return value === undefined || value === '' ? Number.NaN : Number(value);
};

/** Requirements of which each request takes one, and those between cost nothing. */
const fallsByOne = /^(?:limits\/remaining-falls-by-one|limits\/bad-credentials-cost-nothing|address\/refusal-costs-nothing)$/;

/** How the answers of a check have to be related; undefined where that is not what it is about, or not known. */
export function relationOf(failure: Failure, cited: readonly Exchange[]): Relation | undefined {
  const { where, expected, observed, requirement } = failure;
  const reading = readingAt(where);
  if (!reading) return undefined;
  const pairs = cited.flatMap((other, index) => cited.slice(0, index).map((one) => [one, other] as const));
  if (fallsByOne.test(requirement)) {
    const found = pairs.find(
      ([one, other]) => numeric(reading, one) - 1 === Number(expected) && numeric(reading, other) === Number(observed),
    );
    return (
      found && {
        reads: found,
        code: ([one = '', other = ''], message) => [
          `expect(Number(${reading.code(other)}), ${message}).toBe(Number(${reading.code(one)}) - 1);`,
        ],
      }
    );
  }
  const [, most, more] = /^at most (\d+), after (\d+) more requests?$/.exec(expected) ?? [];
  if (more !== undefined) {
    const found = pairs.find(
      ([one, other]) => numeric(reading, one) === Number(most) + Number(more) && numeric(reading, other) === Number(observed),
    );
    return (
      found && {
        reads: found,
        code: ([one = '', other = ''], message) => [
          `expect(Number(${reading.code(other)}), ${message}).toBeLessThanOrEqual(Number(${reading.code(one)}) - ${more});`,
        ],
      }
    );
  }
  if (expected === 'one window') {
    const found = pairs.find(([one, other]) => differ(reading, one, other));
    return found && same(reading, ...found);
  }
  const [, ahead] = /^0 to (\d+) s from now$/.exec(expected) ?? [];
  if (ahead !== undefined) {
    const found = cited.find((one) => numeric(reading, one) > 0);
    return (
      found && {
        reads: [found],
        code: ([one = ''], message) => [
          `const ahead = Number(${reading.code(one)}) - Date.parse(header(${one}, 'Date') ?? '') / 1000;`,
          `expect(ahead, ${message}).toBeGreaterThanOrEqual(-1);`,
          `expect(ahead, ${message}).toBeLessThanOrEqual(${Number(ahead) + 1});`,
        ],
      }
    );
  }
  const [, place] = /, as (\$response\.\S+)$/.exec(expected) ?? [];
  const twin = place === undefined ? undefined : readingAt(place);
  if (twin) {
    const found = cited.find((one) => reading.of(one) !== undefined && String(reading.of(one)) !== String(twin.of(one)));
    return (
      found && {
        reads: [found],
        code: ([one = ''], message) => [`expect(Number(${reading.code(one)}), ${message}).toBe(Number(${twin.code(one)}));`],
      }
    );
  }
  if (requirement === 'credentials/echoed') return silent(reading, cited, observed);
  if (requirement.endsWith('state-comes-back-unchanged')) return stateKept(cited);
  if (expected === 'the redirect URI with a code') return sentBack(cited);
  if (requirement.endsWith('issuer-is-told')) return issuerTold(cited, expected);
  const [, code] = /^(\d{3}), /.exec(expected) ?? [];
  if (where === '$statusCode' && code !== undefined) {
    const other =
      cited.findLast((one) => String(status.of(one)) === observed.slice(0, 3) && one.role === 'probe') ??
      cited.findLast((one) => String(status.of(one)) === observed.slice(0, 3));
    const one = cited.find((candidate) => String(status.of(candidate)) === code);
    return one && other && one !== other ? same(status, one, other) : undefined;
  }
  if (where === '$response.header') {
    const found = pairs.findLast(
      ([one, other]) => one.principal !== other.principal && differ(fields, one, other) && one.role === 'probe' && other.role === 'probe',
    );
    return found && same(fields, ...found);
  }
  if (where === '$response.body') return bodiesAlike(failure, cited, pairs);
  const name = where.startsWith('$response.header.') ? where.slice('$response.header.'.length) : undefined;
  if (name !== undefined) {
    const found =
      pairs.find(([one, other]) => valuesOf(one, name).join(', ') === expected && (valuesOf(other, name).join(', ') || '0') === observed) ??
      pairs
        .map(([one, other]) => [other, one] as const)
        .find(([one, other]) => valuesOf(one, name).join(', ') === expected && (valuesOf(other, name).join(', ') || '0') === observed);
    return found && same(header(name), ...found);
  }
  return undefined;
}

/** The place in which a credential was repeated is without it. */
function silent(reading: Reading, cited: readonly Exchange[], observed: string): Relation | undefined {
  const tag = /‹[^›]+›/.exec(observed)?.[0] ?? '';
  const found = cited.find((one) => JSON.stringify(reading.of(one) ?? '').includes(tag) && one.secrets?.[tag] !== undefined);
  const value = found && valueCode(tag, found.secrets?.[tag]);
  if (!found || value === undefined) return undefined;
  return {
    reads: [found],
    code: ([one = ''], message) => [`expect(text(${reading.code(one)}).includes(${value}), ${message}).toBe(false);`],
  };
}
