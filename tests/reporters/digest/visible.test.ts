import { describe, expect, it } from 'vitest';
import { shorten, visibleLine, visibleText } from '../../../reporters/digest/visible.ts';
import { NASTY, SPELLED } from '../fixtures.ts';

describe('what cannot be seen', () => {
  it('is spelled out: controls, escapes, overrides, joiners and unpaired surrogates', () => {
    expect(visibleLine('a\u0000b\u001b[31mc\u202ed\u200be\ud800f\ufeff\u2028\uffff')).toBe(
      String.raw`a\u{0}b\u{1b}[31mc\u{202e}d\u{200b}e\u{d800}f\u{feff}\u{2028}\u{ffff}`,
    );
    expect(visibleText(NASTY)).toBe(SPELLED);
  });

  it('includes line feeds and tabs on a line, and leaves them in a text', () => {
    expect(visibleLine('a\r\n\tb')).toBe(String.raw`a\r\n\tb`);
    expect(visibleText('a\r\n\tb')).toBe('a\\r\n\tb');
  });

  it('does not include letters, signs and pictures', () => {
    expect(visibleLine('é ‹reader#a1b2› 漢字 𝒳 ✗')).toBe('é ‹reader#a1b2› 漢字 𝒳 ✗');
  });
});

it('A text that is too long is cut and says by how much', () => {
  expect(shorten('abcdef', 6)).toBe('abcdef');
  expect(shorten('abcdefgh', 6)).toBe('abcdef… (2 more characters)');
});
