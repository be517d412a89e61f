/**
 * Credentials and clients that an application is configured with already, in place of the generated ones.
 *
 * @module
 */
import type { Contract, Scheme } from '../../spec/contract.ts';
import { schemeMethods } from '../../spec/schemes/schemes.ts';
import { unknownName } from '../../spec/suggestion.ts';

/** The id and secret of an OAuth client; without a secret the generated one stays. */
export interface OwnClient {
  readonly clientId: string;
  readonly clientSecret?: string;
}

/** Credentials by the name of their principals, and clients by their names in the document. */
export interface OwnCredentials {
  readonly credentials: { readonly [principal: string]: string };
  readonly clients: { readonly [client: string]: OwnClient };
}

/** What a credential of a scheme must be, in words. */
const forms: { readonly [kind: string]: string } = {
  basic: 'a user name, a colon and a password',
  digest: 'a user name, a colon and a password',
  bearer: 'letters, digits and -._~+/ with = at the end',
};

/**
 * A credential that requests of the scheme can carry.
 *
 * @throws RangeError if they cannot.
 */
export function sendable(credential: string, scheme: Scheme | undefined, place: string): string {
  const { put, take } = schemeMethods[scheme?.kind ?? 'unsupported'];
  const taken = scheme && take(scheme, put(scheme, { target: '/', headers: [] }, credential));
  const carried = taken?.found === 'credential' && taken.credential === credential && /^[\t\x20-\x7e\x80-\uffff]+$/.test(credential);
  if (carried) return credential;
  throw new RangeError(
    `${place}: expected ${forms[scheme?.kind ?? ''] ?? 'a value that a request can carry'} for the scheme ${scheme?.name ?? 'none'}`,
  );
}

function checkUnique(values: readonly string[], place: string): void {
  const repeated = values.find((value, index) => values.indexOf(value) !== index);
  if (repeated !== undefined) throw new RangeError(`${place}: two of them are the same`);
}

/**
 * Checks own credentials and clients against the contract.
 *
 * @throws RangeError if a name is unknown, if a credential cannot be sent, or if two are the same.
 */
export function checkOwn({ principals, clients: known, schemes }: Contract, { credentials, clients }: OwnCredentials): void {
  for (const [name, credential] of Object.entries(credentials)) {
    const principal = principals.find((candidate) => candidate.name === name);
    if (principal === undefined)
      throw new RangeError(
        `credentials: ${unknownName(
          'a principal',
          name,
          principals.map((each) => each.name),
        )}`,
      );
    sendable(
      credential,
      schemes.find((scheme) => scheme.name === principal.scheme),
      `credentials.${name}`,
    );
  }
  for (const [name, { clientId, clientSecret }] of Object.entries(clients)) {
    const client = known.find((candidate) => candidate.name === name);
    if (client === undefined)
      throw new RangeError(
        `clients: ${unknownName(
          'a client',
          name,
          known.map((each) => each.name),
        )}`,
      );
    if (clientId === '' || clientSecret === '') throw new RangeError(`clients.${name}: expected an id and a secret that are not empty`);
    if (client.public && clientSecret !== undefined)
      throw new RangeError(`clients.${name}: expected no secret, because the client is public`);
  }
  checkUnique(Object.values(credentials), 'credentials');
  checkUnique(
    Object.values(clients).map(({ clientId }) => clientId),
    'clients',
  );
}
