import { expect, test } from 'vitest';
import { createHash } from 'node:crypto';
import { headerValues } from '../../../spec/message.ts';
import type { Mock } from '../../../mock/create.ts';
import { answering, ask, smallMock } from '../mocks.ts';

const hash = (algorithm: string, ...parts: readonly string[]) =>
  createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
    .update(parts.join(':'))
    .digest('hex');

function digestMock(): Mock {
  const operation = { security: [{ Login: [] }], responses: { ...answering({ ok: true }), '401': { description: 'No.' } } };
  return smallMock(
    { '/it': { get: operation, post: operation } },
    { security: [{ Login: [] }], components: { securitySchemes: { Login: { type: 'http', scheme: 'Digest' } } } },
  );
}

interface Answer {
  readonly nonce: string;
  readonly count?: number;
  readonly algorithm?: string;
  readonly uri?: string;
  readonly password?: string;
}

function answerOf(mock: Mock, { nonce, count = 1, algorithm = 'SHA-256', uri = '/api/it', ...rest }: Answer): string {
  const [user = '', secret = ''] = mock.principals['all']!.secret.split(':');
  const nc = count.toString(16).padStart(8, '0');
  const password = rest.password ?? secret;
  const response = hash(algorithm, hash(algorithm, user, 'Small', password), nonce, nc, 'c', 'auth', hash(algorithm, 'GET', uri));
  return `Digest username="${user}", realm="Small", nonce="${nonce}", uri="${uri}", algorithm=${algorithm}, qop=auth, nc=${nc}, cnonce="c", response="${response}"`;
}

const challengesOf = async (mock: Mock, headers: readonly string[] = [], request = 'GET /api/it') => {
  const response = await ask(mock, request, { headers });
  return { status: response.status, challenges: headerValues(response.headers, 'WWW-Authenticate') };
};

const nonceIn = (challenge: string) => /nonce="([^"]+)"/.exec(challenge)![1]!;

test.each(['SHA-256', 'MD5'])('A response with %s is verified, and each count of a nonce is accepted once', async (algorithm) => {
  const mock = digestMock();
  const { challenges } = await challengesOf(mock);
  expect(challenges.map((text) => /algorithm=([\w-]+)/.exec(text)![1])).toEqual(['SHA-256', 'MD5']);
  const nonce = nonceIn(challenges.find((text) => text.includes(`algorithm=${algorithm},`))!);
  const send = (answer: Omit<Answer, 'nonce' | 'algorithm'> = {}, request?: string) =>
    challengesOf(mock, ['Authorization', answerOf(mock, { nonce, algorithm, ...answer })], request);
  expect((await send()).status).toBe(200);
  expect((await send({ count: 3 })).status).toBe(200);
  for (const count of [1, 2, 3]) {
    const replayed = await send({ count });
    expect([replayed.status, replayed.challenges[0]!.includes('stale=true')]).toEqual([401, true]);
  }
  expect((await send({ count: 4 })).status).toBe(200);
  const wrong = await send({ count: 5, password: 'x' });
  expect([wrong.status, wrong.challenges[0]!.includes('stale')]).toEqual([401, false]);
  expect((await send({ count: 5 }, 'POST /api/it')).status).toBe(401);
  expect((await send({ count: 5, uri: '/api/other' })).status).toBe(401);
});

test('A nonce ends after five minutes, and one of somebody else is not stale', async () => {
  const mock = digestMock();
  const { challenges } = await challengesOf(mock);
  const header = ['Authorization', answerOf(mock, { nonce: nonceIn(challenges[0]!) })];
  mock.clock.advance(300_000);
  const late = await challengesOf(mock, header);
  expect([late.status, late.challenges[0]!.includes('stale=true')]).toEqual([401, true]);
  const foreign = await challengesOf(mock, ['Authorization', answerOf(mock, { nonce: '1-0-ffff' })]);
  expect([foreign.status, foreign.challenges[0]!.includes('stale')]).toEqual([401, false]);
});

test.each(['', 'x', 'username="all"', 'username="all", response=""', 'nonce=, nc=zz'])(
  'A malformed response (%j) gets 401',
  async (text) => {
    expect((await challengesOf(digestMock(), ['Authorization', `Digest ${text}`])).status).toBe(401);
  },
);
