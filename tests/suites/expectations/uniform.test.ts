import { describe, expect, test } from 'vitest';
import type { Recorded } from '../../../suites/engine/check.ts';
import type { Evidence, Observation } from '../../../suites/engine/evidence.ts';
import { uniform } from '../../../suites/expectations/uniform.ts';
import type { Reply } from '../../../suites/http/target.ts';
import { answered, inShort, context, reply, silent } from './evidence.ts';

const observation = (variant: string, ...probes: readonly Evidence[]): Observation => ({ case: { variant }, controls: [], probes });
const recordOf = (...observations: readonly Observation[]): Recorded => ({ observations, exchanges: [] });
const body = (value: unknown, status = 401) => reply(status, [], typeof value === 'string' ? value : JSON.stringify(value));

/** What comes of a bad credential that was refused so, where none was refused so the first and the second time. */
function told(bad: Reply, ...missing: readonly Reply[]) {
  const judged = observation('malformed', answered(bad));
  const decoy = observation('revoked', answered(body('Revoked')));
  return inShort(uniform(judged, context, recordOf(decoy, judged, observation('missing', ...missing.map((one) => answered(one))))));
}

const plain = { error: { code: 'unauthorized' } };
const apart = (actual: string, expected: string) => [
  `malformed and missing are told apart at $response.body: ${actual} instead of ${expected}`,
];

describe('refusals of a bad credential and of none', () => {
  test.each<readonly [string, Reply, readonly Reply[]]>([
    ['the same body', body(plain), [body(plain), body(plain)]],
    ['the same body as the only one', body(plain), [body(plain)]],
    ['the same text', body('No.'), [body('No.'), body('No.')]],
    ['403 both times', body(plain, 403), [body(plain, 403), body(plain, 403)]],
    ['another order of members', body('{"b":1,"a":2}'), [body('{"a":2,"b":1}')]],
    ['what differs between two of none anyhow', body({ ...plain, nonce: 3 }), [body({ ...plain, nonce: 1 }), body({ ...plain, nonce: 2 })]],
    ['an id of the request', body({ ...plain, request_id: 3 }), [body({ ...plain, request_id: 1 })]],
    ['an id of the request inside', body({ error: { code: 'no', traceId: 3 } }), [body({ error: { code: 'no', traceId: 1 } })]],
    ['a time in a list', body([{ code: 'no', timestamp: 3 }]), [body([{ code: 'no', timestamp: 1 }])]],
  ])('are alike: %s', (_, bad, missing) => expect(told(bad, ...missing)).toEqual([]));

  test.each<readonly [string, Reply, readonly Reply[], readonly string[]]>([
    ['another code', body({ code: 'expired' }), [body({ code: 'none' })], apart('{"code":"expired"}', '{"code":"none"}')],
    ['another text', body('Expired.'), [body('None.')], apart('Expired.', 'None.')],
    ['text, where none is refused in JSON', body('Expired.'), [body({ id: 1 }), body({ id: 2 })], apart('Expired.', '{}')],
    ['a body, where none has none', body('Expired.'), [body('')], apart('Expired.', 'nothing')],
    ['no body, where none has one', body(''), [body('None.')], apart('nothing', 'None.')],
    ['a member whose name only begins like that of an id', body({ idea: 2 }), [body({ idea: 1 })], apart('{"idea":2}', '{"idea":1}')],
  ])('are told apart: %s', (_, bad, missing, expected) => expect(told(bad, ...missing)).toEqual(expected));

  const incomparable = (one: number, other: number) =>
    `inconclusive: answered with ${one} and ${other}: there are no two refusals of a credential to compare`;
  test.each<readonly [string, Reply, readonly Reply[], string]>([
    ['other statuses', body(plain, 403), [body(plain, 401)], incomparable(401, 403)],
    ['success', body(plain, 200), [body(plain, 200)], incomparable(200, 200)],
    ['no refusal of a credential', body(plain, 400), [body(plain, 400)], incomparable(400, 400)],
    ['no content', body(''), [body('')], 'not-applicable: a refusal without content tells nothing'],
    ['no steady text', body('3'), [body('1'), body('2')], 'inconclusive: no two refusals of a missing credential have the same body'],
    [
      'no steady text to begin with',
      body(plain),
      [body('one'), body('two')],
      'inconclusive: no two refusals of a missing credential have the same body',
    ],
    ['no refusal of none', body(plain), [], 'inconclusive: there is no refusal of a missing credential to compare with'],
  ])('cannot be compared: %s', (_, bad, missing, expected) => expect(told(bad, ...missing)).toEqual([expected]));

  test('cannot be compared where none was tried without a credential, or no answer came', () => {
    const judged = observation('malformed', answered(body(plain)));
    const nothing = ['inconclusive: there is no refusal of a missing credential to compare with'];
    expect(inShort(uniform(judged, context, recordOf(judged)))).toEqual(nothing);
    expect(inShort(uniform(judged, context, recordOf(observation('missing', silent, answered(body(plain))))))).toEqual(nothing);
    expect(inShort(uniform(judged, context, recordOf(observation('missing', answered(body(plain)), silent))))).toEqual(nothing);
  });
});
