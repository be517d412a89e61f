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
