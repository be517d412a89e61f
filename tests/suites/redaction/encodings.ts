/**
 * Ways in which servers write what they were sent.
 *
 * @module
 */

const bytesOf = (text: string) => Buffer.from(text, 'utf8');
const each = (text: string, write: (character: string, index: number) => string) => text.split('').map(write).join('');
const hexadecimal = (character: string, length = 2) => character.charCodeAt(0).toString(16).padStart(length, '0');
const ascii = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const htmlNames: { readonly [character: string]: string } = {
  '+': 'plus',
  '/': 'sol',
  '=': 'equals',
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": 'apos',
  '.': 'period',
  _: 'lowbar',
  '!': 'excl',
  '%': 'percnt',
};

function base32(text: string): string {
  const bits = [...bytesOf(text)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const digits = (bits.match(/.{1,5}/g) ?? []).map((five) => ascii[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
  return digits.padEnd(Math.ceil(digits.length / 8) * 8, '=');
}

/** By what each does. */
export const encodings: { readonly [name: string]: (text: string) => string } = {
  'as it is': (text) => text,
  'as JSON': (text) => JSON.stringify(text).slice(1, -1),
  'as JSON with every character escaped': (text) => each(text, (character) => `\\u${hexadecimal(character, 4)}`),
  'as JavaScript with bytes escaped': (text) =>
    each(text, (character) => (character < '\x80' ? `\\x${hexadecimal(character)}` : character)),
  'in a URL': encodeURIComponent,
  'in a URL, byte by byte': (text) => [...bytesOf(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  'in a form': (text) => new URLSearchParams({ a: text }).toString().slice(2),
  'as HTML by names': (text) => each(text, (character) => (character in htmlNames ? `&${htmlNames[character]};` : character)),
  'as HTML in decimals': (text) => each(text, (character) => `&#${character.charCodeAt(0)};`),
  'as HTML, every other character': (text) =>
    each(text, (character, index) => (index % 2 === 0 || character === '&' ? `&#x${hexadecimal(character)};` : character)),
  'as quoted-printable': (text) =>
    [...bytesOf(text)].map((byte) => (byte === 61 || byte > 126 || byte < 32 ? `=${byte.toString(16).toUpperCase().padStart(2, '0')}` : String.fromCharCode(byte))).join(''), // oxfmt-ignore
  'in Base64': (text) => bytesOf(text).toString('base64'),
  'in Base64 without padding': (text) => bytesOf(text).toString('base64').replaceAll('=', ''),
  'in Base64 for URLs': (text) => bytesOf(text).toString('base64url'),
  'in Base64 after a character': (text) => bytesOf(`:${text}`).toString('base64'),
  'in Base64 between characters': (text) => bytesOf(`ab${text}c`).toString('base64'),
  'in Base32': base32,
  'in hexadecimal digits': (text) => bytesOf(text).toString('hex'),
  'in large hexadecimal digits': (text) => bytesOf(text).toString('hex').toUpperCase(),
  reversed: (text) => text.split('').toReversed().join(''),
  'as UTF-8 read as Latin-1': (text) => bytesOf(text).toString('latin1'),
  'as UTF-16': (text) => Buffer.from(text, 'utf16le').toString('latin1'),
};
