import type { Scheme } from '../../spec/contract.ts';

/** The `WWW-Authenticate` headers by the problem with the credential. */
export interface Challenges {
  /** Without a credential the challenge has no error. */
  readonly missing: readonly string[];
  readonly invalid: readonly string[];
  /** The header is repeated or has bytes that HTTP forbids. */
  readonly malformed: readonly string[];
}

function realm(title: string): string {
  return title.replace(/[^\x20-\x7e]/g, '').replace(/["\\]/g, String.raw`\$&`);
}

function lines(schemes: readonly Scheme[], title: string, parameters: string): readonly string[] {
  const challenges = schemes
    .filter(({ challenge }) => challenge !== '')
    .map(({ kind, challenge }) => {
      const more = kind === 'bearer' ? parameters : '';
      const charset = kind === 'basic' ? ', charset="UTF-8"' : '';
      return `${challenge} realm="${realm(title)}"${charset}${more}`;
    });
  return [...new Set(challenges)].flatMap((challenge) => ['WWW-Authenticate', challenge]);
}

/** The challenges of these schemes. @see RFC 9110 §11.6.1, RFC 6750 §3 */
export function preparedChallenges(schemes: readonly Scheme[], title: string): Challenges {
  return {
    missing: lines(schemes, title, ''),
    invalid: lines(schemes, title, ', error="invalid_token"'),
    malformed: lines(schemes, title, ', error="invalid_request"'),
  };
}

/** The challenge of a bearer token without the required scopes; empty for other schemes. @see RFC 6750 §3.1 */
export function scopeChallenge(schemes: readonly Scheme[], title: string, scopes: readonly string[]): readonly string[] {
  const bearers = schemes.filter(({ kind }) => kind === 'bearer');
  const named = scopes.length > 0 ? `, scope="${scopes.join(' ')}"` : '';
  return lines(bearers, title, `, error="insufficient_scope"${named}`);
}
