import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { alterations, unknownSecret } from '../../../suites/principals/credentials.ts';

describe('an unknown key in a header', () => {
  test.for([
    ['a-long-key', /^unknown_[0-9a-f]+$/],
    ['Bearer a-long-key', /^Bearer unknown_[0-9a-f]+$/],
    ['Api-Key  a-long-key', /^Api-Key {2}unknown_[0-9a-f]+$/],
    ['*:*.a-long-key', /^unknown_[0-9a-f]+$/],
  ] as const)('has the form of the valid one, "%s"', ([valid, form]) => expect(unknownSecret({ kind: 'header' }, valid)).toMatch(form));

  test('has no word in front of it elsewhere', () => expect(unknownSecret({ kind: 'query' }, 'Bearer a-long-key')).toMatch(/^unknown_/));
});

describe('a key of another environment', () => {
  const { alter, shell } = alterations['other-environment'];

  test.for([
    ['a-long-key', 'live_a-long-key'],
    ['sk_test_1', 'sk_live_1'],
    ['sk_live_1', 'sk_test_1'],
    ['Bearer a-long-key', 'Bearer live_a-long-key'],
    ['Token sandbox-1', 'Token production-1'],
  ] as const)('of %s is %s, in a shell too', ([secret, other]) => {
    expect(alter(secret)).toBe(other);
    const printed = execFileSync('sh', ['-c', `printf %s "${shell('KEY', secret)}"`], {
      env: { ...process.env, KEY: secret },
      encoding: 'utf8',
    });
    expect(printed).toBe(other);
  });
});
