/**
 * The mock as an SDK author meets it: with clients that others have written, over the wire.
 */
import { readFile } from 'node:fs/promises';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { Agent, fetch as send } from 'undici';
import { afterAll, expect, test } from 'vitest';
import type { Mock } from '../../../mock/create.ts';
import { bundledMock } from '../mocks.ts';
import { flowMock } from './documents.ts';

const endings: (() => Promise<void>)[] = [];
afterAll(async () => void (await Promise.all(endings.map((end) => end()))));

/** A listening mock and a fetch that trusts its certificate. */
async function served(mock: Mock) {
  const listening = await mock.listen({ controlPort: false });
  const agent = new Agent({ connect: { ca: await readFile(listening.ca, 'utf8') }, allowH2: false });
  endings.push(async () => {
    await agent.close();
    await listening.close();
  });
  const fetched = async (url: string, options: object): Promise<Response> => {
    const response = await send(url, { ...options, dispatcher: agent });
    const empty = [204, 304].includes(response.status);
    return new Response(empty ? null : await response.text(), { status: response.status, headers: [...response.headers] });
  };
  return { mock, fetched, api: listening.url, issuer: new URL(new URL(listening.url).origin) };
}

const bundled = await served(bundledMock());
const small = await served(flowMock(['clientCredentials', 'password', 'deviceAuthorization']));

/** What a browser that follows no redirect is told. */
async function visit({ fetched }: typeof bundled, url: URL): Promise<URL> {
  const answer = await fetched(url.href, { redirect: 'manual' });
  return new URL(answer.headers.get('Location') ?? 'https://nowhere.example/');
}

function configured({ issuer, fetched, mock }: typeof bundled, name = 'app', authentication?: openid.ClientAuth) {
  const { clientId, clientSecret } = mock.clients[name]!;
  const options = { algorithm: 'oauth2', [openid.customFetch]: fetched } as const;
  return openid.discovery(issuer, clientId, clientSecret, clientSecret === undefined ? openid.None() : authentication, options);
}

test.each([
  ['app', openid.ClientSecretPost],
  ['app', openid.ClientSecretBasic],
  ['phone', undefined],
] as const)('openid-client discovers the server and goes the whole way as %s', async (name, authentication) => {
  const { redirectUris, clientSecret } = bundled.mock.clients[name]!;
  const config = await configured(bundled, name, authentication?.(clientSecret));
  const pkceCodeVerifier = openid.randomPKCECodeVerifier();
  const expectedState = openid.randomState();
  const url = openid.buildAuthorizationUrl(config, {
    redirect_uri: redirectUris[0]!,
    scope: 'read',
    state: expectedState,
    code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  });
  const tokens = await openid.authorizationCodeGrant(config, await visit(bundled, url), { pkceCodeVerifier, expectedState });
  expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 3600, scope: 'read' });
  const list = await openid.fetchProtectedResource(config, tokens.access_token, new URL(`${bundled.api}/conversations`), 'GET');
  expect(list.status).toBe(200);
  const renewed = await openid.refreshTokenGrant(config, tokens.refresh_token!);
  expect(renewed.refresh_token).not.toBe(tokens.refresh_token);
  if (clientSecret !== undefined) {
    const facts = await openid.tokenIntrospection(config, renewed.access_token);
    expect(facts).toMatchObject({ active: true, scope: 'read', client_id: bundled.mock.clients[name]!.clientId, token_type: 'Bearer' });
  }
  await openid.tokenRevocation(config, renewed.access_token);
  const after = openid.fetchProtectedResource(config, renewed.access_token, new URL(`${bundled.api}/conversations`), 'GET');
  await expect(after).rejects.toMatchObject({ code: 'OAUTH_WWW_AUTHENTICATE_CHALLENGE', status: 401 });
});

test('openid-client gets tokens for a client itself, and for a device that its user approves', async () => {
  const machine = await configured(small, 'service');
  expect(await openid.clientCredentialsGrant(machine, { scope: 'read' })).toMatchObject({ token_type: 'bearer', scope: 'read' });
  const config = await configured(small, 'device');
  const device = await openid.initiateDeviceAuthorization(config, { scope: 'read' });
  const approval = await small.fetched(device.verification_uri_complete!, {});
  expect(await approval.text()).toContain('The device is connected');
  expect(await openid.pollDeviceAuthorizationGrant(config, device)).toMatchObject({ token_type: 'bearer', scope: 'read' });
});

/** The parts of `oauth4webapi`, each step by itself. */
async function stepwise({ issuer, fetched, mock }: typeof bundled, name = 'app') {
  const http = { [oauth.customFetch]: fetched };
  const found = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...http });
  const server = await oauth.processDiscoveryResponse(issuer, found);
  const { clientId, clientSecret = '', redirectUris } = mock.clients[name]!;
  const client: oauth.Client = { client_id: clientId };
  return { http, server, client, secret: clientSecret, redirectUri: redirectUris[0] ?? '' };
}

const own = await stepwise(bundled);

/** Asks for a code, and validates the answer as the client does. */
async function asked(changes: { readonly [name: string]: string } = {}) {
  const url = new URL(own.server.authorization_endpoint!);
  const usual = { client_id: own.client.client_id, redirect_uri: own.redirectUri, response_type: 'code', scope: 'read write' };
  url.search = new URLSearchParams({ ...usual, ...changes }).toString();
  return oauth.validateAuthResponse(own.server, own.client, await visit(bundled, url), changes['state']);
}

const verifier = oauth.generateRandomCodeVerifier();
const s256 = { code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' };

interface Exchange {
  readonly parameters?: URLSearchParams;
  readonly redirectUri?: string;
  readonly secret?: string;
  readonly verifier?: string | typeof oauth.nopkce;
  readonly basic?: boolean;
  readonly client?: oauth.Client;
}

/** Exchanges a code, one that was asked for unless another is given. */
async function exchanged(change: Exchange = {}): Promise<oauth.TokenEndpointResponse> {
  const { redirectUri = own.redirectUri, secret = own.secret, verifier: sent = oauth.nopkce, basic = false, client = own.client } = change;
  const parameters = change.parameters ?? (await asked());
  const proof = basic ? oauth.ClientSecretBasic(secret) : oauth.ClientSecretPost(secret);
  const response = await oauth.authorizationCodeGrantRequest(own.server, client, proof, parameters, redirectUri, sent, own.http);
  return oauth.processAuthorizationCodeResponse(own.server, client, response);
}

async function refreshed(token: string, scope?: string): Promise<oauth.TokenEndpointResponse> {
  const additional = scope === undefined ? {} : { additionalParameters: { scope } };
  const proof = oauth.ClientSecretPost(own.secret);
  const response = await oauth.refreshTokenGrantRequest(own.server, own.client, proof, token, { ...own.http, ...additional });
  return oauth.processRefreshTokenResponse(own.server, own.client, response);
}

/** A code that was never given, as a validated answer. */
const invented = () => oauth.validateAuthResponse(own.server, own.client, new URLSearchParams({ code: 'x', iss: own.server.issuer }));

const twice = async () => {
  const parameters = await asked();
  await exchanged({ parameters });
  return exchanged({ parameters });
};

const otherClient: oauth.Client = { client_id: bundled.mock.clients['other-app']!.clientId };
const otherSecret = bundled.mock.clients['other-app']!.clientSecret!;

const table: readonly (readonly [says: string, error: string, attempt: () => Promise<unknown>])[] = [
  ['an unknown scope', 'invalid_scope', () => asked({ scope: 'read everything' })],
  ['a scope that is not the client’s', 'invalid_scope', () => asked({ scope: 'admin' })],
  ['another response type', 'unsupported_response_type', () => asked({ response_type: 'token' })],
  ['no response type', 'invalid_request', () => asked({ response_type: '' })],
  ['a plain challenge', 'invalid_request', () => asked({ ...s256, code_challenge_method: 'plain' })],
  ['an unknown challenge method', 'invalid_request', () => asked({ ...s256, code_challenge_method: 'S512' })],
  ['an invented code', 'invalid_grant', async () => exchanged({ parameters: invented() })],
  ['a code that comes again', 'invalid_grant', twice],
  ['another redirect URI', 'invalid_grant', () => exchanged({ redirectUri: `${own.redirectUri}/` })],
  ['another client’s code', 'invalid_grant', () => exchanged({ client: otherClient, secret: otherSecret })],
  ['no verifier', 'invalid_grant', async () => exchanged({ parameters: await asked(s256) })],
  [
    'a wrong verifier',
    'invalid_grant',
    async () => exchanged({ parameters: await asked(s256), verifier: oauth.generateRandomCodeVerifier() }),
  ],
  ['a verifier without a challenge', 'invalid_grant', () => exchanged({ verifier })],
  ['a wrong secret', 'invalid_client', () => exchanged({ secret: 'wrong' })],
  ['an unknown client', 'invalid_client', () => exchanged({ client: { client_id: 'nobody' } })],
  ['an invented refresh token', 'invalid_grant', () => refreshed('invented')],
  ['a wider refresh', 'invalid_scope', async () => refreshed((await exchanged()).refresh_token!, 'read write delete')],
];

test.each(table)('oauth4webapi is told of %s: %s', async (_, error, attempt) => {
  await expect(attempt()).rejects.toMatchObject({ error });
});

test('oauth4webapi is challenged where it has failed to authenticate in the header', async () => {
  await expect(exchanged({ secret: 'wrong', basic: true })).rejects.toMatchObject({
    code: oauth.WWW_AUTHENTICATE_CHALLENGE,
    status: 401,
    cause: [{ scheme: 'basic' }],
  });
});

test('oauth4webapi is told the errors of grants that are not declared, and of those that are', async () => {
  const proof = oauth.ClientSecretPost(own.secret);
  const machine = await oauth.clientCredentialsGrantRequest(own.server, own.client, proof, {}, own.http);
  await expect(oauth.processClientCredentialsResponse(own.server, own.client, machine)).rejects.toMatchObject({
    error: 'unsupported_grant_type',
  });
  const device = await stepwise(small, 'device');
  const asking = await oauth.deviceAuthorizationRequest(device.server, device.client, oauth.None(), {}, device.http);
  const { device_code: code } = await oauth.processDeviceAuthorizationResponse(device.server, device.client, asking);
  const poll = async () => {
    const answer = await oauth.deviceCodeGrantRequest(device.server, device.client, oauth.None(), code, device.http);
    return oauth.processDeviceCodeResponse(device.server, device.client, answer);
  };
  await expect(poll()).rejects.toMatchObject({ error: 'authorization_pending' });
  await expect(poll()).rejects.toMatchObject({ error: 'slow_down' });
  small.mock.clock.advance(600_000);
  await expect(poll()).rejects.toMatchObject({ error: 'expired_token' });
});

test('oauth4webapi finds the authorization server by the API', async () => {
  const resource = new URL(bundled.api);
  const response = await oauth.resourceDiscoveryRequest(resource, own.http);
  const found = await oauth.processResourceDiscoveryResponse(resource, response);
  expect(found).toMatchObject({ resource: bundled.api, authorization_servers: [bundled.issuer.origin] });
});
