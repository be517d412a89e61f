import { expect, test } from 'vitest';
import { authorizationServers } from '../../../spec/authorization.ts';
import type { JsonObject } from '../../../spec/contract.ts';
import { compileDocument } from '../../../spec/load.ts';

const document = (tokenUrl: string, servers?: readonly JsonObject[], metadata = '.well-known/openid-configuration') => ({
  openapi: '3.1.0',
  info: { title: 'Ferry', version: '1' },
  ...(servers && { servers: [...servers] }),
  paths: {},
  components: {
    securitySchemes: {
      OAuth: { type: 'oauth2', flows: { clientCredentials: { tokenUrl, scopes: {} } } },
      OpenId: { type: 'openIdConnect', openIdConnectUrl: metadata },
    },
  },
});
const regional = { url: 'https://{region}.ferry.example/{version}/', variables: { region: { default: 'eu' }, version: { default: 'v3' } } };

test.each([
  ['https://login.example/token?a=1', [{ url: 'https://api.example/v1' }], 'https://login.example/token?a=1'],
  ['/oauth/token', [{ url: 'https://api.example/v1' }], 'https://api.example/oauth/token'],
  ['token', [{ url: 'https://api.example/v1' }], 'https://api.example/token'],
  ['./token', [{ url: 'https://api.example/v1/' }], 'https://api.example/v1/token'],
  ['//login.example/token', [{ url: 'https://api.example/v1' }], 'https://login.example/token'],
  ['token', [regional], 'https://eu.ferry.example/v3/token'],
  ['https://login.{region}.ferry.example/token', [regional], 'https://login.eu.ferry.example/token'],
  ['token', [{ url: '/v1/' }], '/v1/token'],
  ['token', undefined, '/token'],
])('The token URL %s of a document with the servers %j is %s', (written, servers, url) => {
  const { schemes } = compileDocument(document(written, servers));
  expect(schemes[0]?.flows[0]?.tokenUrl).toBe(url);
});

test('The authorization server of relative URLs is on the host of the first server', () => {
  const contract = compileDocument(document('oauth/token', [regional]));
  expect(authorizationServers(contract)).toMatchObject([
    { scheme: 'OAuth', issuer: 'https://eu.ferry.example', paths: { token: '/v3/oauth/token', revoke: '/v3/oauth/revoke' } },
    { scheme: 'OpenId', issuer: 'https://eu.ferry.example', paths: { token: '/v3/oauth/token', authorize: '/v3/authorize' } },
  ]);
  expect(contract.schemes[1]?.metadataUrl).toBe('https://eu.ferry.example/v3/.well-known/openid-configuration');
});

test('A URL that cannot be parsed is a mistake of the document, and is not served', () => {
  const { mistakes, schemes } = compileDocument(document('https://login example/token', []));
  expect(mistakes.map(({ pointer, message }) => `${pointer} ${message}`)).toEqual([
    '/components/securitySchemes/OAuth/flows/clientCredentials/tokenUrl expected a URL, got "https://login example/token"',
  ]);
  expect(schemes[0]!.flows[0]).not.toHaveProperty('tokenUrl');
});
