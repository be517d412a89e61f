import type { Scheme, Alternative, Contract } from '../../spec/contract.ts';
import type { Carrier } from '../../spec/message.ts';
import type { Taken } from '../../spec/schemes/scheme.ts';
import { schemeMethods } from '../../spec/schemes/schemes.ts';

/** A place of a request that may contain a credential. Similar schemes share it. */
export interface CredentialPlace {
  take(carrier: Carrier): Taken;
}

/** The requirement of one scheme in an alternative. */
export interface Demand {
  readonly scheme: string;
  /** Index into `Security.places`. */
  readonly place: number;
  /** For each required scope, the scopes that satisfy it: itself and those that imply it. */
  readonly meets: readonly ReadonlySet<string>[];
}

/** Demands that must all be met, and the challenge if only scopes are missing. */
export interface Option {
  readonly demands: readonly Demand[];
  readonly challenge: readonly string[];
}

/** The security of an operation: one of the options, or anonymous access. */
export interface Security {
  readonly anonymous: boolean;
  readonly options: readonly Option[];
  readonly places: readonly CredentialPlace[];
  /** Whether the operation accepts bearer tokens, but not in the query. */
  readonly bearer: boolean;
  readonly challenges: Challenges;
}

const simulated = (scheme: Scheme | undefined): scheme is Scheme =>
  scheme !== undefined && scheme.kind !== 'unsupported' && scheme.kind !== 'certificate';

const placeId = (scheme: Scheme) => `${scheme.kind} ${scheme.parameter.toLowerCase()}`;

/** Compiles security alternatives. Alternatives with an unsupported scheme are left out. */
export function compileSecurity(contract: Contract, alternatives: readonly Alternative[], anonymous: boolean): Security {
  const schemes = new Map(contract.schemes.map((scheme) => [scheme.name, scheme]));
  const usable = alternatives.filter(
    ({ requirements }) => requirements.length > 0 && requirements.every(({ scheme }) => simulated(schemes.get(scheme))),
  );
  const mentioned = alternatives.flatMap(({ requirements }) => requirements.map(({ scheme }) => schemes.get(scheme)));
  const used = [...new Set(usable.flatMap(({ requirements }) => requirements.map(({ scheme }) => schemes.get(scheme)!)))];
  const placed = [...new Map(used.map((scheme) => [placeId(scheme), scheme])).values()];
  const meets = (scope: string) =>
    new Set([scope, ...Object.keys(contract.implies).filter((holder) => contract.implies[holder]!.includes(scope))]);
  return {
    anonymous,
    bearer:
      used.some(({ kind }) => kind === 'bearer') && !used.some(({ kind, parameter }) => kind === 'query' && parameter === 'access_token'),
    places: placed.map((scheme) => {
      const { take } = schemeMethods[scheme.kind];
      return { take: (carrier) => take(scheme, carrier) };
    }),
    options: usable.map(({ requirements }) => ({
      demands: requirements.map(({ scheme, scopes }) => ({
        scheme,
        place: placed.findIndex((candidate) => placeId(candidate) === placeId(schemes.get(scheme)!)),
        meets: scopes.map(meets),
      })),
      challenge: scopeChallenge(
        requirements.map(({ scheme }) => schemes.get(scheme)!),
        contract.title,
        requirements.flatMap(({ scopes }) => scopes),
      ),
    })),
    challenges: preparedChallenges(
      mentioned.filter((scheme) => scheme !== undefined),
      contract.title,
    ),
  };
}

/** The security of requests that match no operation: any credential, unless all operations are public. */
export function compileFallback(contract: Contract): Security {
  const open = contract.operations.every((operation) => operation.public);
  const alternatives = contract.schemes.map(({ name }) => ({ requirements: [{ scheme: name, scopes: [] }] }));
  return compileSecurity(contract, open ? [] : alternatives, open);
}

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
