import type { Exchange } from '../../suites/result/result.ts';
import { redirectParameters } from '../gathering/sources.ts';
import { escaped } from './claim.ts';
import { literal, parameter, valuesOf } from './reading.ts';
import type { Relation } from './relation.ts';

/** The browser is sent back to where it was asked to be sent, with a code. */
export function sentBack(cited: readonly Exchange[]): Relation | undefined {
  const uri = (one: Exchange) => redirectParameters(one.request.url).get('redirect_uri');
  const form = (one: Exchange) => new RegExp(`^${escaped(uri(one)!)}[?#](?:.*&)?code=`);
  const found = cited.findLast((one) => uri(one) !== null && !form(one).test(valuesOf(one, 'location')[0] ?? ''));
  return (
    found && {
      reads: [found],
      code: ([one = ''], message) => [`expect(text(header(${one}, 'Location')), ${message}).toMatch(${String(form(found))});`],
    }
  );
}

/** The state of an answer is that of its request. */
export function stateKept(cited: readonly Exchange[]): Relation | undefined {
  const sent = (one: Exchange) => redirectParameters(one.request.url).get('state');
  const found = cited.findLast(
    (one) => sent(one) !== null && (one.response?.status ?? 0) >= 300 && parameter('state').of(one) !== sent(one),
  );
  return (
    found && {
      reads: [found],
      code: ([one = ''], message) => [`expect(parameter(${one}, 'state'), ${message}).toBe(${literal(sent(found)!)});`],
    }
  );
}

/** The issuer is told in the redirect. @see RFC 9207 §2 */
export function issuerTold(cited: readonly Exchange[], expected: string): Relation | undefined {
  const found = cited.findLast((one) => valuesOf(one, 'location').length > 0 && parameter('iss').of(one) !== expected);
  return (
    found && { reads: [found], code: ([one = ''], message) => [`expect(parameter(${one}, 'iss'), ${message}).toBe(${literal(expected)});`] }
  );
}
