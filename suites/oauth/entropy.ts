/**
 * The most bits that a secret can have: its length times the bits of the smallest usual alphabet that it fits. Few bits show a weak secret;
 * many prove nothing. @see RFC 6749 §10.10
 */
export function bitsOf(secret: string): number {
  const alphabet = alphabets.find(({ pattern }) => pattern.test(secret))?.size ?? 94;
  const distinct = new Set(secret).size;
  return Math.floor(secret.length * Math.log2(Math.min(alphabet, Math.max(2, distinct * 2))));
}

const alphabets = [
  { pattern: /^\d+$/, size: 10 },
  { pattern: /^[0-9a-f-]+$/, size: 16 },
  { pattern: /^[0-9A-F-]+$/, size: 16 },
  { pattern: /^[A-Za-z0-9]+$/, size: 62 },
  { pattern: /^[\w.~+/=-]+$/, size: 64 },
];
