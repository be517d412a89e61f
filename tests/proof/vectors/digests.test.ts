/**
 * The examples of the standards themselves, against the parsers and writers of both sides.
 *
 * @module
 * @see RFC 7636 appendix B; RFC 7515 appendix A.1; RFC 7515 appendix A.5; RFC 4231 §4; RFC 6234 §8.5
 */
import { describe, expect, test } from 'vitest';
import { challengeOf, hmacSha256, sha256 } from '../../../mock/oauth/sha256.ts';
import { decodeJwt } from '../../../mock/state/jwt.ts';
import { tokenEnd, tokenIn } from '../../../suites/principals/forgeries.ts';
import { challengeFor } from '../../../suites/oauth/pkce.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('PKCE (RFC 7636 appendix B)', () => {
  const octets = [
    116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77, 105, 214, 191, 240, 91, 88, 5, 88, 83, 132,
    141, 121,
  ];
  const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
  const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

  test('the verifier is that of the octets', () => expect(Buffer.from(octets).toString('base64url')).toBe(verifier));
  test('the mock makes the challenge of it', () => expect(challengeOf(verifier)).toBe(challenge));
  test('the suites make the challenge of it', () => expect(challengeFor(verifier)).toBe(challenge));
});

describe('a JWS with HS256 (RFC 7515 appendix A.1)', () => {
  const parts = [
    'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9',
    'eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ',
    'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
  ];
  const header = { typ: 'JWT', alg: 'HS256' };
  const claims = { iss: 'joe', exp: 1_300_819_380, 'http://example.com/is_root': true };

  test('the mock reads it', () => expect(decodeJwt(parts.join('.'))).toEqual({ header, claims, signature: parts[2] }));
  test('the suites read it, and when it ends', () => {
    const token = tokenIn(parts.join('.'))!;
    expect(token).toEqual({ header, claims, parts });
    expect(tokenEnd(token)).toBe(1_300_819_380);
  });

  // Its key is no text, and the mock's keys are: so its own signature is held to HMAC's own vectors, below.
  test('an unsecured JWS has no third part to read (RFC 7515 appendix A.5)', () => {
    const unsecured = `eyJhbGciOiJub25lIn0.${parts[1]}.`;
    expect(decodeJwt(unsecured)).toEqual({ header: { alg: 'none' }, claims, signature: '' });
    expect(tokenIn(unsecured)).toBeUndefined();
  });
});

describe('HMAC-SHA-256 (RFC 4231 §4)', () => {
  test.each([
    ['4.2', '\u000b'.repeat(20), 'Hi There', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
    ['4.3', 'Jefe', 'what do ya want for nothing?', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
  ])('case %s', (_, key, data, expected) => expect(hex(hmacSha256(key, data))).toBe(expected));
});

describe('SHA-256 (RFC 6234 §8.5)', () => {
  test.each([
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq', '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1'],
    ['01234567'.repeat(80), '594847328451bdfa85056225462cc1d867d877fb388df0ce35f25ab5562bfbb5'],
    ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
  ])('of %s', (text, expected) => expect(Buffer.from(sha256(text), 'base64').toString('hex')).toBe(expected));
});
