import { createRemoteJWKSet, customFetch as keyFetch, jwtVerify } from 'jose';
import * as oauth from 'oauth4webapi';
import { expect, test } from 'vitest';
import { createMock } from '../../../mock/create.ts';
import { compileRealms } from '../../../mock/oauth/realm.ts';
import type { Contract, JsonObject } from '../../../spec/contract.ts';
import { smallContract } from '../mocks.ts';

const issuer = 'https://id.small.example/realms/one';

const operation = (scheme: string, ...scopes: readonly string[]) => ({
  get: { security: [{ [scheme]: [...scopes] }], responses: { '200': { description: 'Good.' }, '401': { description: 'No.' } } },
});

const contractOf = (paths: JsonObject, schemes: JsonObject = {}, openIdConnectUrl = `${issuer}/.well-known/openid-configuration`) =>
  smallContract(paths, {
    security: [],
    components: { securitySchemes: { Login: { type: 'openIdConnect', openIdConnectUrl }, ...schemes } },
  });

const contract = contractOf({ '/things': operation('Login', 'read'), '/rules': operation('Login', 'write') });

/** A relying party that knows nothing but the issuer, the mock behind it, and its client. */
async function partyOf(document: Contract, url = issuer) {
  const mock = createMock(document);
  const app = mock.clients['app']!;
  const options = { [oauth.customFetch]: (to: string, init: object) => mock.fetch(to, init) };
  const server = await oauth.processDiscoveryResponse(new URL(url), await oauth.discoveryRequest(new URL(url), options));
  const authentication = oauth.ClientSecretBasic(app.clientSecret!);
  const client: oauth.Client = { client_id: app.clientId };
  const redirectUri = app.redirectUris[0]!;
  return {
    mock,
    server,
    client,
    options,
    authentication,
    async signIn(scope: string) {
      const verifier = oauth.generateRandomCodeVerifier();
      const nonce = oauth.generateRandomNonce();
      const state = oauth.generateRandomState();
      const query = new URLSearchParams({
        response_type: 'code',
        client_id: app.clientId,
        redirect_uri: redirectUri,
        scope,
        state,
        nonce,
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      const redirect = await mock.fetch(`${server.authorization_endpoint}?${query}`, { redirect: 'manual' });
      const parameters = oauth.validateAuthResponse(server, client, new URL(redirect.headers.get('location')!), state);
      const reply = await oauth.authorizationCodeGrantRequest(server, client, authentication, parameters, redirectUri, verifier, options);
      return oauth.processAuthorizationCodeResponse(server, client, reply, scope.includes('openid') ? { expectedNonce: nonce } : {});
    },
  };
}

test('A user signs in at the endpoints that the discovery document names, and the tokens work', async () => {
  const { mock, server, client, options, authentication, signIn } = await partyOf(contract);
  expect(server.scopes_supported).toEqual(expect.arrayContaining(['openid', 'offline_access', 'read', 'write']));
  const tokens = await signIn('openid read offline_access');
  const keys = createRemoteJWKSet(new URL(server.jwks_uri!), { [keyFetch]: (url: string, init: object) => mock.fetch(url, init) });
  const { payload } = await jwtVerify(tokens.id_token!, keys, { issuer, audience: client.client_id });
  expect(payload.sub).toBe('main');
  const call = (token: string, path: string) =>
    mock.fetch(`https://small.example/api${path}`, { headers: { Authorization: `Bearer ${token}` } });
  expect([(await call(tokens.access_token, '/things')).status, (await call(tokens.access_token, '/rules')).status]).toEqual([200, 403]);
  const claims = await oauth.userInfoRequest(server, client, tokens.access_token, options);
  expect(await oauth.processUserInfoResponse(server, client, payload.sub!, claims)).toEqual({ sub: 'main' });
  const renewal = await oauth.refreshTokenGrantRequest(server, client, authentication, tokens.refresh_token!, options);
  const renewed = await oauth.processRefreshTokenResponse(server, client, renewal);
  expect((await call(renewed.access_token, '/things')).status).toBe(200);
  await oauth.processRevocationResponse(await oauth.revocationRequest(server, client, authentication, renewed.access_token, options));
  expect((await call(renewed.access_token, '/things')).status).toBe(401);
  expect((await oauth.userInfoRequest(server, client, renewed.access_token, options)).status).toBe(401);
});

test('Without openid there is no ID token and no claims, and without offline_access no refresh token', async () => {
  const { server, client, options, signIn } = await partyOf(contract);
  const plain = await signIn('read');
  expect([plain.id_token, plain.refresh_token]).toEqual([undefined, undefined]);
  const response = await oauth.userInfoRequest(server, client, plain.access_token, options);
  expect([response.status, response.headers.get('www-authenticate')]).toEqual([403, 'Bearer realm="Small", error="insufficient_scope"']);
  expect((await signIn('openid read')).refresh_token).toBeUndefined();
});

test('A client gets a token for itself, whose introspection names the issuer', async () => {
  const { server, client, options, authentication } = await partyOf(contract);
  const parameters = new URLSearchParams({ scope: 'read' });
  const granted = await oauth.clientCredentialsGrantRequest(server, client, authentication, parameters, options);
  const { access_token: token } = await oauth.processClientCredentialsResponse(server, client, granted);
  const introspected = await oauth.introspectionRequest(server, client, authentication, token, options);
  expect(await oauth.processIntrospectionResponse(server, client, introspected)).toMatchObject({
    active: true,
    scope: 'read',
    iss: issuer,
  });
});

const endpoint = (url: string) => ({ tokenUrl: url, authorizationUrl: url.replace('token', 'authorize'), scopes: { other: 'Other' } });

test.each<readonly [what: string, document: Contract, expected: JsonObject]>([
  [
    'endpoints that flows of the document have at its origin',
    contractOf(
      { '/things': operation('Login', 'read') },
      { Other: { type: 'oauth2', flows: { authorizationCode: endpoint('https://id.small.example/own/token') } } },
    ),
    { authorization_endpoint: 'https://id.small.example/own/authorize', token_endpoint: 'https://id.small.example/own/token' },
  ],
  [
    'other paths where operations of the document have the usual ones',
    contractOf({ '/token': operation('Login', 'read') }, {}, 'https://small.example/api/.well-known/openid-configuration'),
    { token_endpoint: 'https://small.example/api/oauth2/token', userinfo_endpoint: 'https://small.example/api/oauth2/userinfo' },
  ],
])('The discovery document names %s', async (_, document, expected) => {
  const url = document.schemes[0]!.metadataUrl!;
  const response = await createMock(document).fetch(url);
  expect(await response.json()).toMatchObject(expected);
});

test('A token for the provider is not one for another scheme with flows at its origin', async () => {
  const document = contractOf(
    { '/things': operation('Login', 'read'), '/others': operation('Other', 'other') },
    { Other: { type: 'oauth2', flows: { authorizationCode: endpoint('https://id.small.example/token') } } },
  );
  const { mock, signIn } = await partyOf(document);
  const { access_token: token } = await signIn('openid read');
  const statusOf = async (path: string) =>
    (await mock.fetch(`https://small.example/api${path}`, { headers: { Authorization: `Bearer ${token}` } })).status;
  expect([await statusOf('/things'), await statusOf('/others')]).toEqual([200, 401]);
  expect(compileRealms(document).all.map(({ origin, issuerPath }) => origin + issuerPath)).toEqual([issuer]);
});
