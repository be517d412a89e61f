import type { Mock } from '../../mock/create.ts';
import type { OAuthClient } from '../../suites/engine/settings.ts';

/** The mock's OAuth clients in the form of settings, with automatic consent. */
export function mockClients({ clients, people }: Pick<Mock, 'clients' | 'people'>): readonly OAuthClient[] {
  return Object.entries(clients).map(([name, { redirectUris, ...client }]) => {
    const owner = people[client.account];
    return { name, ...client, redirectUri: redirectUris[0] ?? '', consent: { kind: 'automatic' }, ...(owner && { resourceOwner: owner }) };
  });
}
