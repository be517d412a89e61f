/**
 * Fast Date headers and request ids.
 *
 * @module
 */
/** Formats times as `Date` headers; caches the text of the current second. */
export function createDates(): (at: number) => string {
  let second = Number.NaN;
  let text = '';
  return (at) => {
    const now = Math.floor(at / 1000);
    if (now !== second) {
      second = now;
      text = new Date(now * 1000).toUTCString();
    }
    return text;
  };
}

const pairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Formats numbers as a prefix and eight hexadecimal digits; caches all but the last two digits. */
export function createNumerals(prefix: string): (number: number) => string {
  let high = Number.NaN;
  let text = '';
  return (number) => {
    const rest = Math.floor(number / 256);
    if (rest !== high) {
      high = rest;
      text = prefix + rest.toString(16).padStart(6, '0');
    }
    return text + pairs[number % 256]!;
  };
}
