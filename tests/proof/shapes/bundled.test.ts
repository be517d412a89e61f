import { expect, test } from 'vitest';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { noHttp2WithoutTls } from './exceptions.ts';
import type { Keys, Sent, Shape } from './shape.ts';
import { testShapes } from './table.ts';

/** Asks whose key it is, with this `Authorization` field. */
const authorized =
  (value: (key: string) => string) =>
  (keys: Keys): Sent => ({ target: '/auth/test', headers: [['Authorization', value(keys.of('reader'))]] });

const unauthorized = { status: 401, code: 'unauthorized', challenge: /^Bearer realm="AImyChats API"/ };

/** Every refusal is made of a live key where it can be: what is wrong is the shape alone. */
const shapes: readonly Shape[] = [
  { title: 'A missing credential', request: () => ({ target: '/auth/test', headers: [] }), ...unauthorized },
  { title: 'A bare Bearer', request: authorized(() => 'Bearer'), ...unauthorized },
  { title: 'Token and a key', request: authorized((key) => `Token ${key}`), ...unauthorized },
  { title: 'A key without a scheme', request: authorized((key) => key), ...unauthorized },
  { title: 'A key as user of Basic', request: authorized((key) => `Basic ${btoa(`${key}:`)}`), ...unauthorized },
  {
    title: 'A key in the query',
    request: (keys) => ({ target: `/auth/test?access_token=${keys.of('reader')}&api_key=${keys.of('reader')}`, headers: [] }),
    ...unauthorized,
  },
  { title: 'A key in quotes, which no token has', request: authorized((key) => `Bearer "${key}"`), ...unauthorized },
  { title: 'A key after bearer in lower case', request: authorized((key) => `bearer ${key}`), status: 200 },
  { title: 'An unknown key', request: authorized((key) => `Bearer ${key.slice(0, -1)}x`), ...unauthorized },
  {
    title: 'A key without the scope',
    request: (keys) => ({
      method: 'DELETE',
      target: '/conversations/conv_123',
      headers: [['Authorization', `Bearer ${keys.of('reader')}`]],
    }),
    status: 403,
    code: 'forbidden',
    challenge: /error="insufficient_scope"/,
  },
  {
    title: 'A key whose quota is spent',
    request: (keys) => ({ target: '/conversations', headers: [['Authorization', `Bearer ${keys.fresh('free')}`]] }),
    after: 10,
    status: 429,
    code: 'rate_limit_exceeded',
  },
  {
    title: 'A key over plain HTTP',
    request: (keys) => ({ ...authorized((key) => `Bearer ${key}`)(keys), secure: false }),
    status: 403,
    code: 'insecure_connection',
    except: { 'HTTP/2': noHttp2WithoutTls },
  },
];

test('There are twelve shapes, and one of them is accepted', () => {
  expect(new Set(shapes.map(({ title }) => title)).size).toBe(12);
  expect(shapes.filter(({ status }) => status === 200)).toHaveLength(1);
});

testShapes(await loadContract(bundledDocument), '/error/code', shapes);
