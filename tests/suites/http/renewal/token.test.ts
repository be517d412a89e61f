import { expect, test } from 'vitest';
import { turnstiles } from '../../../../cli/prove/documents/turnstiles.ts';
import type { OAuthClient, Principal, TokenRenewal } from '../../../../suites/engine/settings.ts';
import { createSession, registerSecrets, type Session } from '../../../../suites/engine/session.ts';
import { withFirstTokens } from '../../../../suites/http/renewal/first-tokens.ts';
import { withRenewal } from '../../../../suites/http/renewal/renewal.ts';
import { requestToken } from '../../../../suites/http/renewal/token.ts';
import type { Call, Target } from '../../../../suites/http/target.ts';
import { createRedactor } from '../../../../suites/redaction/redactor.ts';
import { inProcessTarget, settingsFor, stillMock } from '../../../support/in-process.ts';

const contract = turnstiles();
const renewal = { kind: 'client', client: 'app', path: '/token', scopes: ['read'], readAt: 0 } as const satisfies TokenRenewal;

/** A mock, and settings with a principal whose credential is a token of a client. */
function site(changes: Partial<TokenRenewal> = {}, change: (client: OAuthClient) => OAuthClient = (client) => client) {
  const mock = stillMock(contract);
  const plain = inProcessTarget(mock);
  const own = settingsFor(mock, { only: ['credentials/valid'] });
  const first = own.clients.find(({ clientSecret, from }) => clientSecret !== undefined && from === undefined);
  const client = change({ ...first!, name: 'app' });
  const principal: Principal = {
    name: 'reader',
    secret: 'token-of-reader',
    renewal: { ...renewal, ...changes },
    account: client.account,
    scopes: ['read'],
    state: 'active',
    expendable: false,
  };
  const settings = { ...own, principals: [principal], clients: [client] };
  return { mock, plain, settings };
}

const listing = (token: string): Call => ({
  method: 'GET',
  target: '/api/counts',
  headers: ['Authorization', `Bearer ${token}`],
  channel: 'target',
  level: 'client',
});

test('A client gets a token for the scopes of the principal, and its life', async () => {
  const { plain, settings } = site();
  const renewed = await requestToken(plain, settings, renewal);
  expect(renewed).toMatchObject({ value: expect.any(String), lifetime: expect.any(Number) });
  const { reply } = await plain.send(listing('value' in renewed ? renewed.value : ''));
  expect(reply?.status).toBe(200);
});

test('A refresh token is used instead of the client alone, and the next one is kept', async () => {
  const { plain, settings } = site();
  const { username, password } = settings.clients[0]!.resourceOwner ?? { username: '', password: '' };
  const body = new URLSearchParams({ grant_type: 'password', username, password, scope: 'read', client_id: settings.clients[0]!.clientId, client_secret: settings.clients[0]!.clientSecret! }); // oxfmt-ignore
  const call: Call = { ...listing(''), method: 'POST', target: '/token', channel: 'oauth', headers: ['Content-Type', 'application/x-www-form-urlencoded'], body: body.toString() }; // oxfmt-ignore
  const { refresh_token: refreshToken } = JSON.parse((await plain.send(call)).reply!.body);
  const first = await requestToken(plain, settings, { ...renewal, refreshToken });
  expect(first).toMatchObject({ value: expect.any(String), refreshToken: expect.any(String) });
  const next = 'value' in first ? first.refreshToken! : '';
  expect(next).not.toBe(refreshToken);
  expect(await requestToken(plain, settings, { ...renewal, refreshToken })).toEqual({
    problem: 'the token endpoint returned 400 (invalid_grant) to app',
  });
});

test('A client that the server rejects leaves a line that names the key to change', async () => {
  const { plain, settings } = site({}, (client) => ({ ...client, clientSecret: 'something-else' }));
  const { lines, settings: after } = await withFirstTokens(settings, plain, { add: () => {} });
  expect(lines).toEqual([
    {
      id: 'principals/reader',
      outcome: 'fail',
      message: 'reader: no token: the token endpoint returned 401 (invalid_client) to app',
      configuration: 'principals.reader.secret',
      fix: 'check that app may use the grant client_credentials, with the scopes of reader',
    },
  ]);
  expect(after.principals[0]!.secret).toBe('token-of-reader');
});

test('A token is renewed ahead of its end', async () => {
  const { mock, plain, settings } = site();
  const redactor = createRedactor('test');
  const { settings: ready } = await withFirstTokens(settings, plain, redactor);
  const target = withRenewal(plain, { settings: ready, redactor });
  const status = async () => (await target.send(listing(ready.principals[0]!.secret))).reply?.status;
  expect(await status()).toBe(200);
  mock.clock.advance(10 * 3600 * 1000);
  expect((await plain.send(listing(ready.principals[0]!.secret))).reply?.status).toBe(401);
  expect(await status()).toBe(200);
});

/** A run at a server that has forgotten the first token, or rejects every one; their lives are unknown. */
async function forgetful(rejectsAlways: boolean): Promise<{ readonly session: Session; readonly requested: () => number }> {
  const { plain, settings } = site();
  const redactor = createRedactor('test');
  const { settings: obtained } = await withFirstTokens(settings, plain, redactor);
  const [reader] = obtained.principals;
  const { seconds: _seconds, ...lasting } = reader!.renewal!;
  const ready = { ...obtained, principals: [{ ...reader!, renewal: lasting }] };
  registerSecrets(redactor, ready);
  let requested = 0;
  const server: Target = {
    ...plain,
    capabilities: {},
    async send(call) {
      if (call.channel === 'oauth') requested += 1;
      const isOwn = call.headers.some((line) => line.includes(reader!.secret));
      const isGone = (isOwn || rejectsAlways) && call.headers.includes('Authorization');
      return plain.send(
        isGone ? { ...call, headers: call.headers.map((line) => (line.startsWith('Bearer ') ? 'Bearer gone' : line)) } : call,
      );
    },
  };
  const target = withRenewal(server, { settings: ready, redactor });
  const probe = { ...ready, probe: contract.operations[0]!.id };
  return { session: createSession({ contract, settings: probe, target, redactor }), requested: () => requested };
}

test('A token that ends during a run is renewed after the 401, and the check decides', async () => {
  const { session, requested } = await forgetful(false);
  const { checks } = await session.judge('credentials/valid');
  expect(checks.map(({ outcome }) => outcome)).not.toContain('fail');
  expect(checks.map(({ outcome }) => outcome)).toContain('pass');
  expect(requested()).toBe(1);
});

test('A token is renewed once; if the new one is rejected too, the check is undecided for that reason', async () => {
  const { session, requested } = await forgetful(true);
  await session.judge('credentials/valid');
  const { checks } = await session.judge('credentials/valid');
  const check = checks.find(({ outcome }) => outcome !== 'pass');
  expect(check).toMatchObject({ outcome: 'inconclusive', cause: { code: 'credential-ended' } });
  expect(check!.reason).toMatch(/rejected with 401 now, and so is a renewed one/);
  expect(requested()).toBe(1);
});
