import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { createMock } from '../../../mock/create.ts';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { connectHooks, HooksError } from '../../../suites/http/hooks.ts';
import { answering, misconducts, onceAsked, serve, speaking, wireOf, type Conduct } from '../../support/servers.ts';

const mock = createMock(await loadContract(bundledDocument));
const { control, close } = await mock.listen();
afterAll(close);

describe('the hooks of the mock', async () => {
  const hooks = await connectHooks(control!, wireOf(1_000));

  test('are all there', () => {
    expect(Object.keys(hooks)).toEqual(['time', 'advance', 'reset', 'deny', 'mint']);
  });

  test('move its clock, by parts of a second as well', async () => {
    expect(Math.abs((await hooks.time!()) * 1000 - mock.clock.now())).toBeLessThan(500);
    const before = mock.clock.now() - Date.now();
    await hooks.advance!(61.5);
    const moved = mock.clock.now() - Date.now() - before;
    expect(Math.abs(moved - 61_500)).toBeLessThan(50);
  });

  test('mint a credential that the mock accepts, and reset its quota', async () => {
    const { credential, account } = await hooks.mint!({ scopes: ['read'], plan: 'free' });
    expect(account).not.toBe('');
    const remaining = async () => {
      const headers = { authorization: `Bearer ${credential}` };
      const response = await mock.fetch(new Request('https://mock.example/v1/conversations', { headers }));
      expect(response.status).toBe(200);
      return response.headers.get('x-ratelimit-remaining');
    };
    expect([await remaining(), await remaining()]).toEqual(['99', '98']);
    await hooks.reset!(credential);
    expect(await remaining()).toBe('99');
  });

  test('make the next authorization of a client end in a denial, and no other', async () => {
    const { clientId, redirectUris } = Object.values(mock.clients)[0]!;
    const query = new URLSearchParams({ response_type: 'code', client_id: clientId, redirect_uri: redirectUris[0]! });
    const parameters = async () => {
      const response = await mock.fetch(new Request(`https://api.aimychats.com/oauth/authorize?${query}`, { redirect: 'manual' }));
      return new URL(response.headers.get('location')!).searchParams;
    };
    await hooks.deny!(clientId);
    expect((await parameters()).get('error')).toBe('access_denied');
    expect((await parameters()).get('code')).not.toBe(null);
    await expect(hooks.deny!('no-such-client')).rejects.toThrow(/\/deny returned 400/);
  });

  test('reject what they cannot do, with a message', async () => {
    await expect(hooks.mint!({ scopes: [], plan: 'unheard-of' })).rejects.toThrow(/POST .*\/mint returned 400: .*unheard-of/);
    await expect(hooks.reset!('no such credential')).rejects.toThrow(/\/reset returned 400/);
  });

  test('reject a different token', async () => {
    await expect(connectHooks({ ...control!, token: 'another' }, wireOf(1_000))).rejects.toThrow(HooksError);
    await expect(connectHooks({ ...control!, token: 'another' }, wireOf(1_000))).rejects.toThrow(/returned 401/);
  });
});

test('a server offers what it lists and nothing else, unknown hooks included', async () => {
  const served = await serve(answering(200, { capabilities: ['reset', 'brew-coffee'] }));
  onTestFinished(() => served.close());
  expect(Object.keys(await connectHooks({ url: `${served.http}/hooks/`, token: 'x' }, wireOf(1_000)))).toEqual(['reset']);
});

test('paths are relative to the base URL, with and without a slash at its end, and carry the token', async () => {
  const asked: string[] = [];
  const served = await serve(
    speaking((request, response) => {
      asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
      response.end('{"capabilities":["clock"]}');
    }),
  );
  onTestFinished(() => served.close());
  for (const slash of ['', '/']) await (await connectHooks({ url: `${served.http}/hooks${slash}`, token: 'x' }, wireOf(1_000))).advance!(1);
  expect(asked).toEqual(Array.from({ length: 2 }, () => ['GET /hooks/ Bearer x', 'POST /hooks/clock Bearer x']).flat());
});

describe('hooks that do not work are an error that names the request', () => {
  const broken: { readonly [title: string]: readonly [conduct: Conduct, message: RegExp] } = {
    'an error': [answering(500), /^GET http.*\/ returned 500/],
    'no JSON': [speaking((_, response) => void response.end('<html>')), /returned something that is not JSON/],
    'no list': [answering(200, { capabilities: 'all' }), /did not list its capabilities/],
    'no content': [speaking((_, response) => void response.end()), /did not list its capabilities/],
    silence: [onceAsked(misconducts.hangs), /^GET http.*\/ failed: /],
    'a closed connection': [onceAsked(misconducts.closes), /^GET http.*\/ failed: /],
    garbage: [onceAsked(misconducts['sends garbage']), /^GET http.*\/ failed: /],
    'half an answer': [onceAsked(misconducts['sends half an answer']), /^GET http.*\/ failed: /],
    'a long body': [
      speaking((_, response) => void response.end('x'.repeat(5_000_000))),
      /^GET http.*\/ failed: the body is longer than 4 MiB/,
    ],
    'a body without end': [onceAsked(misconducts['never ends its body']), /^GET http.*\/ failed: /],
  };
  for (const [title, [conduct, message]] of Object.entries(broken)) {
    test(title, async () => {
      const served = await serve(conduct);
      onTestFinished(() => served.close());
      const attempt = connectHooks({ url: served.http, token: 'a-token-of-hooks' }, wireOf(300));
      const error: unknown = await attempt.catch((cause: unknown) => cause);
      expect(error).toBeInstanceOf(HooksError);
      expect(String(error)).toMatch(new RegExp(message.source.replace('^', '^HooksError: ')));
      expect(String(error)).not.toContain('a-token-of-hooks');
    });
  }

  test('and does not contain a part of a secret if the response is cut', async () => {
    const served = await serve(
      speaking((request, response) => {
        if (request.url === '/') return void response.end('{"capabilities":["reset"]}');
        return void response.writeHead(500).end(`${'-'.repeat(170)} a-token-of-hooks of-which-one-is-reset`);
      }),
    );
    onTestFinished(() => served.close());
    const messageFor = async (token: string, credential: string) => {
      const { reset } = await connectHooks({ url: served.http, token }, wireOf(1_000));
      return String(await reset!(credential).catch((cause: unknown) => cause));
    };
    expect(await messageFor('another-token-of-hooks', 'another-credential')).toMatch(/- a-token-of-hooks of-which-one$/);
    expect(await messageFor('a-token-of-hooks', 'of-which-one-is-reset')).toMatch(/- ‹hooks#....› ‹credential/);
  });

  test('a credential that was not minted', async () => {
    const served = await serve(
      speaking((request, response) => void response.end(request.method === 'GET' ? '{"capabilities":["mint"]}' : '{"credential":""}')),
    );
    onTestFinished(() => served.close());
    const { mint } = await connectHooks({ url: served.http, token: 'x' }, wireOf(1_000));
    await expect(mint!({ scopes: [] })).rejects.toThrow(/did not return a credential and its account/);
  });
});
