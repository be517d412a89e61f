import type { Alternative, Contract, Scheme } from '../../spec/contract.ts';
import type { Carrier } from '../../spec/message.ts';
import type { Taken } from '../../spec/schemes/scheme.ts';
import { schemeMethods } from '../../spec/schemes/schemes.ts';
import { preparedChallenges, scopeChallenge, type Challenges } from './challenge.ts';

/** One place of a request that may hold a credential; schemes that look alike share it. */
export interface CredentialPlace {
  take(carrier: Carrier): Taken;
}

/** What one scheme must bring. */
export interface Demand {
  readonly scheme: string;
  /** Index into `Security.places`. */
  readonly place: number;
  /** For each scope asked for, the scopes that meet it: itself and those that imply it. */
  readonly meets: readonly ReadonlySet<string>[];
}

/** Demands that must all be met, and the challenge for when only scopes are wanting. */
export interface Option {
  readonly demands: readonly Demand[];
  readonly challenge: readonly string[];
}

/** Who may call: any of the options, or anybody. */
export interface Security {
  readonly anonymous: boolean;
  readonly options: readonly Option[];
  readonly places: readonly CredentialPlace[];
  /** Whether bearer tokens are asked for, and none in the query. */
  readonly bearer: boolean;
  readonly challenges: Challenges;
}

const simulated = (scheme: Scheme | undefined): scheme is Scheme =>
  scheme !== undefined && scheme.kind !== 'unsupported' && scheme.kind !== 'certificate';

const placeId = (scheme: Scheme) => `${scheme.kind} ${scheme.parameter.toLowerCase()}`;

/** Compiles security alternatives; one that needs a scheme which cannot be simulated admits nobody. */
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

/** What is asked of requests that match no operation: any credential of the document, if it has secured operations at all. */
export function compileFallback(contract: Contract): Security {
  const open = contract.operations.every((operation) => operation.public);
  const alternatives = contract.schemes.map(({ name }) => ({ requirements: [{ scheme: name, scopes: [] }] }));
  return compileSecurity(contract, open ? [] : alternatives, open);
}
