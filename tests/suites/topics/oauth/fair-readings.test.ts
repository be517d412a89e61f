import { describe, expect, test } from 'vitest';
import type { Json } from '../../../../spec/contract.ts';
import { bundledDocument, loadContract } from '../../../../spec/load.ts';
import { requirementIds } from '../../../../spec/catalogue/catalogue.ts';
import { headerValue } from '../../../../spec/message.ts';
import type { Call, Reply } from '../../../../suites/http/target.ts';
import { inProcessTarget, sessionFor, stillMock } from '../../../support/in-process.ts';

const contract = await loadContract(bundledDocument);
const grants = requirementIds.filter((id) => id.startsWith('oauth/'));

type Answering = (call: Call, ask: (call: Call) => Promise<Reply>) => Promise<Reply>;

/** What is not passed by a server that answers as the mock does, but for what lies between. */
async function objections(between: Answering): Promise<readonly string[]> {
  const mock = stillMock(contract);
  const target = inProcessTarget(mock);
  let touched = false;
  const send: typeof target.send = async (call) => {
    let plain: Reply | undefined;
    const ask = async (asked: Call) => {
      touched ||= asked !== call;
      plain = (await target.send(asked)).reply!;
      return plain;
    };
    const reply = await between(call, ask);
    touched ||= reply !== plain;
    return { startedAt: target.now(), milliseconds: 0, connection: { scheme: call.channel.startsWith('plain') ? 'http' : 'https' }, reply };
  };
  const session = sessionFor(mock, {}, { ...target, send });
  const found: string[] = [];
  for (const id of grants) {
    const { checks } = await session.judge(id);
    for (const { id: check, outcome, reason } of checks) {
      if (outcome !== 'pass' && outcome !== 'not-applicable') found.push(`${outcome} ${check}: ${reason}`);
    }
  }
  if (!touched) throw new Error('nothing was changed between the suites and the mock');
  return found;
}

const isAuthorize = ({ target }: Call) => target.startsWith('/oauth/authorize');
const isToken = ({ target }: Call) => target.startsWith('/oauth/token');
const queryOf = ({ target }: Call) => new URL(target, 'https://host.invalid').searchParams;
const formOf = ({ body = '' }: Call) => new URLSearchParams(body);
const isJson = (reply: Reply) => /json/.test(headerValue(reply.headers, 'content-type') ?? '');
const bodyOf = (reply: Reply): { readonly [name: string]: Json } => (isJson(reply) ? JSON.parse(reply.body) : {});
const withBody = (reply: Reply, body: object): Reply => ({ ...reply, body: JSON.stringify(body) });
const missing: Reply = { status: 404, headers: ['Content-Type', 'text/plain'], body: 'nothing here' };
const redirect = (location: string): Reply => ({ status: 303, headers: ['Location', location], body: '' });

describe('an authorization server that does otherwise what it may is not blamed', () => {
  test('a challenge is demanded of everybody', async () =>
    expect(
      await objections(async (call, ask) => {
        const query = queryOf(call);
        const reply = await ask(call);
        if (!isAuthorize(call) || query.has('code_challenge') || !/[?&]code=/.test(headerValue(reply.headers, 'location') ?? ''))
          return reply;
        const told = new URLSearchParams({ error: 'invalid_request', error_description: 'code_challenge is required' });
        const [issuer, state] = [queryOf({ ...call, target: headerValue(reply.headers, 'location')! }).get('iss'), query.get('state')];
        if (state !== null) told.set('state', state);
        if (issuer !== null) told.set('iss', issuer);
        return redirect(`${query.get('redirect_uri')}?${told}`);
      }),
    ).toEqual([]));

  test('the scope is left out where it is the one that was asked for', async () => {
    const asked = new Map<string, string>();
    expect(
      await objections(async (call, ask) => {
        const reply = await ask(call);
        const code = new URLSearchParams((headerValue(reply.headers, 'location') ?? '').split('?')[1]).get('code');
        if (isAuthorize(call) && code !== null) asked.set(code, queryOf(call).get('scope') ?? '');
        const { scope, ...rest } = bodyOf(reply);
        const wanted = formOf(call).get('scope') ?? asked.get(formOf(call).get('code') ?? '') ?? 'everything';
        const same = isToken(call) && typeof scope === 'string' && scope.split(' ').sort().join(' ') === wanted.split(' ').sort().join(' ');
        return same ? withBody(reply, rest) : reply;
      }),
    ).toEqual([]);
  });

  test('unknown scopes are dropped, and the answer says so', async () =>
    expect(
      await objections(async (call, ask) => {
        if (!isAuthorize(call)) return ask(call);
        const query = queryOf(call);
        const known = (query.get('scope') ?? '').split(' ').filter((scope) => contract.scopes.includes(scope));
        const target = query.has('scope') ? call.target.replace(/scope=[^&]*/, `scope=${known.join('%20')}`) : call.target;
        return ask({ ...call, target });
      }),
    ).toEqual([]));

  test('errors of the authorization endpoint are pages, not redirects', async () =>
    expect(
      await objections(async (call, ask) => {
        const reply = await ask(call);
        const location = headerValue(reply.headers, 'location') ?? '';
        return isAuthorize(call) && /[?&]error=/.test(location) && !location.includes('access_denied')
          ? { status: 400, headers: ['Content-Type', 'text/html'], body: '<h1>Not so.</h1>' }
          : reply;
      }),
    ).toEqual([]));

  test('a bad redirect URI ends at the page to sign in', async () =>
    expect(
      await objections(async (call, ask) => {
        const reply = await ask(call);
        const page = isAuthorize(call) && reply.status >= 400 && call.channel === 'oauth';
        return page ? { status: 200, headers: ['Content-Type', 'text/html', 'X-Frame-Options', 'DENY'], body: '<h1>Sign in</h1>' } : reply;
      }),
    ).toEqual([]));

  test('clients that are not known are answered with 401 whatever way they came', async () =>
    expect(
      await objections(async (call, ask) => {
        const reply = await ask(call);
        return isToken(call) && bodyOf(reply)['error'] === 'invalid_client' ? { ...reply, status: 401 } : reply;
      }),
    ).toEqual([]));

  test('HTTP Basic is not among the ways that the metadata list', async () =>
    expect(
      await objections(async (call, ask) => {
        const reply = await ask(call);
        const listed = bodyOf(reply)['token_endpoint_auth_methods_supported'];
        if (listed !== undefined)
          return withBody(reply, { ...bodyOf(reply), token_endpoint_auth_methods_supported: ['client_secret_post'] });
        const basic = isToken(call) && /^basic /i.test(headerValue(call.headers, 'authorization') ?? '');
        if (!basic) return reply;
        const headers = ['Content-Type', 'application/json', 'Cache-Control', 'no-store', 'WWW-Authenticate', 'Basic realm="clients"'];
        return { status: 401, headers, body: '{"error":"invalid_client"}' };
      }),
    ).toEqual([]));

  test('refresh tokens of clients with a secret stay as they are', async () => {
    const newest = new Map<string, string>();
    const outsiders = new Set(['phone']);
    expect(
      await objections(async (call, ask) => {
        const form = formOf(call);
        const given = form.get('refresh_token');
        const own = given !== null && ![...outsiders].some((name) => (form.get('client_id') ?? '').includes(name));
        if (own && newest.has(given)) form.set('refresh_token', newest.get(given)!);
        const reply = await ask(own && isToken(call) ? { ...call, body: form.toString() } : call);
        const fresh = bodyOf(reply)['refresh_token'];
        if (!own || !isToken(call) || typeof fresh !== 'string') return reply;
        newest.set(given, fresh);
        return withBody(reply, { ...bodyOf(reply), refresh_token: given });
      }),
    ).toEqual([]);
  });

  test('there are no metadata, no introspection and no revocation', async () =>
    expect(await objections(async (call, ask) => (/well-known|introspect|revoke/.test(call.target) ? missing : ask(call)))).toEqual([]));

  test('public clients get no refresh token', async () =>
    expect(
      await objections(async (call, ask) => {
        const reply = await ask(call);
        const form = formOf(call);
        if (!isToken(call) || form.has('client_secret') || headerValue(call.headers, 'authorization') !== undefined) return reply;
        const { refresh_token: _, ...rest } = bodyOf(reply);
        return 'access_token' in rest ? withBody(reply, rest) : reply;
      }),
    ).toEqual([]));
});
