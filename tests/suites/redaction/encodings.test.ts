import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRedactor } from '../../../suites/redaction/redactor.ts';
import { encodings } from './encodings.ts';

/** How many cases there are: a thousand, or as many as a longer search asks for. */
const cases = Number(process.env['PROPERTY_RUNS'] ?? 1000);
const names = Object.keys(encodings);

const secret = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_.~+/=-]{8,40}$/),
  fc.stringMatching(/^[0-9a-f]{16,40}$/),
  fc.stringMatching(/^[!-~]{8,30}$/),
);

function vaultWith(value: string) {
  const redactor = createRedactor('key');
  redactor.add({ name: 'reader', value, shell: '$READER' });
  return redactor;
}

test('no secret is left of a text in which it is encoded twice', () => {
  fc.assert(
    fc.property(secret, fc.constantFrom(...names), fc.constantFrom(...names), (value, inner, outer) => {
      const redactor = vaultWith(value);
      const text = encodings[outer]!(encodings[inner]!(value));
      const redacted = redactor.redact(`< ${text} >`);
      expect(redacted, `${inner}, ${outer}`).toMatch(/‹reader(?::[a-z]+)?#[0-9a-f]{4}(?:\|[a-z0-9]+)?›/);
      expect(redactor.found(redacted), `${inner}, ${outer}`).toEqual([]);
    }),
    { numRuns: cases },
  );
});

test.each([
  ['JSON in JSON in JSON', ['as JSON', 'as JSON', 'as JSON']],
  ['a URL in JSON in HTML', ['in a URL', 'as JSON', 'as HTML by names']],
  ['HTML in HTML in a URL', ['as HTML by names', 'as HTML in decimals', 'in a URL']],
] as const)('a secret is found as %s', (_, steps) => {
  const value = `sk+live/"Zq8"=w&e'rTy<Uio42>`;
  const text = steps.reduce((written, name) => encodings[name]!(written), value);
  expect(vaultWith(value).redact(text)).toMatch(/^‹reader#[0-9a-f]{4}›$/);
});

test('a secret with other characters than those of ASCII is found in every encoding', () => {
  const value = 'pässwörd-ключ';
  for (const [name, encode] of Object.entries(encodings)) {
    if (name === 'as JavaScript with bytes escaped') continue;
    expect(vaultWith(value).redact(`< ${encode(value)} >`), name).toContain('‹reader');
  }
  const utf16 = Buffer.from(value, 'utf16le').toString('utf8');
  expect(vaultWith(value).redact(utf16)).toContain('‹reader');
});

test('a hexadecimal key is found in letters of any case', () => {
  expect(vaultWith('deadbeef00c0ffee').redact('DeadBeef00C0FFEE')).toMatch(/^‹reader#[0-9a-f]{4}\|encoded›$/);
});

test('a secret in Base64 of several lines is found', () => {
  const value = 'k'.repeat(4) + 'Qz7!'.repeat(12);
  const text = Buffer.from(`${'x'.repeat(40)}${value}`)
    .toString('base64')
    .replace(/.{76}/g, '$&\r\n');
  expect(vaultWith(value).redact(text)).toContain('‹reader');
});

test('a tag that a server makes up hides no secret', () => {
  expect(vaultWith('hunter2-secret').redact('‹hunter2-secret#a1b2›')).not.toContain('hunter2');
});

test('a secret that begins before the end of a text that is cut is replaced whole', () => {
  const redacted = vaultWith('hunter2-secret').beginning(`${'x'.repeat(10)}hunter2-secret and more`, 15);
  expect(redacted).toMatch(/^x{10}‹reader#[0-9a-f]{4}›$/);
  expect(vaultWith('hunter2-secret').beginning('abc', 2)).toBe('ab');
});
