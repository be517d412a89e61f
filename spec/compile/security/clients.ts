import type { Flow } from '../../contract.ts';
import type { Account, Client } from '../../principals.ts';
import { type FixtureInput, entriesOf, HOME } from '../fixture-input.ts';

/** The clients of the document. */
export function statedClients(input: FixtureInput, accounts: readonly Account[]): readonly Client[] {
  return entriesOf(input.extension.clients ?? {}).map(({ name, account, scopes, redirectUris, from, ...rest }) => ({
    name,
    account: account ?? accounts[0]?.name ?? HOME,
    scopes: scopes ?? [],
    redirectUris: redirectUris ?? [],
    public: rest.public ?? false,
    ...(from && { from }),
  }));
}

const CLIENT_NAMES = {
  authorizationCode: 'app',
  clientCredentials: 'service',
  password: 'login',
  implicit: 'page',
  deviceAuthorization: 'device',
};

/**
 * Generates a client for each flow, in an account whose plan includes OAuth. For the code flow, also a client of another account, a public
 * client, one with an insecure redirect URI, and one for each plan without OAuth.
 */
export function generatedClients(input: FixtureInput, accounts: readonly Account[]): readonly Client[] {
  const flows = input.schemes.flatMap((scheme) => scheme.flows);
  const kinds = [...new Set(flows.map(({ kind }) => kind))];
  const able = new Set(input.plans.filter(({ features }) => features.includes('oauth2')).map(({ name }) => name));
  const homes = accounts.filter(({ plan }) => plan !== undefined && able.has(plan));
  const account = homes[0] ?? accounts[0];
  if (account === undefined) return [];
  const scopesOf = (kind: Flow['kind']) => {
    const declared = [...new Set(flows.filter((flow) => flow.kind === kind).flatMap((flow) => flow.scopes))];
    return flows.some((flow) => flow.scopes.length > 0) ? declared : input.scopes;
  };
  const clientOf = (kind: Flow['kind']): Client => {
    const name = CLIENT_NAMES[kind];
    const redirects = kind === 'authorizationCode' || kind === 'implicit';
    return {
      name,
      account: account.name,
      scopes: scopesOf(kind),
      redirectUris: redirects ? [`https://${name}.example/callback`] : [],
      public: kind === 'implicit' || kind === 'deviceAuthorization',
    };
  };
  const [scopes, other] = [scopesOf('authorizationCode'), homes[1] ?? accounts.find(({ name }) => name !== account.name) ?? account];
  const outsiders = able.size === 0 ? [] : accounts.filter(({ plan, name }) => plan === name && !able.has(plan));
  const beside: readonly Client[] = [
    { name: 'other-app', account: other.name, scopes, redirectUris: ['https://other-app.example/callback'], public: false },
    { name: 'phone', account: account.name, scopes, redirectUris: ['http://127.0.0.1:8976/callback'], public: true },
    { name: 'plain-app', account: account.name, scopes, redirectUris: ['http://plain-app.example/callback'], public: false },
    ...outsiders.map(({ name }) => ({
      name: `${name}-app`,
      account: name,
      scopes,
      redirectUris: [`https://${name}-app.example/callback`],
      public: false,
    })),
  ];
  return [...kinds.map(clientOf), ...(kinds.includes('authorizationCode') ? beside : [])];
}
