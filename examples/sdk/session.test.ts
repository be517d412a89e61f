import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMock, type Mock } from 'auth-conformance';
import { faults } from 'auth-conformance/faults';
import { bundledDocument, loadContract } from 'auth-conformance/spec';
import { openSession, SignedOut } from './session.ts';

const contract = await loadContract(bundledDocument);
const { origin } = new URL(contract.servers[0]!.url);
const conversations = `${contract.servers[0]!.url}/conversations`;

/** A mock, the registration of its client, and a function that signs in. */
function signIn(active: readonly string[] = []) {
  const mock = createMock(contract, { now: () => Date.UTC(2026, 0, 1), table: { faults }, faults: active });
  const { clientId, clientSecret, redirectUris } = mock.clients['app']!;
  const redirectUri = redirectUris[0]!;
  const registration = { clientId, clientSecret: clientSecret!, redirectUri, tokenUrl: `${origin}/oauth/token` };
  const send: typeof fetch = (request) => mock.fetch(new Request(request));
  const code = async () => {
    const query = new URLSearchParams({ response_type: 'code', client_id: clientId, redirect_uri: redirectUri, scope: 'read' });
    const redirect = await mock.fetch(new Request(`${origin}/oauth/authorize?${query.toString()}`));
    return new URL(redirect.headers.get('Location')!).searchParams.get('code') ?? '';
  };
  return { mock, open: async () => openSession(registration, await code(), send), registration, send };
}

const tokenRequests = (mock: Mock) => mock.journal().filter(({ path }) => path === '/oauth/token').length;

void test('an expired token is refreshed once, even if several requests wait for it', async () => {
  const { mock, open } = signIn();
  const session = await open();
  assert.equal((await session.get(conversations)).status, 200);
  mock.clock.advance(3_600_000);
  const responses = await Promise.all([1, 2, 3].map(() => session.get(conversations)));
  assert.deepEqual(
    responses.map(({ status }) => status),
    [200, 200, 200],
  );
  assert.equal(tokenRequests(mock), 2);
});

void test('a session uses one refresh token after another', async () => {
  const { mock, open } = signIn();
  const session = await open();
  for (let hour = 0; hour < 3; hour += 1) {
    mock.clock.advance(3_600_000);
    assert.equal((await session.get(conversations)).status, 200);
  }
});

void test('an invented code and a rejected refresh require a new sign-in', async () => {
  const { registration, send } = signIn();
  await assert.rejects(openSession(registration, 'invented', send), new SignedOut('invalid_grant'));
  const { mock, open } = signIn(['rejects-every-refresh']);
  const session = await open();
  mock.clock.advance(3_600_000);
  await assert.rejects(session.get(conversations), SignedOut);
});
