import { createServer, type RequestListener } from 'node:http';
import { onTestFinished, expect, test } from 'vitest';
import { withDiscovery } from '../../../cli/configuration/discovery.ts';
import { unrestrictedSettings } from '../../../cli/run/unrestricted.ts';
import { authorizationServers } from '../../../spec/authorization.ts';
import type { OAuthClient } from '../../../suites/engine/settings.ts';
import { smallContract } from '../../mock/mocks.ts';

const contract = smallContract(
  { '/things': { get: { security: [{ Login: ['read'] }], responses: { '200': { description: 'Good.' } } } } },
  {
    security: [],
    components: {
      securitySchemes: {
        Login: { type: 'openIdConnect', openIdConnectUrl: 'https://id.small.example/one/.well-known/openid-configuration' },
      },
    },
  },
);

const client: OAuthClient = {
  name: 'app',
  account: 'one',
  clientId: 'app',
  clientSecret: 'a-secret-of-a-client',
  redirectUri: 'https://app.example/callback',
  scopes: ['read'],
  public: false,
  consent: { kind: 'automatic' },
};

/** The run against a provider that answers like this, and the requests that it got. */
async function discoveredAt(listener: RequestListener, clients: readonly OAuthClient[] = [client]) {
  const urls: string[] = [];
  const server = createServer((request, response) => {
    urls.push(request.url ?? '');
    listener(request, response);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const prepared = await withDiscovery({ contract, settings: { ...unrestrictedSettings(url), oauthTarget: url, clients } });
  return { contract: prepared.contract, urls };
}

const provider = (changes: object = {}) => ({
  issuer: 'https://id.small.example/one',
  authorization_endpoint: 'https://id.small.example/one/authorize',
  token_endpoint: 'https://id.small.example/one/token',
  jwks_uri: 'https://id.small.example/one/keys',
  grant_types_supported: ['authorization_code', 'client_credentials', 'refresh_token'],
  response_types_supported: ['code'],
  ...changes,
});

const answering =
  (body: object): RequestListener =>
  (_, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(body));
  };

test('The endpoints that the discovery document names are those of the scheme', async () => {
  const found = await discoveredAt(answering(provider()));
  expect(found.urls).toEqual(['/one/.well-known/openid-configuration']);
  expect(authorizationServers(found.contract)).toMatchObject([
    {
      scheme: 'Login',
      issuer: 'https://id.small.example',
      paths: { authorize: '/one/authorize', token: '/one/token', refresh: '/one/token' },
    },
  ]);
  expect(found.contract.schemes[0]!.flows.map(({ kind, scopes }) => [kind, ...scopes])).toEqual([
    ['authorizationCode', 'read'],
    ['clientCredentials', 'read'],
  ]);
});

test('Without clients nothing is requested', async () => {
  const found = await discoveredAt(answering(provider()), []);
  expect([found.urls, found.contract.schemes[0]!.flows]).toEqual([[], []]);
});

test.each([
  ['another issuer', answering(provider({ issuer: 'https://other.example' })), 'expected the issuer'],
  ['no JSON', ((_, response) => response.end('<p>')) satisfies RequestListener, 'discovery document cannot be used'],
  ['404', ((_, response) => response.writeHead(404).end()) satisfies RequestListener, 'discovery document cannot be used'],
])('A discovery document with %s is not used, and the run says so', async (_, listener, words) => {
  const { contract: left } = await discoveredAt(listener);
  expect(left.schemes[0]!.flows).toEqual([]);
  expect(left.untested.join()).toContain(words);
});
