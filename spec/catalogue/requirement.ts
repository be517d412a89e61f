import type { Contract } from '../contract.ts';

/** A vertical slice: the same word names the file in every room. */
export const TOPICS = ['transport', 'credentials', 'address', 'limits', 'scopes', 'grants', 'selftest', 'envelope', 'http'] as const;
export type Topic = (typeof TOPICS)[number];

/** Requirement levels of RFC 2119. MUST NOT is MUST, RECOMMENDED is SHOULD, OPTIONAL is MAY. */
export type Level = 'MUST' | 'SHOULD' | 'MAY';

/** Where a requirement comes from: a place in the document, a standard, or a recognised practice. */
export type Basis =
  | { readonly kind: 'contract'; readonly pointer: (contract: Contract) => string }
  | { readonly kind: 'standard'; readonly reference: string }
  | { readonly kind: 'practice'; readonly reference: string };

/** One sentence about any server, true or false of it. */
export interface Requirement {
  readonly topic: Topic;
  readonly level: Level;
  /** `contract`: what the document promises; `standards`: what RFCs and practice ask of anyone. Never mixed. */
  readonly score: 'contract' | 'standards';
  /** A failure that lets somebody in, or further in, than they may. */
  readonly critical: boolean;
  readonly says: string;
  readonly basis: Basis;
  /** JSON Pointer into the extension object: where the document lists it as assumed, the level is at most SHOULD. */
  readonly assumption?: string;
}

/** A requirement of the document itself. */
export function promised(
  topic: Topic,
  level: Level,
  says: string,
  pointer: (contract: Contract) => string,
  options: { readonly critical?: boolean; readonly assumption?: string } = {},
): Requirement {
  const { critical = false, assumption } = options;
  return { topic, level, score: 'contract', critical, says, basis: { kind: 'contract', pointer }, ...(assumption && { assumption }) };
}

/** A requirement of a standard, whatever the document says. */
export function standard(
  topic: Topic,
  level: Level,
  says: string,
  reference: string,
  options: { readonly critical?: boolean } = {},
): Requirement {
  return { topic, level, score: 'standards', critical: options.critical ?? false, says, basis: { kind: 'standard', reference } };
}
