import type { Scheme, Alternative, Contract, DocumentedResponse } from '../../spec/contract.ts';
import type { Carrier } from '../../spec/message.ts';
import type { Taken } from '../../spec/schemes/scheme.ts';
import { declareSameKey } from '../../spec/schemes/same-key.ts';
import { schemeMethods } from '../../spec/schemes/schemes.ts';
import { prepareChallenges, type PreparedChallenges } from './challenge.ts';

/** A place of a request that may contain a credential. Similar schemes share it. */
export interface CredentialPlace {
  /** Whether the place contains a bearer token. */
  readonly bearer: boolean;
  /** Whether it contains the response to a Digest challenge. */
  readonly digest: boolean;
  take(carrier: Carrier): Taken;
}

/** The requirement of one scheme in an alternative. */
export interface Demand {
  readonly scheme: string;
  /** The schemes whose keys meet it: itself, and those that declare the same key in another place. */
  readonly accepts: ReadonlySet<string>;
  /** Index into `Security.places`. */
  readonly place: number;
  /** For each required scope, the scopes that satisfy it: itself and those that imply it. */
  readonly meets: readonly ReadonlySet<string>[];
}

/** Demands that must all be met, and the challenges if only scopes are missing. */
export interface Option {
  readonly demands: readonly Demand[];
  readonly challenges: PreparedChallenges;
  /** The required scopes, separated by spaces. */
  readonly scope: string;
}

/** The security of an operation: one of the options, or anonymous access. */
export interface Security {
  readonly anonymous: boolean;
  readonly options: readonly Option[];
  readonly places: readonly CredentialPlace[];
  /** Whether the operation accepts bearer tokens, but not in the query. */
  readonly bearer: boolean;
  /** Whether browsers send a credential by themselves, in a cookie. */
  readonly cookie: boolean;
  readonly challenges: PreparedChallenges;
}

const simulated = (scheme: Scheme | undefined): scheme is Scheme => scheme !== undefined && scheme.kind !== 'unsupported';

/** What is read from a header after the name of an authentication scheme has a place for each name. */
const placeId = ({ kind, parameter, challenge }: Scheme) =>
  [kind, parameter, ...(kind === 'named' ? [challenge] : [])].join(' ').toLowerCase();

/** The error responses whose documented challenges win. */
interface ErrorResponses {
  readonly unauthorized?: DocumentedResponse;
  readonly forbidden?: DocumentedResponse;
}

/** Compiles security alternatives. Alternatives with an unsupported scheme are left out. */
export function compileSecurity(
  contract: Contract,
  alternatives: readonly Alternative[],
  anonymous: boolean,
  { unauthorized, forbidden }: ErrorResponses = {},
): Security {
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
    cookie: used.some(({ kind }) => kind === 'cookie'),
    places: placed.map((scheme) => {
      const { take } = schemeMethods[scheme.kind];
      return { bearer: scheme.kind === 'bearer', digest: scheme.kind === 'digest', take: (carrier) => take(scheme, carrier) };
    }),
    options: usable.map(({ requirements }) => ({
      demands: requirements.map(({ scheme, scopes }) => ({
        scheme,
        accepts: new Set([
          scheme,
          ...contract.schemes.filter((other) => declareSameKey(other, schemes.get(scheme)!)).map(({ name }) => name),
        ]),
        place: placed.findIndex((candidate) => placeId(candidate) === placeId(schemes.get(scheme)!)),
        meets: scopes.map(meets),
      })),
      challenges: prepareChallenges(
        contract,
        requirements.map(({ scheme }) => schemes.get(scheme)!).filter(({ kind }) => kind === 'bearer'),
        forbidden,
      ),
      scope: requirements.flatMap(({ scopes }) => scopes).join(' '),
    })),
    challenges: prepareChallenges(
      contract,
      mentioned.filter((scheme) => scheme !== undefined),
      unauthorized,
    ),
  };
}

/** The security of requests that match no operation: any credential, unless all operations are public. */
export function compileFallback(contract: Contract): Security {
  const open = contract.operations.every((operation) => operation.public);
  const alternatives = contract.schemes.map(({ name }) => ({ requirements: [{ scheme: name, scopes: [] }] }));
  return compileSecurity(contract, open ? [] : alternatives, open);
}
