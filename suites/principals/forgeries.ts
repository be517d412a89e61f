/**
 * Forged tokens, made from a valid JWT without its key.
 *
 * @module
 * @see RFC 8725 §2
 */
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import type { JsonObject } from '../../spec/contract.ts';
import { isObject, parseJson } from '../../spec/json/json.ts';

/** A JWT, decoded and not verified. */
export interface Token {
  readonly header: JsonObject;
  readonly claims: JsonObject;
  /** The three parts as sent. */
  readonly parts: readonly [header: string, claims: string, signature: string];
}

/** Decodes a JWT that is signed and not encrypted; undefined for anything else. */
export function tokenIn(secret: string): Token | undefined {
  const [first, second, third, ...more] = secret.split('.');
  if (first === undefined || second === undefined || !third || more.length > 0) return undefined;
  const [header, claims] = [decoded(first), decoded(second)];
  return header && claims && typeof header['alg'] === 'string' ? { header, claims, parts: [first, second, third] } : undefined;
}

const yearSeconds = 31_536_000;
/** The key that samples and tutorials sign with. */
const guessable = 'secret';

/** Ways to forge a token, by name. Each changes one thing. */
export const forgeries = {
  none: ({ header, parts }) => `${encoded({ ...header, alg: 'none' })}.${parts[1]}.`,
  'none-in-other-letters': ({ header, parts }) => `${encoded({ ...header, alg: 'nOnE' })}.${parts[1]}.`,
  'empty-signature': ({ parts }) => `${parts[0]}.${parts[1]}.`,
  'no-signature': ({ parts }) => `${parts[0]}.${parts[1]}`,
  'added-claim': (token) => withClaims(token, { 'auth-conformance': true }),
  'other-audience': (token) => withClaims(token, { aud: 'https://other.auth-conformance.example' }),
  'later-end': (token) => withClaims(token, { exp: endOf(token) + yearSeconds }),
  'changed-signature': ({ parts: [header, claims, signature] }) => `${header}.${claims}.${withOtherMiddle(signature)}`,
  'guessable-key': (token) => {
    const text = `${encoded({ ...token.header, alg: 'HS256' })}.${token.parts[1]}`;
    return `${text}.${createHmac('sha256', guessable).update(text).digest('base64url')}`;
  },
  'embedded-key': (token) => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const text = `${encoded({ ...token.header, alg: 'ES256', jwk: publicKey.export({ format: 'jwk' }) })}.${token.parts[1]}`;
    return `${text}.${sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
  },
} as const satisfies { readonly [name: string]: (token: Token) => string };

export type Forgery = keyof typeof forgeries;

/** When a token expires, in seconds since the epoch; undefined if it has no `exp`. */
export function tokenEnd({ claims }: Token): number | undefined {
  const { exp } = claims;
  return typeof exp === 'number' ? exp : undefined;
}

const endOf = (token: Token) => tokenEnd(token) ?? yearSeconds;

const withClaims = ({ claims, parts }: Token, changes: JsonObject) => `${parts[0]}.${encoded({ ...claims, ...changes })}.${parts[2]}`;

/** In the middle every bit counts; a decoder may ignore some of the last character. */
function withOtherMiddle(signature: string): string {
  const middle = Math.floor(signature.length / 2);
  return `${signature.slice(0, middle)}${signature[middle] === 'A' ? 'B' : 'A'}${signature.slice(middle + 1)}`;
}

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

function decoded(part: string): JsonObject | undefined {
  try {
    const value = parseJson(Buffer.from(part, 'base64url').toString('utf8'));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
