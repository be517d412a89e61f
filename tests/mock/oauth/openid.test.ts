import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from 'jose';
import { discoveryRequest, processDiscoveryResponse, customFetch } from 'oauth4webapi';
import { expect, test } from 'vitest';
import { createMock } from '../../../mock/create.ts';
import { loadContract } from '../../../spec/load.ts';
import { signatureOf, signingKeyOf } from '../../../mock/state/es256.ts';
import { forgeries, tokenIn } from '../../../suites/principals/forgeries.ts';
import { smallContract } from '../mocks.ts';

const operation = (scope: string) => ({
  get: { security: [{ Login: [scope] }], responses: { '200': { description: 'Good.' }, '401': { description: 'No.' } } },
});

const mockOf = (openIdConnectUrl: string, seed = 'mock') =>
  createMock(
    smallContract(
      { '/things': operation('read'), '/v1/userinfo': operation('openid') },
      { security: [], components: { securitySchemes: { Login: { type: 'openIdConnect', openIdConnectUrl } } } },
    ),
    { seed },
  );

const issuer = 'https://id.small.example/realms/one';
const mock = mockOf(`${issuer}/.well-known/openid-configuration`);
const json = async <Body>(url: string): Promise<Body> => JSON.parse(await (await mock.fetch(url)).text());
const token = mock.principals['all']!.secret;

test('A client discovers the provider at its documented URL, and verifies tokens with its keys', async () => {
  const response = await discoveryRequest(new URL(issuer), { [customFetch]: (url: string) => mock.fetch(url) });
  const provider = await processDiscoveryResponse(new URL(issuer), response);
  expect(provider).toMatchObject({
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    userinfo_endpoint: 'https://small.example/api/v1/userinfo',
    id_token_signing_alg_values_supported: ['ES256'],
  });
  const keys = createLocalJWKSet(await json<JSONWebKeySet>(provider.jwks_uri!));
  const { payload, protectedHeader } = await jwtVerify(token, keys, { issuer, audience: 'https://small.example/api' });
  expect(payload).toMatchObject({ sub: 'main', scope: 'openid read' });
  expect(protectedHeader.alg).toBe('ES256');
  await expect(jwtVerify(mock.principals['expired']!.secret, keys)).rejects.toThrow('"exp" claim');
});

test('The API accepts these tokens, and no forged one', async () => {
  const status = async (credential: string) =>
    (await mock.fetch('https://small.example/api/things', { headers: { Authorization: `Bearer ${credential}` } })).status;
  expect(await status(token)).toBe(200);
  expect(await status(mock.principals['expired']!.secret)).toBe(401);
  for (const [name, forge] of Object.entries(forgeries)) expect(await status(forge(tokenIn(token)!)), name).toBe(401);
});

test('The same seed has the same key and tokens, and another one has others', () => {
  const again = mockOf(`${issuer}/.well-known/openid-configuration`);
  const other = mockOf(`${issuer}/.well-known/openid-configuration`, 'other');
  expect(again.principals['all']!.secret).toBe(token);
  expect(decodeProtectedHeader(other.principals['all']!.secret).kid).not.toBe(decodeProtectedHeader(token).kid);
});

test('A relative discovery URL is below the first server, and the URLs of the document are those of the requested host', async () => {
  const relative = mockOf('/.well-known/openid-configuration');
  const response = await relative.fetch('https://127.0.0.1:8443/.well-known/openid-configuration');
  expect(await response.json()).toMatchObject({ jwks_uri: 'https://127.0.0.1:8443/.well-known/jwks.json' });
  expect((await mock.fetch('https://id.small.example/.well-known/openid-configuration')).status).toBe(401);
});

test('Signatures are those that WebCrypto accepts', async () => {
  for (const seed of ['one', 'two', 'three']) {
    const key = signingKeyOf(seed);
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
    const jwk = { kty: 'EC', crv: 'P-256', x: key.x, y: key.y };
    const imported = await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['verify']);
    for (const text of ['', 'a', 'a longer text']) {
      const signature = Buffer.from(signatureOf(key, text), 'base64url');
      const verified = await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, imported, signature, Buffer.from(text));
      expect(verified, `${seed} ${text}`).toBe(true);
    }
  }
});

test('Where flows of the document have endpoints at the same origin, the issuer is theirs on every host', async () => {
  const shared = createMock(await loadContract('examples/documents/identity.yaml'));
  const issuerAt = async (path: string) => {
    const { issuer: named }: { readonly issuer: string } = JSON.parse(await (await shared.fetch(`https://127.0.0.1:8443${path}`)).text());
    return named;
  };
  expect(await issuerAt('/.well-known/openid-configuration')).toBe('https://127.0.0.1:8443');
  expect(await issuerAt('/.well-known/oauth-authorization-server')).toBe('https://127.0.0.1:8443');
});
