import { expect, test } from 'vitest';
import { bodyOf, bundledMock, field } from '../mocks.ts';
import { authorize, exchange, post, returned, told, type Tokens } from './clients.ts';

const mock = bundledMock({ consent: 'page' });
const ticketOf = (body: string) => /name="ticket" value="([^"]+)"/.exec(body)?.[1];

test('The page asks in words, cannot be framed, runs no scripts, and leads to the client alone', async () => {
  const page = await authorize(mock, { state: '"><script>alert(1)</script>' });
  expect([page.status, field(page, 'Content-Type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(page.body).toContain('<h1>Allow app to use AImyChats API?</h1>');
  expect(page.body).toContain('<code>write</code> – Create and update conversations.');
  expect(page.body).not.toContain('script>');
  const policy = field(page, 'Content-Security-Policy')!.split('; ');
  expect(policy).toEqual([
    "default-src 'none'",
    expect.stringMatching(/^style-src 'sha256-[A-Za-z0-9+/]{43}='$/),
    "form-action 'self' https://app.example",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ]);
  expect([field(page, 'X-Frame-Options'), field(page, 'Referrer-Policy'), field(page, 'Cache-Control')]).toEqual([
    'DENY',
    'no-referrer',
    'no-store',
  ]);
});

test('Approval sends the browser back with a code, and refusal with an error, by 303', async () => {
  const page = await authorize(mock, { state: 'x y' });
  const approved = await post(mock, { ticket: ticketOf(page.body), decision: 'approve' }, { path: '/oauth/authorize' });
  expect([approved.status, returned(approved).get('state'), returned(approved).get('iss')]).toEqual([
    303,
    'x y',
    'https://api.aimychats.com',
  ]);
  const tokens = bodyOf<Tokens>(await post(mock, exchange(mock, returned(approved).get('code')!)));
  expect(tokens.scope).toBe('read write');
  const other = await authorize(mock, { state: 'z' });
  const denied = await post(mock, { ticket: ticketOf(other.body), decision: 'deny' }, { path: '/oauth/authorize' });
  expect([denied.status, returned(denied).get('error'), returned(denied).get('state')]).toEqual([303, 'access_denied', 'z']);
});

test('A ticket counts once and for ten minutes, and nobody can guess one', async () => {
  const decide = (ticket: string | undefined, decision?: string) => post(mock, { ticket, decision }, { path: '/oauth/authorize' });
  const [first, second, third] = await Promise.all([1, 2, 3].map(async () => ticketOf((await authorize(mock)).body)));
  expect(first).toMatch(/^mock_ticket_[0-9a-f]{64}$/);
  expect((await decide(first, 'approve')).status).toBe(303);
  expect((await decide(first, 'approve')).status).toBe(400);
  expect((await decide(second)).status).toBe(400);
  mock.clock.advance(600_000);
  for (const ticket of [third, 'invented', undefined]) {
    const answer = await decide(ticket, 'approve');
    expect([answer.status, field(answer, 'Location')]).toEqual([400, undefined]);
  }
});

test('A request that is wrong is refused before anybody is asked', async () => {
  expect(returned(await authorize(mock, { scope: 'nonsense' })).get('error')).toBe('invalid_scope');
  expect((await authorize(mock, { redirect_uri: 'https://evil.example' })).status).toBe(400);
  expect(returned(await authorize(mock, { scope: 'read' }, 'free-app')).get('error')).toBe('unauthorized_client');
});

test('A request may ask for the page where the mock answers for everybody', async () => {
  const automatic = bundledMock();
  expect((await authorize(automatic)).status).toBe(302);
  expect((await authorize(automatic, { prompt: 'login consent' })).status).toBe(200);
  expect(told(await post(automatic, { ticket: 'x' }))).toEqual([401, 'invalid_client']);
});

test('A page for a loopback interface leads back there', async () => {
  const page = await authorize(mock, { redirect_uri: 'http://127.0.0.1:1234/callback', scope: 'read' }, 'phone');
  expect(field(page, 'Content-Security-Policy')).toContain("form-action 'self' http://127.0.0.1:1234;");
});
