import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRedactor } from '../../../suites/redaction/redactor.ts';

/** Each character of a text may be escaped or not: whoever escapes chooses. */
const notations: { readonly [name: string]: (character: string) => string } = {
  'JSON by code': (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  'JSON by letter': (character) => (/[a-z0-9]/i.test(character) ? character : `\\${character}`),
  'a URL': (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  'HTML in decimals': (character) => `&#${character.charCodeAt(0)};`,
  'HTML in hexadecimals': (character) => `&#x${character.charCodeAt(0).toString(16)};`,
};
const secret = fc.stringMatching(/^[A-Za-z0-9<>&"'+=_-]{8,30}$/);

test.for(Object.entries(notations))('a secret is found whichever of its characters are escaped as in %s', ([, escape]) => {
  fc.assert(
    fc.property(
      secret,
      fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }),
      fc.constantFrom('', '\\n', '%20', '&amp;', ' “ü” '),
      (value, chosen, around) => {
        const redactor = createRedactor('key');
        redactor.add({ name: 'reader', value, shell: '$READER' });
        const spelt = value
          .split('')
          .map((character, index) => (chosen[index] ? escape(character) : character))
          .join('');
        const text = `${around}x ${spelt} y${around}`;
        expect(redactor.found(text)).toEqual(['reader']);
        const redacted = redactor.redact(text);
        expect(redacted).toMatch(/x ‹reader#[0-9a-f]{4}› y/);
        expect(redacted.startsWith(around) && redacted.endsWith(around)).toBe(true);
      },
    ),
  );
});

test('what of a secret is found without undoing escapes takes nothing from what is found by undoing them', () => {
  const redactor = createRedactor('key');
  // The last digit of the first escape is the first character of the secret itself.
  redactor.add({ name: 'reader', value: '0&secret', shell: '$READER' });
  expect(redactor.redact('x \\u0030\\u0026secret y')).toMatch(/^x ‹reader#[0-9a-f]{4}› y$/);
});

test('a secret that is the beginning of another does not hide the rest of it where the other has escapes', () => {
  const redactor = createRedactor('key');
  redactor.add({ name: 'reader', value: 'abcdefgh', shell: '$READER' });
  redactor.add({ name: 'writer', value: 'abcdefgh/xyz', shell: '$WRITER' });
  const text = 'x abcdefgh%2F%78yz y';
  expect(redactor.redact(text)).toMatch(/^x ‹writer#[0-9a-f]{4}› y$/);
  expect(redactor.found(text)).toEqual(['writer']);
});
