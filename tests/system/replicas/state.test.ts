import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createMock } from '../../../mock/create.ts';
import type { MockOptions } from '../../../mock/mock.ts';
import { signatureOf } from './tokens.ts';
import type { Contract } from '../../../spec/contract.ts';
import { headerValue } from '../../../spec/message.ts';
import { compileDocument } from '../../../spec/load.ts';
import { answering, bundled, noon } from '../../mock/mocks.ts';
import { flows, oauthContract } from '../../mock/oauth/documents.ts';
import { startRedis, type RedisServer } from '../../support/redis.ts';
import { replicasOf, send } from '../../support/replicas.ts';

let redis: RedisServer;
beforeAll(async () => void (redis = await startRedis(['--bind', '127.0.0.1', '--save', ''])));
afterAll(() => redis?.remove());

let mocks = 0;
/** Replicas of a mock of its own, whose time stands still unless it is moved. */
async function replicas(contract: Contract, options: MockOptions = {}, count = 4) {
  mocks += 1;
  const all = await replicasOf(contract, `redis://127.0.0.1:${redis.port}/0?name=${mocks}`, count, { now: () => noon, ...options });
  onTestFinished(async () => void (await Promise.all(all.map((each) => each.close()))));
  return all;
}

const statuses = (responses: readonly { readonly status: number }[]) => {
  const counts: { [status: number]: number } = {};
  for (const { status } of responses) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

/** A document with two windows for a plan, and one for an operation. */
const limited = compileDocument({
  openapi: '3.1.0',
  info: { title: 'Limited', version: '1' },
  servers: [{ url: 'https://api.example/v1' }],
  security: [{ Key: [] }],
  components: { securitySchemes: { Key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/things': {
      get: { operationId: 'listThings', responses: answering([{ id: 'thing_1', name: 'first' }]) },
      post: {
        operationId: 'createThing',
        requestBody: { content: { 'application/json': { schema: { type: 'object' } } } },
        responses: { '201': answering({ id: 'thing_1', name: 'first' })['200']! },
      },
    },
    '/things/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: { operationId: 'readThing', responses: answering({ id: 'thing_1', name: 'first' }) },
      patch: {
        operationId: 'changeThing',
        requestBody: { content: { 'application/json': { schema: { type: 'object' } } } },
        responses: answering({ id: 'thing_1', name: 'first' }),
      },
      delete: { operationId: 'deleteThing', responses: { '204': { description: 'Gone.' } } },
    },
    '/exports': { get: { operationId: 'export', responses: answering({ ok: true }) } },
  },
  'x-auth-conformance': {
    plans: { some: { limits: ['50/hour', '1000/day'], operations: { export: { limits: ['7/hour'] } } } },
    accounts: { one: { plan: 'some' }, two: { plan: 'some' } },
    principals: { first: { account: 'one' }, second: { account: 'one' }, other: { account: 'two' } },
  },
});

const secretsOf = (contract: Contract) => createMock(contract).principals;
const limitedSecrets = secretsOf(limited);
const spread = <Item>(count: number, make: (index: number) => Item | Promise<Item>) =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));

describe('quotas of four replicas', () => {
  test.each(['clock-aligned-window', 'window-from-first-request', 'sliding-window', 'token-bucket'])(
    'admit exactly what the windows have: %s',
    async (variant) => {
      const all = await replicas(limited, { variants: [variant] });
      const responses = await spread(240, (index) =>
        send(all[index % 4]!, 'GET /v1/things', { as: limitedSecrets[index % 2 === 0 ? 'first' : 'second']!.secret }),
      );
      expect(statuses(responses)).toEqual({ 200: 50, 429: 190 });
      expect((await send(all[0]!, 'GET /v1/things', { as: limitedSecrets['other']!.secret })).status).toBe(200);
      await all[1]!.clock.advance(3_600_000);
      const later = await spread(120, (index) => send(all[index % 4]!, 'GET /v1/things', { as: limitedSecrets['first']!.secret }));
      expect(statuses(later)).toEqual({ 200: 50, 429: 70 });
    },
  );

  test('charge a window of an operation and those of the plan together, or neither', async () => {
    const all = await replicas(limited);
    const as = limitedSecrets['first']!.secret;
    const exports = await spread(40, (index) => send(all[index % 4]!, 'GET /v1/exports', { as }));
    expect(statuses(exports)).toEqual({ 200: 7, 429: 33 });
    const others = await spread(60, (index) => send(all[index % 4]!, 'GET /v1/things', { as }));
    expect(statuses(others)).toEqual({ 200: 43, 429: 17 });
  });

  test('by address: several accounts share one', async () => {
    const all = await replicas({ ...limited, rateLimit: { ...limited.rateLimit, partition: 'ip' } });
    const responses = await spread(120, (index) =>
      send(all[index % 4]!, 'POST /v1/things', { as: limitedSecrets[index % 2 === 0 ? 'first' : 'other']!.secret, json: { name: 'new' } }),
    );
    expect(statuses(responses)).toEqual({ 201: 50, 429: 70 });
    const places = responses.flatMap(({ headers }) => headerValue(headers, 'Location') ?? []);
    expect(new Set(places).size).toBe(50);
  });

  test('are reset for all, one or every one', async () => {
    const all = await replicas(limited);
    const { first, other } = limitedSecrets;
    const left = async (index: number, as: string) => (await send(all[index]!, 'GET /v1/things', { as })).status;
    await spread(50, (index) => left(index % 4, first!.secret));
    await spread(50, (index) => left(index % 4, other!.secret));
    expect([await left(0, first!.secret), await left(1, other!.secret)]).toEqual([429, 429]);
    await all[2]!.reset(first!.secret);
    expect([await left(3, first!.secret), await left(1, other!.secret)]).toEqual([200, 429]);
    await all[3]!.reset();
    expect([await left(0, other!.secret), (await all[1]!.quotas()).map(({ windows: [window] }) => window!.remaining)]).toEqual([
      200,
      [50, 49],
    ]);
  });
});

describe('what one replica writes, the others know', () => {
  test('objects', async () => {
    const all = await replicas(limited);
    const as = limitedSecrets['first']!.secret;
    const created = await send(all[0]!, 'POST /v1/things', { as, json: { name: 'new' } });
    const place = headerValue(created.headers, 'Location')!;
    expect(JSON.parse((await send(all[1]!, `GET ${place}`, { as })).body)).toMatchObject({ name: 'new' });
    await spread(20, (index) => send(all[index % 4]!, `PATCH ${place}`, { as, json: { name: `name ${index}` } }));
    const names = await spread(4, async (index) => (await send(all[index]!, `GET ${place}`, { as })).body);
    expect(new Set(names).size).toBe(1);
    expect(JSON.parse((await send(all[2]!, 'GET /v1/things', { as })).body)).toHaveLength(2);
    expect((await send(all[3]!, `DELETE ${place}`, { as })).status).toBe(204);
    expect((await send(all[0]!, `GET ${place}`, { as })).status).toBe(404);
    expect((await send(all[0]!, `GET ${place}`, { as: limitedSecrets['other']!.secret })).status).toBe(404);
  });

  test('keys: minted, rotated and revoked', async () => {
    const all = await replicas(limited);
    const status = async (index: number, as: string) => (await send(all[index]!, 'GET /v1/things', { as })).status;
    const { credential } = await all[0]!.mint({ account: 'one' });
    expect(await spread(4, (index) => status(index, credential))).toEqual([200, 200, 200, 200]);
    const rotated = await all[1]!.rotate(credential, { graceSeconds: 60 });
    expect(await spread(4, (index) => status(index, index % 2 === 0 ? credential : rotated.credential))).toEqual([200, 200, 200, 200]);
    await all[2]!.clock.advance(61_000);
    expect([await status(3, credential), await status(3, rotated.credential)]).toEqual([401, 200]);
    const { first } = limitedSecrets;
    await all[2]!.revoke(first!.secret);
    expect(await spread(4, (index) => status(index, first!.secret))).toEqual([401, 401, 401, 401]);
    expect((await all[3]!.keys()).map(({ name, state }) => `${name} ${state}`)).toEqual(
      expect.arrayContaining(['first revoked', 'second active', 'minted-1 active']),
    );
    const minted = await spread(20, (index) => all[index % 4]!.mint({ account: 'one' }));
    expect(new Set(minted.map((each) => each.credential)).size).toBe(20);
  });

  test('the clock, the faults and the script', async () => {
    const all = await replicas(limited);
    const as = limitedSecrets['first']!.secret;
    await all[0]!.clock.advance(86_400_000);
    expect(await spread(4, (index) => all[index]!.clock.now())).toEqual(Array.from({ length: 4 }, () => noon + 86_400_000));
    await all[1]!.faults.arm(['omits-challenge-on-401']);
    const rejected = await spread(4, (index) => send(all[index]!, 'GET /v1/things'));
    expect(rejected.map(({ headers }) => headerValue(headers, 'WWW-Authenticate'))).toEqual(Array.from({ length: 4 }, () => undefined));
    await expect(all[1]!.faults.arm(['no-such-fault'])).rejects.toThrow(RangeError);
    await all[1]!.faults.arm([]);
    expect(headerValue((await send(all[3]!, 'GET /v1/things')).headers, 'WWW-Authenticate')).toBeDefined();
    await all[2]!.script.write([
      { operation: 'listThings', status: 418, times: 3 },
      { advanceMs: 60_000, delayMs: 1 },
    ]);
    const answered = await spread(8, (index) => send(all[index % 4]!, 'GET /v1/things', { as }));
    expect(statuses(answered)).toEqual({ 418: 3, 200: 5 });
    expect([await all[0]!.script.read(), await all[0]!.clock.now()]).toEqual([[], noon + 86_460_000]);
  });

  test('JWTs that it has verified', async () => {
    const contract = compileDocument({
      ...limited.document,
      components: { securitySchemes: { Key: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
    });
    const all = await replicas(contract);
    const token = await signatureOf(createMock(contract).signing!, { sub: 'one', exp: noon / 1000 + 600 });
    const responses = await spread(12, (index) => send(all[index % 4]!, 'GET /v1/things', { as: token }));
    expect(statuses(responses)).toEqual({ 200: 12 });
    expect((await send(all[0]!, 'GET /v1/things', { as: `${token.slice(0, -2)}AA` })).status).toBe(401);
    await all[0]!.clock.advance(601_000);
    expect((await send(all[3]!, 'GET /v1/things', { as: token })).status).toBe(401);
  });

  test('devices and consent', async () => {
    const contract = oauthContract({ deviceAuthorization: flows.deviceAuthorization });
    const all = await replicas(contract);
    const [client] = Object.values(createMock(contract).clients);
    const login = { client_id: client!.clientId, ...(client!.clientSecret !== undefined && { client_secret: client!.clientSecret }) };
    const begun = JSON.parse((await send(all[0]!, 'POST /device', { form: login })).body);
    const poll = (index: number) =>
      send(all[index]!, 'POST /token', {
        form: { ...login, grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: begun.device_code },
      });
    expect(JSON.parse((await poll(1)).body).error).toBe('authorization_pending');
    const { pathname, search } = new URL(begun.verification_uri_complete);
    expect((await send(all[2]!, `GET ${pathname}${search}`)).status).toBe(200);
    expect(statuses(await spread(8, (index) => poll(index % 4)))).toEqual({ 200: 1, 400: 7 });
    await all[3]!.deny(client!.clientId);
  });
});

describe('OAuth of four replicas', () => {
  const contract = oauthContract({ authorizationCode: flows.authorizationCode });
  const [client] = Object.values(createMock(contract).clients);
  const { clientId, clientSecret, redirectUris } = client!;
  const login = { client_id: clientId, client_secret: clientSecret! };
  const query = new URLSearchParams({ response_type: 'code', client_id: clientId, redirect_uri: redirectUris[0]!, scope: 'read' });

  test('redeem each code once, and each refresh token once; what is used again ends its tokens', async () => {
    const all = await replicas(contract);
    const codes = await spread(20, async (index) => {
      const { headers } = await send(all[index % 4]!, `GET /authorize?${query}`);
      return new URL(headerValue(headers, 'Location')!).searchParams.get('code')!;
    });
    expect(new Set(codes).size).toBe(20);
    const redeem = (index: number, code: string) =>
      send(all[index % 4]!, 'POST /token', { form: { ...login, grant_type: 'authorization_code', code, redirect_uri: redirectUris[0]! } });
    for (const code of codes.slice(1)) expect(statuses(await spread(8, (index) => redeem(index, code)))).toEqual({ 200: 1, 400: 7 });
    // The last of the eight requests was a reuse, so that no token is left.
    const tokens = JSON.parse((await redeem(0, codes[0]!)).body);
    const call = (index: number, as: string) => send(all[index % 4]!, 'GET /api/things', { as });
    expect((await call(1, tokens.access_token)).status).toBe(200);
    const refresh = (index: number, token: string) =>
      send(all[index % 4]!, 'POST /token', { form: { ...login, grant_type: 'refresh_token', refresh_token: token } });
    const first = await refresh(2, tokens.refresh_token);
    const rotated = JSON.parse(first.body);
    expect((await call(3, rotated.access_token)).status).toBe(200);
    const again = await spread(8, (index) => refresh(index, rotated.refresh_token));
    expect(statuses(again)).toEqual({ 200: 1, 400: 7 });
    const last = JSON.parse(again.find(({ status }) => status === 200)!.body);
    expect(statuses(await spread(4, (index) => call(index, [tokens, rotated, last][index % 3].access_token)))).toEqual({ 401: 4 });
    expect((await refresh(1, last.refresh_token)).status).toBe(400);
  });
});

test('the bundled document: the same principals everywhere, and every replica ready', async () => {
  const all = await replicas(bundled, {}, 2);
  expect(all.map((each) => each.ready())).toEqual([true, true]);
  expect(all[0]!.principals).toEqual(createMock(bundled).principals);
});
