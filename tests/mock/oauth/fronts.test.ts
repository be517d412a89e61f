import { readFile } from 'node:fs/promises';
import { connect } from 'node:http2';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHandlers } from '../../../mock/msw.ts';
import { bundledMock } from '../mocks.ts';
import { app, encoded, exchange, own, type Tokens } from './clients.ts';
import { flowMock } from './documents.ts';

const bundled = bundledMock();
const small = flowMock(['authorizationCode', 'clientCredentials']);
const server = setupServer(...createHandlers(bundled), ...createHandlers(small));

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterAll(() => server.close());

const form = (parameters: Parameters<typeof encoded>[0]) => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  body: encoded(parameters),
});

test('Mock Service Worker answers for the authorization server at the host of the API', async () => {
  const { clientId, redirectUris } = app(bundled);
  const query = encoded({ response_type: 'code', client_id: clientId, redirect_uri: redirectUris[0], scope: 'read' });
  const redirect = await fetch(`https://api.aimychats.com/oauth/authorize?${query}`, { redirect: 'manual' });
  const code = new URL(redirect.headers.get('Location')!).searchParams.get('code')!;
  const tokens: Tokens = await (await fetch('https://api.aimychats.com/oauth/token', form(exchange(bundled, code)))).json();
  const headers = { Authorization: `Bearer ${tokens.access_token}` };
  expect((await fetch('https://api.aimychats.com/v1/conversations', { headers })).status).toBe(200);
  const metadata = await (await fetch('https://api.aimychats.com/.well-known/oauth-authorization-server')).json();
  expect(metadata).toMatchObject({ issuer: 'https://api.aimychats.com' });
  expect((await fetch('http://api.aimychats.com/oauth/token', form(own(bundled)))).status).toBe(403);
});

test('Mock Service Worker answers for an authorization server at a host of its own', async () => {
  const grant = { grant_type: 'client_credentials', ...own(small, 'service') };
  const tokens: Tokens = await (await fetch('https://auth.example/token', form(grant))).json();
  const headers = { Authorization: `Bearer ${tokens.access_token}` };
  expect((await fetch('https://small.example/api/things', { headers })).status).toBe(200);
});

test('fetch answers without a network, whatever the host', async () => {
  const grant = { grant_type: 'client_credentials', ...own(small, 'service') };
  for (const url of ['https://auth.example/token', 'https://127.0.0.1:1/token']) {
    expect((await small.fetch(new Request(url, form(grant)))).status).toBe(200);
  }
  const metadata = await small.fetch(new Request('https://127.0.0.1:1/.well-known/oauth-authorization-server'));
  expect(await metadata.json()).toMatchObject({ issuer: 'https://127.0.0.1:1' });
});

test('HTTP/2 goes the whole way, and its authority is the issuer', async () => {
  const mock = bundledMock();
  const listening = await mock.listen({ controlPort: false });
  const { origin } = new URL(listening.url);
  const session = connect(origin, { ca: await readFile(listening.ca) });
  const ask = (headers: { readonly [name: string]: string }, body?: string) =>
    new Promise<{ readonly status: number; readonly location: string; readonly body: string }>((resolve, reject) => {
      const stream = session.request({ ...headers }, { endStream: body === undefined });
      let [text, status, location] = ['', 0, ''];
      stream.setEncoding('utf8');
      stream.on('response', (fields) => {
        status = fields[':status'] ?? 0;
        location = fields.location ?? '';
      });
      stream.on('data', (chunk: string) => (text += chunk));
      stream.on('end', () => resolve({ status, location, body: text }));
      stream.on('error', reject);
      if (body !== undefined) stream.end(body);
    });
  const { clientId, redirectUris } = app(mock);
  const query = encoded({ response_type: 'code', client_id: clientId, redirect_uri: redirectUris[0] });
  const { searchParams } = new URL((await ask({ ':path': `/oauth/authorize?${query}` })).location);
  expect(searchParams.get('iss')).toBe(origin);
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  const token = await ask({ ':method': 'POST', ':path': '/oauth/token', ...type }, encoded(exchange(mock, searchParams.get('code')!)));
  expect(token.status).toBe(200);
  const { access_token: secret }: Tokens = JSON.parse(token.body);
  expect((await ask({ ':path': '/v1/conversations', authorization: `Bearer ${secret}` })).status).toBe(200);
  session.close();
  await listening.close();
});
