import { expect, test } from 'vitest';
import { unprotectedSecrets } from '../../../suites/redaction/configured.ts';
import { createRedactor, isConfigured } from '../../../suites/redaction/redactor.ts';

/** What is left of a text if this is the secret of ada. */
function redacted(value: string, text: string): string {
  const redactor = createRedactor('key');
  redactor.add({ name: 'ada', value, shell: '$ADA' });
  return redactor.redact(text).replaceAll(/#[0-9a-f]{4}/g, '');
}

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const claims = { sub: 'ada@example.com', jti: 'token-0815', role: 'administrator', upstream: { api_key: 'pk-live-4711' } };
const signature = 'c2lnbmF0dXJlLW9mLWFkYQ';
const jwt = `${encoded({ alg: 'RS256' })}.${encoded(claims)}.${signature}`;

test.each([
  ['a password of six characters', 'admin:hunter', 'hunter', '‹ada:password›'],
  ['a password with a colon', 'admin:hun:ter2', 'hun:ter2', '‹ada:password›'],
  ['the encoded claims of a JWT', jwt, encoded(claims), '‹ada:claims›'],
  ['the claims of a JWT', jwt, JSON.stringify(claims), '‹ada:claims›'],
  ['the id of a JWT', jwt, 'token-0815', '‹ada:claim›'],
  ['a secret within the claims of a JWT', jwt, 'pk-live-4711', '‹ada:claim›'],
  ['the signature of a JWT', jwt, signature, '‹ada:signature›'],
  ['the secret after the id of a key', 'key12.supersecret', 'supersecret', '‹ada:part›'],
  ['the random part of a key with a prefix', 'sk_live_4eC39HqLyjWDarjtT1', '4eC39HqLyjWDarjtT1', '‹ada:part›'],
])('%s is found alone', (_, secret, part, tag) => {
  expect(redacted(secret, `got ${part}`)).toBe(`got ${tag}`);
});

test('names and words in a secret are found nowhere else', () => {
  const text = 'administrator administrator reader2 ada@example.com';
  expect(redacted(jwt, text)).toBe(text);
  expect(redacted('administrator:correct-horse', text)).toBe(text);
  expect(redacted('administrator_reader2_x81kf2q9', text)).toBe(text);
  expect(redacted('client_4eC39HqLyj:of-the-client', 'client_id=client_4eC39HqLyj')).toBe('client_id=client_4eC39HqLyj');
});

test('a secret and a password that are too short to be found are named with their keys', () => {
  const principal = { account: 'a', scopes: [], state: 'active', expendable: false } as const;
  const short = unprotectedSecrets({
    principals: [
      { ...principal, name: 'pin', secret: '12345' },
      { ...principal, name: 'ada', secret: 'ada:12345' },
      { ...principal, name: 'bob', secret: 'bob:123456' },
    ],
    clients: [],
    hooks: { url: 'https://staging.example.com', token: 'token' },
  });
  expect(short).toEqual([
    { name: 'pin', at: 'principals.pin.secret' },
    { name: 'ada:password', at: 'principals.ada.secret' },
    { name: 'hooks', at: 'hooks.token' },
  ]);
});

test('the password of a proxy is a secret', () => {
  const redactor = createRedactor('key');
  redactor.add({ name: 'proxy', value: 'me:of-the-proxy', shell: '$PROXY' });
  expect(redactor.redact('of-the-proxy')).toMatch(/^‹proxy:password#[0-9a-f]{4}›$/);
});

test('a part that no shell can make of the secret is a variable of its own, which the configuration does not have', () => {
  const redactor = createRedactor('key');
  redactor.add({ name: 'reader', value: 'sk_live.Zx81kQ0pTv', shell: '$AUTH_CONFORMANCE_READER' });
  const shell = redactor.shell(redactor.redact('curl "https://api.example/Zx81kQ0pTv"'));
  expect(shell).toBe('curl "https://api.example/$PART_OF_READER"');
  expect(isConfigured(shell)).toBe(false);
});
