import { expect, test } from 'vitest';
import { type Mock, createMock } from '../../../mock/create.ts';
import type { Contract } from '../../../spec/contract.ts';
import { answering, ask, bodyOf, bundled, bundledMock, field, noon, smallMock } from '../mocks.ts';

const path = 'GET /v1/auth/test';
const minute = 60;

async function statuses(mock: Mock, as: string, count: number): Promise<readonly number[]> {
  const seen: number[] = [];
  for (let index = 0; index < count; index += 1) seen.push((await ask(mock, path, { as })).status);
  return seen;
}

const quota = (answer: Awaited<ReturnType<typeof ask>>) =>
  ['Limit', 'Remaining', 'Reset'].map((name) => Number(field(answer, `X-RateLimit-${name}`)));

test('Each plan serves exactly as many requests in a minute as it says', async () => {
  const mock = bundledMock();
  for (const [plan, burst] of [
    ['free', 10],
    ['starter', 50],
    ['standard', 100],
    ['pro', 500],
  ] as const) {
    const { credential } = mock.mint({ plan });
    const seen = await statuses(mock, credential, burst + 2);
    expect(seen).toEqual([...Array.from({ length: burst }, () => 200), 429, 429]);
  }
});

test('Requests that come at once are counted exactly', async () => {
  const mock = bundledMock();
  const answers = await Promise.all(Array.from({ length: 30 }, () => ask(mock, path, { as: 'free-burner' })));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
});

test('The hour is enforced apart from the minute, and a request refused by one window is not charged to the other', async () => {
  const mock = bundledMock();
  for (let round = 0; round < 10; round += 1) {
    expect((await statuses(mock, 'free-burner', 12)).filter((status) => status === 200)).toHaveLength(10);
    mock.clock.advance(minute * 1000);
  }
  const answer = await ask(mock, path, { as: 'free-burner' });
  expect(answer.status).toBe(429);
  expect(quota(answer).slice(0, 2)).toEqual([100, 0]);
  expect(Number(field(answer, 'Retry-After'))).toBe(3600 - 10 * minute);
});

test('Outside refusals the first window is reported, with a refusal the violated one, and all numbers agree', async () => {
  const mock = bundledMock();
  const noonSecond = Math.floor(noon / 1000);
  expect(quota(await ask(mock, path, { as: 'free-burner' }))).toEqual([100, 99, noonSecond + 3600]);
  await statuses(mock, 'free-burner', 9);
  mock.clock.advance(20_000);
  const refusal = await ask(mock, path, { as: 'free-burner' });
  expect(quota(refusal)).toEqual([10, 0, noonSecond + minute]);
  expect(field(refusal, 'Retry-After')).toBe('40');
  expect(bodyOf(refusal)).toEqual({
    error: { code: 'rate_limit_exceeded', message: 'Rate limit exceeded. Please try again later.', retry_after: 40 },
  });
  mock.clock.advance(40_000);
  expect((await ask(mock, path, { as: 'free-burner' })).status).toBe(200);
});

test('The clock moves the Date field too, and only forward', async () => {
  const mock = bundledMock();
  mock.clock.advance(61 * 60_000);
  expect(field(await ask(mock, path), 'Date')).toBe('Thu, 01 Jan 2026 13:01:00 GMT');
  expect(() => mock.clock.advance(-1)).toThrow('time only moves forward');
});

test('Every answer to a known caller is counted and says what is left; no other is', async () => {
  const mock = bundledMock();
  const left = async (request: string, as?: string, secure = true) =>
    field(await ask(mock, request, { ...(as !== undefined && { as }), secure }), 'X-RateLimit-Remaining');
  expect(await left(path, 'reader')).toBe('9999');
  expect(await left('DELETE /v1/conversations/conv_123', 'reader')).toBe('9998');
  expect(await left('GET /v1/nothing', 'reader')).toBe('9997');
  expect(await left('PUT /v1/conversations', 'reader')).toBe('9996');
  expect(await left(path)).toBeUndefined();
  expect(await left(path, 'revoked')).toBeUndefined();
  expect(await left(path, 'office')).toBeUndefined();
  expect(await left(path, 'reader', false)).toBeUndefined();
  expect(await left(path, 'editor')).toBe('9995');
});

test('Accounts do not share a quota', async () => {
  const mock = bundledMock();
  await statuses(mock, 'free-burner', 11);
  expect((await ask(mock, path, { as: 'free-reader' })).status).toBe(200);
});

test('A reset makes one quota unspent, or all', async () => {
  const mock = bundledMock();
  const [free, starter] = [mock.principals['free-burner']!.secret, 'starter-burner'];
  await statuses(mock, free, 10);
  await ask(mock, path, { as: starter });
  mock.reset(free);
  expect(quota(await ask(mock, path, { as: free }))[1]).toBe(99);
  expect(quota(await ask(mock, path, { as: starter }))[1]).toBe(498);
  mock.reset();
  expect(quota(await ask(mock, path, { as: starter }))[1]).toBe(499);
  expect(() => mock.reset('nobody')).toThrow('this mock does not know it');
});

function under(rateLimit: Partial<Contract['rateLimit']>): Mock {
  return createMock({ ...bundled, rateLimit: { ...bundled.rateLimit, ...rateLimit } }, { now: () => noon });
}

const second = async (mock: Mock, as: string, peer: string) => {
  await ask(mock, path, { as: 'reader', peer: '10.0.0.1' });
  return quota(await ask(mock, path, { as, peer }))[1];
};

test('A quota may belong to a credential or to an address instead of an account', async () => {
  expect(await second(under({ partition: 'account' }), 'writer', '10.0.0.2')).toBe(9998);
  expect(await second(under({ partition: 'credential' }), 'writer', '10.0.0.1')).toBe(9999);
  expect(await second(under({ partition: 'ip' }), 'other', '10.0.0.1')).toBe(9998);
  expect(await second(under({ partition: 'ip' }), 'reader', '10.0.0.2')).toBe(9999);
});

test('A sliding window frees units one by one', async () => {
  const mock = under({ window: 'sliding' });
  await statuses(mock, 'free-burner', 5);
  mock.clock.advance(30_000);
  await statuses(mock, 'free-burner', 5);
  mock.clock.advance(30_000);
  expect(await statuses(mock, 'free-burner', 6)).toEqual([200, 200, 200, 200, 200, 429]);
});

test('The tightest window is reported where the document says so', async () => {
  expect(quota(await ask(under({ report: 'tightest' }), path, { as: 'free-burner' })).slice(0, 2)).toEqual([10, 9]);
});

test('Times are worded in the documented form, in header and body alike', async () => {
  const mock = under({ resetForm: 'http-date', retryAfterForm: 'http-date' });
  const answer = await ask(mock, path, { as: 'reader' });
  expect(field(answer, 'X-RateLimit-Reset')).toBe('Thu, 01 Jan 2026 13:00:00 GMT');
  expect(bodyOf<{ rate_limit: { reset: string } }>(answer).rate_limit.reset).toBe('Thu, 01 Jan 2026 13:00:00 GMT');
  expect(field(await ask(under({ resetForm: 'delta-seconds' }), path, { as: 'reader' }), 'X-RateLimit-Reset')).toBe('3600');
});

test('Without plans nothing is limited and no limits are reported', async () => {
  const mock = smallMock({ '/it': { get: { responses: answering({ ok: true }) } } });
  const name = Object.entries(mock.principals).find(([, { state }]) => state === 'active')![0];
  const answer = await ask(mock, 'GET /api/it', { as: name });
  expect(answer.status).toBe(200);
  expect(answer.headers.filter((_, index) => index % 2 === 0 && /ratelimit|retry/i.test(answer.headers[index]!))).toEqual([]);
});

test('A plan without limits beside one that has some is not limited', async () => {
  const mock = smallMock(
    { '/it': { get: { responses: answering({ ok: true }) } } },
    {
      'x-auth-conformance': {
        plans: { free: { limits: ['1/minute'] }, endless: {} },
        accounts: { one: { plan: 'endless' } },
        principals: { reader: { account: 'one', scheme: 'Key' } },
      },
    },
  );
  const answers = [await ask(mock, 'GET /api/it', { as: 'reader' }), await ask(mock, 'GET /api/it', { as: 'reader' })];
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
});

test('A request takes the units of its operation, and one of each window of the operation, or nothing at all', async () => {
  const plan = { limits: ['10/minute'], costs: { find: 4, health: 0 }, operations: { list: { limits: ['2/minute'] } } };
  const mock = smallMock(
    Object.fromEntries(['list', 'find', 'health'].map((id) => [`/${id}`, { get: { operationId: id, responses: answering({ id }) } }])),
    { 'x-auth-conformance': { plans: { only: plan }, rejections: { limited: { status: 420 } } } },
  );
  const { credential } = mock.mint({ plan: 'only' });
  const asked: number[] = [];
  for (const id of ['health', 'list', 'list', 'list', 'find', 'find', 'find', 'health', 'health'])
    asked.push((await ask(mock, `GET /api/${id}`, { as: credential })).status);
  // Two units for the list, eight for the searches: the third of each is rejected, and what costs nothing is served.
  expect(asked).toEqual([200, 200, 200, 420, 200, 200, 420, 200, 200]);
  mock.reset(credential);
  expect((await ask(mock, 'GET /api/list', { as: credential })).status).toBe(200);
});

test('A 429 that the document describes without content explains the limit in the shape of its other errors', async () => {
  const error = (example: string) => ({
    description: 'No.',
    content: { 'application/json': { example: { error: 'unauthorized', message: example } } },
  });
  const limited = (unauthorized: object) =>
    smallMock(
      {
        '/me': {
          get: {
            operationId: 'me',
            responses: { ...answering({}), '401': { description: 'No.', ...unauthorized }, '429': { description: 'No.' } },
          },
        },
      },
      { 'x-auth-conformance': { plans: { free: { limits: ['1/minute'] } } } },
    );
  for (const [mock, type] of [
    [limited({}), 'application/problem+json'],
    [limited(error('Who?')), 'application/json'],
  ] as const) {
    const [as = ''] = Object.keys(mock.principals);
    await ask(mock, 'GET /api/me', { as });
    const answer = await ask(mock, 'GET /api/me', { as });
    expect([answer.status, field(answer, 'Content-Type')]).toEqual([429, type]);
    expect(answer.body).toContain('Too many requests');
  }
});
