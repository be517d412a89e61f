import { describe, expect, test } from 'vitest';
import type { Mismatch } from '../../../../suites/engine/check.ts';
import type { Evidence } from '../../../../suites/engine/evidence.ts';
import {
  expectError,
  expectNoBlame,
  expectNoError,
  expectParameters,
  expectScopes,
  expectWellFormed,
} from '../../../../suites/topics/bearer/challenges.ts';
import { expectChallengeScheme } from '../../../../suites/topics/credentials/responses.ts';
import { answered, reply } from '../../expectations/evidence.ts';

const challenged = (...values: readonly string[]) =>
  answered(
    reply(
      401,
      values.flatMap((value) => ['WWW-Authenticate', value]),
    ),
  );

/** Whether a header value is as a mismatch expects it. */
function meets({ expected }: Mismatch, value: string): boolean {
  if (expected.kind !== 'matches' && expected.kind !== 'lacks') throw new Error(`unexpected ${expected.kind}`);
  return new RegExp(expected.pattern, expected.flags).test(value) === (expected.kind === 'matches');
}

const scopes =
  (alternatives: readonly (readonly string[])[], held: readonly string[] = []) =>
  (call: Evidence) =>
    expectScopes(call, alternatives, new Set(held));

type Expect = (call: Evidence) => readonly Mismatch[];
const wellFormed: Expect = (call) => expectWellFormed(call) ?? [];
const invalid: Expect = (call) => expectError(call, 'invalid_token');
const schemes: Expect = (call) => expectChallengeScheme(call, ['Bearer', 'Basic']);

describe('an expectation of a challenge', () => {
  test.each<readonly [string, Expect, string, string]>([
    ['no-challenge-of-declared-scheme', schemes, 'Digest realm="a", Bear', 'Digest realm="a", basic realm="b"'],
    ['challenge-without-parameters', expectParameters, 'Basic realm="a", Bearer', 'Basic realm="a", Bearer realm="b"'],
    ['challenge-error-without-credential', expectNoError, 'Bearer realm="a", error="invalid_token"', 'Bearer realm="a"'],
    ['valid-token-called-invalid', expectNoBlame, 'Bearer realm="a", error = invalid_token', 'Bearer realm="a", error="invalid_request"'],
    ['missing-challenge-error', invalid, 'Bearer realm="a", error="invalid_tokens"', 'Bearer realm="a", error="invalid_token"'],
    ['missing-challenge-error', invalid, 'Bearer error_description="invalid_token"', 'Bearer error=invalid_token, realm="a"'],
    ['repeated-challenge-parameter', wellFormed, 'Bearer realm="a", realm="b"', 'Bearer realm="a", error="b"'],
    ['invalid-challenge-parameter', wellFormed, 'Bearer scope="read  write"', 'Bearer scope="read write"'],
    [
      'invalid-challenge-parameter',
      wellFormed,
      'Bearer realm="a", error_description="\\"no\\""',
      'Bearer realm="a", error_description="no"',
    ],
    ['wrong-challenge-scopes', scopes([['a:r', 'a:w']]), 'Bearer scope="a:r"', 'Bearer scope="a:w a:r", realm="b"'],
    ['wrong-challenge-scopes', scopes([['a']]), 'Bearer scope="a b"', 'Bearer scope="a"'],
    ['wrong-challenge-scopes', scopes([['a'], ['c']], ['b']), 'Bearer scope="b"', 'Bearer scope="b c"'],
    ['wrong-challenge-scopes', scopes([['a']]), 'Bearer scope="aa"', 'Bearer scope=a, realm="b"'],
    ['wrong-challenge-scopes', scopes([['a']]), 'Bearer scope="a", Bearer scope="b"', 'Bearer scope="a", Bearer scope="a"'],
    ['wrong-challenge-scopes', scopes([[]]), 'Bearer scope="a"', 'Bearer realm="a"'],
  ])('%s: the pattern tells wrong from right', (code, judge, wrong, right) => {
    const [mismatch] = judge(challenged(wrong));
    expect(mismatch).toMatchObject({ code, at: '$response.header.WWW-Authenticate', actual: wrong, exchange: challenged(wrong).id });
    expect([meets(mismatch!, wrong), meets(mismatch!, right)]).toEqual([false, true]);
    expect(judge(challenged(right))).toEqual([]);
  });

  test('is not met without a header', () => {
    expect(expectError(challenged(), 'insufficient_scope')).toMatchObject([
      { code: 'missing-challenge-error', details: { error: 'insufficient_scope' } },
    ]);
    expect(schemes(challenged())[0]).not.toHaveProperty('actual');
    expect(expectWellFormed(challenged())).toBeUndefined();
  });

  test('is a list of challenges', () => {
    expect(expectWellFormed(challenged('Bearer "a"'))).toMatchObject([
      { code: 'malformed-challenges', expected: { kind: 'form', form: 'challenge-list' } },
    ]);
    expect(expectWellFormed(challenged('Basic realm="a", realm="b"'))).toBeUndefined();
  });
});
