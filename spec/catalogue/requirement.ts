import type { Pointer } from './pointers.ts';

/** A vertical slice: the same word names the file in every room. */
export const TOPICS = [
  'transport',
  'credentials',
  'address',
  'limits',
  'scopes',
  'oauth',
  'whoami',
  'errors',
  'http',
  'bearer',
  'jwt',
  'abuse',
  'client',
] as const;
export type Topic = (typeof TOPICS)[number];

/** Requirement levels of RFC 2119. MUST NOT is MUST, RECOMMENDED is SHOULD, OPTIONAL is MAY. */
export type Level = 'MUST' | 'SHOULD' | 'MAY';

/** Where a requirement comes from: a place in the document, a standard, or a recognised practice. */
export type Basis =
  | { readonly kind: 'contract'; readonly pointer: Pointer }
  | { readonly kind: 'standard'; readonly reference: string }
  | { readonly kind: 'practice'; readonly reference: string };

/** The explanation of a requirement, in whole sentences that hold for any server. */
export interface Guidance {
  /** Why it matters for the users of the API or for its security. */
  readonly why: string;
  /** What is compared in the responses. The scenario describes what is sent. */
  readonly checked: string;
  /** Other behaviour that passes, although a strict reading of the document would reject it. */
  readonly fair?: string;
  /** What a failure means in practice, and what to look at first. */
  readonly failure: string;
  /** How to fix the server. */
  readonly fix: string;
  /** Other sources of the requirement: `RFC 6585 §4`, `ASVS 5.0 4.1.2`, `OWASP API2:2023`. */
  readonly references: readonly string[];
}

/** A requirement, in one sentence that is true or false for any server. */
export interface Requirement extends Guidance {
  readonly topic: Topic;
  readonly level: Level;
  /** `contract`: what the document declares; `standards`: what RFCs and recognised practice require of any server. Never mixed. */
  readonly score: 'contract' | 'standards';
  /** A failure gives a client access that it must not have. */
  readonly critical: boolean;
  /** At most eight words, shown as the headline: `Revoked keys are rejected`. */
  readonly title: string;
  readonly demand: string;
  readonly basis: Basis;
  /** JSON Pointer into the extension object. If the document lists it as assumed, the level is at most SHOULD. */
  readonly assumption?: string;
}

/** What every row of the catalogue states, for any basis. */
interface Row extends Omit<Guidance, 'references'>, Partial<Pick<Guidance, 'references'>> {
  readonly title: string;
  readonly demand: string;
  readonly critical?: true;
}

/** A requirement of the document itself. */
export function promised(topic: Topic, level: Level, row: Row & { readonly pointer: Pointer; readonly assumption?: string }): Requirement {
  const { critical = false, references = [], pointer, ...rest } = row;
  return { topic, level, score: 'contract', critical, references, basis: { kind: 'contract', pointer }, ...rest };
}

/** A requirement of a standard, independent of the document. */
export function standard(topic: Topic, level: Level, row: Row & { readonly reference: string }): Requirement {
  const { critical = false, references = [], reference, ...rest } = row;
  return { topic, level, score: 'standards', critical, references, basis: { kind: 'standard', reference }, ...rest };
}

/** A requirement of recognised practice, independent of the document. */
export function practised(topic: Topic, level: Level, row: Row & { readonly reference: string }): Requirement {
  const { critical = false, references = [], reference, ...rest } = row;
  return { topic, level, score: 'standards', critical, references, basis: { kind: 'practice', reference }, ...rest };
}
