/** A secret that was handed out, and how often as something new. */
export interface HandedOut {
  readonly kind: string;
  readonly value: string;
}

/** What two secrets may have in common by chance in the part that should be random, in characters that differ. */
const closest = 6;
/** Self-contained tokens begin alike: what counts is their end, where the signature stands. */
const compared = 40;

/** Two secrets of one kind that are too much alike to have been drawn at random, described; undefined where there are none. */
export function alike(secrets: readonly HandedOut[]): string | undefined {
  for (const [index, { kind, value }] of secrets.entries()) {
    for (const other of secrets.slice(index + 1)) {
      if (other.kind !== kind || other.value.length !== value.length) continue;
      const distance = differing(value.slice(-compared), other.value.slice(-compared));
      if (distance === 0 && kind !== 'refresh-token') return `one ${kind} was given twice`;
      if (distance > 0 && distance < closest) return `two of the kind ${kind} differ in ${distance} characters`;
    }
  }
  return undefined;
}

function differing(one: string, other: string): number {
  let count = 0;
  for (let index = 0; index < one.length; index += 1) if (one[index] !== other[index]) count += 1;
  return count;
}
