import { alterations } from '../principals/credentials.ts';
import { variableOf, type Redactor } from '../redaction/redactor.ts';
import type { OAuthClient } from '../engine/settings.ts';

/** A secret that the server issued, once for each time that it was issued. */
export interface IssuedSecret {
  readonly kind: string;
  readonly value: string;
}

/** Two secrets of one kind, and the number of characters in which they differ. */
export interface SimilarSecrets {
  readonly kind: string;
  readonly differing: number;
}

/** Random parts that differ in fewer characters than this were not drawn at random. */
const leastDifference = 6;
/** Self-contained tokens start alike: their end counts, where the signature is. */
const comparedCharacters = 40;

/** Two secrets of one kind that are too similar to be random; undefined if there are none. */
export function similarSecrets(secrets: readonly IssuedSecret[]): SimilarSecrets | undefined {
  for (const [index, { kind, value }] of secrets.entries()) {
    for (const other of secrets.slice(index + 1)) {
      if (other.kind !== kind || other.value.length !== value.length) continue;
      const differing = difference(value.slice(-comparedCharacters), other.value.slice(-comparedCharacters));
      if (differing === 0 && kind !== 'refresh-token') return { kind, differing };
      if (differing > 0 && differing < leastDifference) return { kind, differing };
    }
  }
  return undefined;
}

function difference(one: string, other: string): number {
  let count = 0;
  for (let index = 0; index < one.length; index += 1) if (one[index] !== other[index]) count += 1;
  return count;
}

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

/** The client's secret with its last character changed. It is redacted like the secret itself. */
export function wrongSecret(redactor: Redactor, { name, clientSecret = '' }: OAuthClient): string {
  const { alter, shell } = alterations.altered;
  const value = alter(clientSecret);
  redactor.add({ name: `${name}:altered`, value, shell: shell(`${variableOf(name)}_CLIENT_SECRET`) });
  return value;
}
