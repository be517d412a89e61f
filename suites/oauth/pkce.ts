import { createHash } from 'node:crypto';

/** A verifier and its challenge. @see RFC 7636 §4.1, §4.2 */
export interface Pkce {
  readonly verifier: string;
  readonly challenge: string;
}

/** The same verifier for the same text, so that a run can be repeated. */
export function pkceFor(text: string): Pkce {
  const verifier = createHash('sha256').update(`auth-conformance verifier ${text}`).digest('base64url');
  return { verifier, challenge: challengeFor(verifier) };
}

/** The `S256` challenge of a verifier. @see RFC 7636 §4.2 */
export function challengeFor(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
