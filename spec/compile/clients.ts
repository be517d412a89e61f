import type { Account, Client } from '../contract.ts';
import { type Cast, entriesOf, HOME } from './cast.ts';

/** The clients that the document names. */
export function statedClients(cast: Cast, accounts: readonly Account[]): readonly Client[] {
  return entriesOf(cast.extension.clients ?? {}).map(({ name, account, scopes, redirectUris, from, ...rest }) => ({
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

/** One client for each kind of flow, on an account whose plan has OAuth where plans say so. */
export function generatedClients(cast: Cast, accounts: readonly Account[]): readonly Client[] {
  const flows = cast.schemes.flatMap((scheme) => scheme.flows);
  const kinds = [...new Set(flows.map(({ kind }) => kind))];
  const able = new Set(cast.plans.filter(({ features }) => features.includes('oauth2')).map(({ name }) => name));
  const account = accounts.find(({ plan }) => plan !== undefined && able.has(plan)) ?? accounts[0];
  if (account === undefined) return [];
  return kinds.map((kind) => {
    const scopes = [...new Set(flows.filter((flow) => flow.kind === kind).flatMap((flow) => flow.scopes))];
    const redirects = kind === 'authorizationCode' || kind === 'implicit';
    const name = CLIENT_NAMES[kind];
    return {
      name,
      account: account.name,
      scopes,
      redirectUris: redirects ? [`https://${name}.example/callback`] : [],
      public: kind === 'implicit' || kind === 'deviceAuthorization',
    };
  });
}
