import { request as httpRequest } from 'node:http';
import { afterAll, expect, test } from 'vitest';
import { ask, bundledMock, noon } from '../mocks.ts';

const mock = bundledMock();
const listening = await mock.listen({ controlToken: 'token' });
afterAll(() => listening.close());

async function call(request: string, body?: unknown, token = 'token') {
  const [method = '', path = ''] = request.split(' ');
  const response = await fetch(listening.control!.url + path, {
    method,
    headers: { Authorization: `Bearer ${token}` },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

test('Without the token nothing is answered but 401', async () => {
  for (const request of ['GET /', 'POST /reset', 'GET /principals', 'GET /nothing']) {
    expect((await call(request, undefined, 'other')).status).toBe(401);
  }
});

test('The hooks that are offered are named, and another is not found', async () => {
  expect(await call('GET /')).toEqual({ status: 200, body: { capabilities: ['clock', 'reset', 'mint', 'deny'] } });
  expect((await call('GET /nothing')).status).toBe(404);
  expect((await call('DELETE /clock')).status).toBe(404);
});

test('The clock is read in seconds and moved forward', async () => {
  const before = (await call('GET /clock')).body.now;
  expect(before).toBeGreaterThanOrEqual(noon / 1000);
  expect((await call('POST /clock', { advance: '61m' })).body.now).toBeCloseTo(before + 3660, 5);
  for (const [advance, seconds] of Object.entries({ '5ms': 0.005, '2s': 2, '1h': 3600, '1d': 86_400 })) {
    const now = (await call('GET /clock')).body.now;
    expect((await call('POST /clock', { advance })).body.now).toBeCloseTo(now + seconds, 5);
  }
});

test.each([{ advance: '-1s' }, { advance: '1.5s' }, { advance: '1w' }, { advance: 60 }, {}, 'no JSON', '[]'])(
  'A clock that cannot be moved so is answered with 400 and what is accepted: %j',
  async (body) => {
    const answer = await call('POST /clock', body);
    expect(answer).toEqual({ status: 400, body: { error: expect.stringContaining('expected') } });
  },
);

test('A minted credential is what was asked for', async () => {
  const { status, body } = await call('POST /mint', { scopes: ['read'], plan: 'free' });
  expect([status, body]).toEqual([201, { credential: expect.stringMatching(/^mock_/), account: expect.any(String) }]);
  const as: string = body.credential;
  expect((await ask(mock, 'GET /v1/conversations', { as })).headers).toEqual(expect.arrayContaining(['X-RateLimit-Limit', '100']));
  expect((await ask(mock, 'DELETE /v1/conversations/conv_123', { as })).status).toBe(403);
  const sibling = (await call('POST /mint', { account: body.account })).body;
  expect(sibling.account).toBe(body.account);
  expect((await ask(mock, 'GET /v1/auth/test', { as: sibling.credential })).headers).toEqual(
    expect.arrayContaining(['X-RateLimit-Remaining', '97']),
  );
  const office = (await call('POST /mint', { plan: 'pro', from: ['203.0.113.0/24'] })).body;
  expect((await ask(mock, 'GET /v1/auth/test', { as: office.credential })).status).toBe(403);
  expect((await ask(mock, 'GET /v1/auth/test', { as: office.credential, peer: '203.0.113.1' })).status).toBe(200);
  for (const state of ['revoked', 'expired']) {
    expect((await ask(mock, 'GET /v1/auth/test', { as: (await call('POST /mint', { state })).body.credential })).status).toBe(401);
  }
  expect((await call('POST /mint', {})).body.credential).not.toBe((await call('POST /mint', {})).body.credential);
});

test.each([
  { scopes: ['nothing'] },
  { scopes: 'read' },
  { plan: 'gold' },
  { state: 'lost' },
  { account: 'nobody' },
  { scheme: 'Nothing' },
  { from: ['somewhere'] },
  { from: [] },
  { account: 'acme', plan: 'free' },
  { colour: 'red' },
])('A credential that the document does not know is not minted: %j', async (shape) => {
  const answer = await call('POST /mint', shape);
  expect(answer).toEqual({ status: 400, body: { error: expect.stringMatching(/expected/) } });
});

test('A reset makes quotas unspent, and an unknown credential is said to be one', async () => {
  const { credential } = (await call('POST /mint', { plan: 'free' })).body;
  const statuses = async () =>
    Promise.all(Array.from({ length: 11 }, async () => (await ask(mock, 'GET /v1/auth/test', { as: credential })).status));
  expect(await statuses()).toContain(429);
  expect((await call('POST /reset', { credential })).status).toBe(204);
  expect((await statuses()).filter((status) => status === 200)).toHaveLength(10);
  expect((await call('POST /reset', {})).status).toBe(204);
  expect((await statuses()).filter((status) => status === 200)).toHaveLength(10);
  expect((await call('POST /reset', { credential: 'unknown' })).status).toBe(400);
  expect((await call('POST /reset', { credential: 7 })).status).toBe(400);
});

test('The principals, the journal and the faults can be seen, and the faults armed', async () => {
  expect((await call('GET /principals')).body.reader).toEqual({ ...mock.principals['reader'] });
  await ask(mock, 'GET /v1/conversations', { as: 'writer' });
  expect((await call('GET /journal')).body.entries.at(-1)).toMatchObject({ gate: 'scopes', status: 403, principal: 'writer' });
  expect((await call('PUT /faults', { armed: ['ignores-scopes-on-reads'] })).body).toEqual({ armed: ['ignores-scopes-on-reads'] });
  expect((await ask(mock, 'GET /v1/conversations', { as: 'writer' })).status).toBe(200);
  expect((await call('GET /faults')).body).toMatchObject({ armed: ['ignores-scopes-on-reads'] });
  expect((await call('PUT /faults', { armed: ['nonsense'] })).status).toBe(400);
  expect((await call('PUT /faults', { armed: 'nonsense' })).status).toBe(400);
  await call('PUT /faults', { armed: [] });
  expect((await ask(mock, 'GET /v1/conversations', { as: 'writer' })).status).toBe(403);
});

test('A clock that would pass what a date can hold stays where it is', async () => {
  const { now } = (await call('GET /clock')).body;
  for (const advance of ['3000000d', '99999999999999999999d', `${'9'.repeat(400)}d`]) {
    expect(await call('POST /clock', { advance })).toEqual({ status: 400, body: { error: expect.stringContaining('expected') } });
  }
  expect((await call('GET /clock')).body.now).toBeCloseTo(now, 5);
});

/** The status of a request with these header lines. */
function statusWith(...headers: readonly string[]): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(listening.control!.url, { headers, setHost: false });
    sent.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject);
    sent.end();
  });
}

test('The scheme of the token is read in any letter case', async () => {
  const { host } = new URL(listening.control!.url);
  for (const scheme of ['bearer', 'BEARER', 'Bearer '])
    expect(await statusWith('Host', host, 'Authorization', `${scheme} token`)).toBe(200);
  expect(await statusWith('Host', host, 'Authorization', 'Basic token')).toBe(401);
});

test('A request under another name is rejected, with the token too', async () => {
  const { host, port } = new URL(listening.control!.url);
  const authorization = ['Authorization', 'Bearer token'];
  expect(await statusWith('Host', `localhost:${port}`, ...authorization)).toBe(200);
  for (const other of ['rebound.example', `rebound.example:${port}`, '127.0.0.1', '127.0.0.1:1']) {
    expect(await statusWith('Host', other, ...authorization)).toBe(403);
    expect(await statusWith('Host', other)).toBe(403);
  }
  expect(await statusWith('Host', host, 'Host', host, ...authorization)).toBe(400);
});
