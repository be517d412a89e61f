import { describe, expect, test } from 'vitest';
import { uniform } from '../../../suites/expectations/uniform.ts';
import type { Reply } from '../../../suites/http/target.ts';
import { answered, inShort, reply, silent } from './evidence.ts';

const body = (value: unknown, status = 401) => reply(status, [], typeof value === 'string' ? value : JSON.stringify(value));

/** The judgement of a rejection, compared with one or two rejections of a missing credential. */
const judged = (rejection: Reply, ...missing: readonly Reply[]) =>
  inShort(
    uniform(
      answered(rejection),
      missing.map((one) => answered(one)),
    ),
  );

const plain = { error: { code: 'unauthorized' } };
const differs = (actual: string, expected: string) => [`distinguishable-rejection at $response.body: ${actual} instead of ${expected}`];

describe('rejections of an invalid and of a missing credential', () => {
  test.each<readonly [string, Reply, readonly Reply[]]>([
    ['the same body', body(plain), [body(plain), body(plain)]],
    ['the same body as the only one', body(plain), [body(plain)]],
    ['the same text', body('No.'), [body('No.'), body('No.')]],
    ['403 both times', body(plain, 403), [body(plain, 403), body(plain, 403)]],
    ['another order of members', body('{"b":1,"a":2}'), [body('{"a":2,"b":1}')]],
    ['what also differs without a credential', body({ ...plain, nonce: 3 }), [body({ ...plain, nonce: 1 }), body({ ...plain, nonce: 2 })]],
    ['an id of the request', body({ ...plain, request_id: 3 }), [body({ ...plain, request_id: 1 })]],
    ['an id of the request inside', body({ error: { code: 'no', traceId: 3 } }), [body({ error: { code: 'no', traceId: 1 } })]],
    ['a time in a list', body([{ code: 'no', timestamp: 3 }]), [body([{ code: 'no', timestamp: 1 }])]],
  ])('are uniform: %s', (_, rejection, missing) => expect(judged(rejection, ...missing)).toEqual([]));

  test.each<readonly [string, Reply, readonly Reply[], readonly string[]]>([
    ['another code', body({ code: 'expired' }), [body({ code: 'none' })], differs('{"code":"expired"}', '{"code":"none"}')],
    ['another text', body('Expired.'), [body('None.')], differs('Expired.', 'None.')],
    ['text instead of JSON', body('Expired.'), [body({ id: 1 }), body({ id: 2 })], differs('Expired.', '{}')],
    ['a body instead of none', body('Expired.'), [body('')], differs('Expired.', 'nothing')],
    ['no body instead of one', body(''), [body('None.')], differs('nothing', 'None.')],
    ['a member whose name only begins like that of an id', body({ idea: 2 }), [body({ idea: 1 })], differs('{"idea":2}', '{"idea":1}')],
  ])('differ: %s', (_, rejection, missing, expected) => expect(judged(rejection, ...missing)).toEqual(expected));

  test.each<readonly [string, Reply, readonly Reply[], string]>([
    ['different statuses', body(plain, 403), [body(plain, 401)], 'inconclusive: rejections-not-comparable 401 403'],
    ['success', body(plain, 200), [body(plain, 200)], 'inconclusive: rejections-not-comparable 200 200'],
    ['other errors', body(plain, 400), [body(plain, 400)], 'inconclusive: rejections-not-comparable 400 400'],
    ['no body', body(''), [body('')], 'not-applicable: rejection-without-body'],
    ['no steady text', body('3'), [body('1'), body('2')], 'inconclusive: rejection-body-changes'],
    ['no steady text after JSON', body(plain), [body('one'), body('two')], 'inconclusive: rejection-body-changes'],
    ['no rejection of a missing credential', body(plain), [], 'inconclusive: no-rejection-of-unknown-credential'],
  ])('cannot be compared: %s', (_, rejection, missing, expected) => expect(judged(rejection, ...missing)).toEqual([expected]));

  test.each([[[silent, answered(body(plain))]], [[answered(body(plain)), silent]]])('cannot be compared without a response', (missing) =>
    expect(inShort(uniform(answered(body(plain)), missing))).toEqual(['inconclusive: no-rejection-of-unknown-credential']),
  );

  test('show the request to compare with', () => {
    const [mismatch] = [uniform(answered(body('one'), { id: 'a#2' }), [answered(body('two'), { id: 'a#1' })])].flatMap((found) =>
      'outcome' in found ? [] : found,
    );
    expect(mismatch).toMatchObject({ exchange: 'a#2', expected: { kind: 'same-as', exchange: 'a#1', value: 'two' }, actual: 'one' });
  });
});
