import { parseRange, type Range } from '../../../spec/address.ts';
import type { Contract } from '../../../spec/contract.ts';
import type { Client } from '../../../spec/principals.ts';
import { digest } from '../../state/digest.ts';
import type { OwnClient, OwnCredentials } from '../../state/own.ts';

/** An OAuth client of the mock, including its secret. */
export interface MockClient {
  readonly clientId: string;
  /** Absent for public clients. */
  readonly clientSecret?: string;
  readonly redirectUris: readonly string[];
  readonly account: string;
  readonly plan?: string;
  readonly scopes: readonly string[];
  readonly public: boolean;
  /** Addresses and CIDR ranges that may use its credentials; absent means all. */
  readonly from?: readonly string[];
}

/** An account owner who can sign in with a password. @see RFC 6749 §4.3 */
export interface MockPerson {
  readonly username: string;
  readonly password: string;
}

/** A client with its name and parsed address ranges. */
export interface RegisteredClient extends MockClient {
  readonly name: string;
  readonly ranges?: readonly Range[];
}

/** The clients and account owners that the authorization servers know. */
export interface Register {
  readonly clients: ReadonlyMap<string, RegisteredClient>;
  readonly people: { readonly [account: string]: MockPerson };
  /** The plan of each account. */
  readonly plans: ReadonlyMap<string, string | undefined>;
}

/** A name with only the characters that credentials allow. */
const plain = (name: string) => name.replace(/[^A-Za-z0-9_-]/g, '-');

/** The slash of a client secret must be encoded in Basic authentication, unlike all other characters. @see RFC 6749 §2.3.1 */
function secretOf(kind: 'secret' | 'password', name: string, seed: string): string {
  const digits = digest(`${seed}/${kind}/${name}`).slice(0, 24);
  return `mock_${kind}_${plain(name)}_${kind === 'secret' ? `${digits.slice(0, 12)}/${digits.slice(12)}` : digits}`;
}

function registered(client: Client, plans: Register['plans'], seed: string, own: OwnClient | undefined): RegisteredClient {
  const { name, account, scopes, redirectUris, from } = client;
  const plan = plans.get(account);
  return {
    name,
    clientId: own?.clientId ?? `mock_client_${plain(name)}`,
    ...(!client.public && { clientSecret: own?.clientSecret ?? secretOf('secret', name, seed) }),
    redirectUris,
    account,
    ...(plan !== undefined && { plan }),
    scopes,
    public: client.public,
    ...(from && { from, ranges: from.map(parseRange).filter((range) => range !== undefined) }),
  };
}

/** Registers the contract's clients, with own ids and secrets by name, and the account owners if a flow needs passwords. */
export function createRegister(contract: Contract, seed: string, own: OwnCredentials['clients'] = {}): Register {
  const plans = new Map(contract.accounts.map(({ name, plan }) => [name, plan]));
  const clients = contract.clients.map((client) =>
    registered(client, plans, seed, Object.hasOwn(own, client.name) ? own[client.name] : undefined),
  );
  const askPasswords = contract.schemes.some(({ flows }) => flows.some(({ kind }) => kind === 'password'));
  const owners = askPasswords ? [...new Set([...plans.keys(), ...clients.map(({ account }) => account)])] : [];
  return {
    clients: new Map(clients.map((client) => [client.clientId, client])),
    people: Object.fromEntries(owners.map((name) => [name, { username: name, password: secretOf('password', name, seed) }])),
    plans,
  };
}

/** The clients by their names in the document. */
export function clientsByName({ clients }: Register): { readonly [name: string]: MockClient } {
  return Object.fromEntries(
    [...clients.values()].map(({ name, clientId, clientSecret, redirectUris, account, plan, scopes, public: isPublic, from }) => [
      name,
      {
        clientId,
        ...(clientSecret !== undefined && { clientSecret }),
        redirectUris,
        account,
        ...(plan !== undefined && { plan }),
        scopes,
        public: isPublic,
        ...(from && { from }),
      },
    ]),
  );
}

const suffix = /^(.+)\.([A-Za-z0-9_-]{1,64})$/s;

/** The client of an id and the namespace from its suffix `.NAME`, or undefined. */
export function clientOf({ clients }: Register, id: string): { readonly client: RegisteredClient; readonly namespace: string } | undefined {
  const exact = clients.get(id);
  if (exact !== undefined) return { client: exact, namespace: '' };
  const [, base = '', namespace = ''] = suffix.exec(id) ?? [];
  const client = clients.get(base);
  return client && { client, namespace };
}
