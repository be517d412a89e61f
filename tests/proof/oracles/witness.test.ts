/**
 * `oauth4webapi` walks the flows of both authorization servers, so that what the suites say of these rests on something.
 *
 * @module
 */
import * as oauth from 'oauth4webapi';
import { Agent, fetch as send, type RequestInit } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startOidcProvider, type OidcOracle } from './oidc-provider.ts';
import { readers, type Reader } from './readers.ts';

let oracle: OidcOracle;
let agent: Agent;
let server: oauth.AuthorizationServer;

/** Fetches with the authority of the test trusted, redirects told and not followed. */
const options = () => ({
  [oauth.customFetch]: async (url: string, init: object) =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same fetch, by its own types and by those of its package
    (await send(url, { ...(init as RequestInit), dispatcher: agent })) as unknown as Response,
});

beforeAll(async () => {
  oracle = await startOidcProvider();
  agent = new Agent({ connect: { ca: oracle.ca } });
  const issuer = new URL(oracle.https);
  server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...options() }));
});

afterAll(async () => {
  await agent.destroy();
  await oracle.close();
});

function authenticationOf({ method, clientSecret }: Reader): oauth.ClientAuth {
  if (clientSecret === undefined) return oauth.None();
  return method === 'client_secret_basic' ? oauth.ClientSecretBasic(clientSecret) : oauth.ClientSecretPost(clientSecret);
}

async function authorize(reader: Reader, verifier: string, scope: string): Promise<URLSearchParams> {
  const url = new URL(server.authorization_endpoint!);
  const parameters = {
    client_id: reader.clientId,
    redirect_uri: reader.redirectUri,
    response_type: 'code',
    scope,
    state: 'of-this-visit',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  const response = await send(url, { redirect: 'manual', dispatcher: agent });
  expect([302, 303]).toContain(response.status);
  return oauth.validateAuthResponse(server, { client_id: reader.clientId }, new URL(response.headers.get('Location')!), 'of-this-visit');
}

const call = async (path: string, token: string, method = 'GET') => {
  const response = await send(`${oracle.https}/v1${path}`, { method, headers: { Authorization: `Bearer ${token}` }, dispatcher: agent });
  return { status: response.status, body: await response.text() };
};

test.each(Object.values<Reader>(readers))('the $name client completes the flow of oidc-provider', async (reader) => {
  const client = { client_id: reader.clientId };
  const authentication = authenticationOf(reader);
  const verifier = oauth.generateRandomCodeVerifier();
  const scope = reader.scopes.join(' ');
  const back = await authorize(reader, verifier, scope);
  const redeemed = await oauth.authorizationCodeGrantRequest(server, client, authentication, back, reader.redirectUri, verifier, options());
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, redeemed);
  expect(tokens).toMatchObject({ token_type: 'bearer', scope, expires_in: 3600 });
  expect(JSON.parse((await call('/me', tokens.access_token)).body)).toEqual({ user: 'ann', scopes: reader.scopes });
  expect((await call('/books', tokens.access_token)).status).toBe(200);
  expect((await call('/books/none', tokens.access_token, 'DELETE')).status).toBe(reader.scopes.length > 1 ? 404 : 403);

  const refresh = await oauth.refreshTokenGrantRequest(server, client, authentication, tokens.refresh_token!, options());
  const renewed = await oauth.processRefreshTokenResponse(server, client, refresh);
  expect(renewed.refresh_token).not.toBe(tokens.refresh_token);
  expect((await call('/me', renewed.access_token)).status).toBe(200);

  await oauth.processRevocationResponse(await oauth.revocationRequest(server, client, authentication, renewed.access_token, options()));
  expect((await call('/me', renewed.access_token)).status).toBe(401);
});

describe('oidc-provider', () => {
  test('introspects, tells of denied consent, and gives a client tokens of its own', async () => {
    const { app } = readers;
    const client = { client_id: app.clientId };
    const own = await oauth.clientCredentialsGrantRequest(server, client, authenticationOf(app), { scope: 'read' }, options());
    const { access_token: token } = await oauth.processClientCredentialsResponse(server, client, own);
    const asked = await oauth.introspectionRequest(server, client, authenticationOf(app), token, options());
    expect(await oauth.processIntrospectionResponse(server, client, asked)).toMatchObject({ active: true, scope: 'read' });
    expect([(await call('/books', token)).status, (await call('/books', token, 'POST')).status]).toEqual([200, 403]);
    oracle.deny(app.clientId);
    await expect(authorize(app, oauth.generateRandomCodeVerifier(), 'read')).rejects.toMatchObject({ error: 'access_denied' });
    expect([...(await authorize(app, oauth.generateRandomCodeVerifier(), 'read')).keys()]).toContain('code');
  });

  test('refuses a code that was used', async () => {
    const { app } = readers;
    const client = { client_id: app.clientId };
    const verifier = oauth.generateRandomCodeVerifier();
    const back = await authorize(app, verifier, 'read');
    const redeem = async () =>
      oauth.processAuthorizationCodeResponse(
        server,
        client,
        await oauth.authorizationCodeGrantRequest(server, client, authenticationOf(app), back, app.redirectUri, verifier, options()),
      );
    const { access_token: token } = await redeem();
    await expect(redeem()).rejects.toMatchObject({ error: 'invalid_grant' });
    expect((await call('/me', token)).status).toBe(401);
  });
});
