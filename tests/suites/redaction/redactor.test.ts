import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../../suites/redaction/redactor.ts';
import { registerSecrets } from '../../../suites/engine/session.ts';

/** Secrets as they are issued, and as nobody would issue them. */
const secret = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_.~+/=-]{8,40}$/),
  fc.string({ unit: 'grapheme-ascii', minLength: 8, maxLength: 40 }),
  fc.string({ unit: 'grapheme', minLength: 8, maxLength: 20 }),
);
/** Text that no secret of the alphabets above stands in by chance. */
const around = fc.stringMatching(/^[ \n<>]{0,20}$/);

function vaultWith(value: string) {
  const redactor = createRedactor('key of a test');
  redactor.add({ name: 'reader', value, shell: '$AUTH_CONFORMANCE_READER' });
  return redactor;
}

/** Each way in which a secret stands in requests, answers and reports. */
const encodings: { readonly [name: string]: (value: string) => string } = {
  'as it is': (value) => value,
  'in a URL': (value) => encodeURIComponent(value),
  'in a URL with small letters': (value) => encodeURIComponent(value).replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase()),
  'in a form': (value) => new URLSearchParams({ key: value }).toString().slice('key='.length),
  'in JSON': (value) => JSON.stringify(value).slice(1, -1),
  'in JSON with escaped slashes': (value) => JSON.stringify(value).slice(1, -1).replaceAll('/', '\\/'),
  'in Base64': (value) => Buffer.from(value).toString('base64'),
  'in Base64 for URLs': (value) => Buffer.from(value).toString('base64url'),
  'as the password of Basic': (value) => Buffer.from(`user:${value}`).toString('base64'),
  'as the name of Basic': (value) => Buffer.from(`${value}:password`).toString('base64'),
};

describe('no secret is found in a text that was redacted', () => {
  for (const [name, encode] of Object.entries(encodings)) {
    test(name, () => {
      fc.assert(
        fc.property(secret, around, around, (value, before, after) => {
          fc.pre(isWhole(value));
          const redactor = vaultWith(value);
          const text = `${before}${encode(value)}${after}`;
          expect(redactor.found(text)).toEqual(['reader']);
          const redacted = redactor.redact(text);
          expect(redactor.found(redacted)).toEqual([]);
          expect(redacted).not.toContain(encode(value).replaceAll('=', ''));
          expect(redacted).toMatch(/‹reader#[0-9a-f]{4}(?:\|(?:base64|encoded))?›/);
        }),
        { numRuns: 100 },
      );
    });
  }

  test('in Base64, whatever stands before and after it in what was encoded', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 9 }), secret, fc.string({ maxLength: 9 }), fc.boolean(), (before, value, after, forUrls) => {
        fc.pre(isWhole(value) && isWhole(before) && isWhole(after));
        const redactor = vaultWith(value);
        const text = Buffer.from(before + value + after).toString(forUrls ? 'base64url' : 'base64');
        const redacted = redactor.redact(text);
        expect(redactor.found(text)).toEqual(['reader']);
        expect(redactor.found(redacted)).toEqual([]);
        expect(Buffer.from(redacted, 'base64').toString()).not.toContain(value);
      }),
      { numRuns: 150 },
    );
  });

  test('where one secret is the beginning of another', () => {
    fc.assert(
      fc.property(secret, secret, (value, rest) => {
        fc.pre(isWhole(value) && isWhole(rest));
        const redactor = vaultWith(value);
        redactor.add({ name: 'longer', value: value + rest, shell: '$LONGER' });
        const redacted = redactor.redact(`${value + rest} ${value}`);
        expect(redacted).not.toContain(rest);
        expect(redactor.found(redacted)).toEqual([]);
      }),
    );
  });
});

/** Whether a text has a UTF-8 form of its own: half a surrogate pair has none. */
const isWhole = (text: string) => !/\p{Surrogate}/u.test(text);

describe('redaction', () => {
  test('leaves other text alone', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9]{24,40}$/), fc.string({ maxLength: 200 }), (value, text) => {
        expect(vaultWith(value).redact(text)).toBe(text);
      }),
    );
  });

  test('leaves everything alone where there is no secret', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(createRedactor('key').redact(text)).toBe(text);
      }),
    );
  });

  test('does not look for what is too short to be a secret', () => {
    expect(vaultWith('abcde').redact('abcde')).toBe('abcde');
    expect(vaultWith('abcdef').redact('abcdef')).not.toContain('abcdef');
  });

  test('gives one secret one tag in a run, and another under another key', () => {
    const [one, same, other] = ['first', 'first', 'second'].map((key) => {
      const redactor = createRedactor(key);
      redactor.add({ name: 'reader', value: 'a-secret-of-the-reader', shell: '$READER' });
      return redactor.redact('a-secret-of-the-reader');
    });
    expect(one).toBe(same);
    expect(one).not.toBe(other);
  });

  test('is undone by the shell, which knows the variable', () => {
    const vault = vaultWith('a-secret-of-the-reader');
    const basic = Buffer.from('a-secret-of-the-reader').toString('base64');
    expect(vault.shell(vault.redact('Bearer a-secret-of-the-reader'))).toBe('Bearer $AUTH_CONFORMANCE_READER');
    expect(vault.shell(vault.redact(`Basic ${basic}`))).toContain('$(printf %s "$AUTH_CONFORMANCE_READER" | base64');
    expect(vault.shell('‹somebody#0000›')).toBe('‹somebody#0000›');
  });
});

describe('a secret in what a server makes of it', () => {
  const value = `sk+live/Zq8=w&e'rTy"Uio42`;
  test.each([
    ['lodash', 'sk+live/Zq8=w&amp;e&#39;rTy&quot;Uio42'],
    ['Handlebars', 'sk+live/Zq8&#x3D;w&amp;e&#x27;rTy&quot;Uio42'],
    ['Mustache', 'sk+live&#x2F;Zq8&#x3D;w&amp;e&#x27;rTy&quot;Uio42'],
    ['Go templates', 'sk&#43;live/Zq8=w&amp;e&#39;rTy&#34;Uio42'],
    ['System.Text.Json', 'sk\\u002Blive/Zq8=w\\u0026e\\u0027rTy\\u0022Uio42'],
    ['a serialiser that escapes whatever is no letter or digit', 'sk\\u002blive\\u002fZq8\\u003dw\\u0026e\\u0027rTy\\u0022Uio42'],
  ])('is found as %s escapes it', (_, text) => {
    expect(vaultWith(value).redact(`<p>${text}</p>`)).toMatch(/^<p>‹[^›]+›<\/p>$/);
  });

  test('is found without the user that it belongs to', () => {
    const redactor = createRedactor('key');
    const principal = { name: 'ada', secret: 'ada:correct-horse', account: 'a', scopes: [], state: 'active', expendable: false } as const;
    registerSecrets(redactor, { principals: [principal], clients: [] });
    expect(redactor.redact('password correct-horse of ada')).toMatch(/^password ‹ada:password#[0-9a-f]{4}› of ada$/);
  });

  test('is found where it is an OAuth client’s, its pasted code or the password of its user', () => {
    const vault = createRedactor('key');
    const client = {
      name: 'app',
      clientId: 'staging-app',
      clientSecret: 'shared-with-app',
      redirectUri: 'https://app.example/',
      account: '@app',
      scopes: [],
      public: false,
      consent: { kind: 'code', code: 'pasted-code' },
      resourceOwner: { username: 'ada', password: 'correct-horse' },
    } as const;
    registerSecrets(vault, { principals: [], clients: [client] });
    const redacted = vault.redact('client_id=staging-app&client_secret=shared-with-app&code=pasted-code&password=correct-horse');
    expect(redacted.replaceAll(/#[0-9a-f]{4}/g, '')).toBe(
      'client_id=staging-app&client_secret=‹app:client›&code=‹app:code›&password=‹app:password›',
    );
    expect(vault.shell(redacted)).toContain('code=$AUTH_CONFORMANCE_APP_CODE&password=$AUTH_CONFORMANCE_APP_PASSWORD');
  });
});
