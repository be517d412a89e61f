import { readFile } from 'node:fs/promises';
import { connect as connectHttp2 } from 'node:http2';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest, Agent } from 'node:https';
import { connect } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { createMock, type Mock } from '../../../mock/create.ts';
import type { JsonObject } from '../../../spec/contract.ts';
import { compileDocument } from '../../../spec/load.ts';
import { lintRules } from '../../../spec/lint/rules.ts';
import { answering, noon, smallContract } from '../mocks.ts';

/** Text that no header can carry. */
const hostile = 'a\r\nSet-Cookie: b=ü\u{1f512}\u0000';

const error = (media: string): JsonObject => ({
  description: 'No.',
  headers: { [hostile]: { schema: { type: 'string' } }, 'X-Note': { schema: { type: 'string' }, example: hostile } },
  content: { [media]: { schema: {}, example: { message: hostile } } },
});

const document: JsonObject = {
  openapi: '3.1.0',
  info: { title: hostile, version: '1' },
  servers: [{ url: 'https://small.example' }],
  security: [{ Key: [] }],
  components: { securitySchemes: { Key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/things': {
      get: {
        responses: {
          '200': {
            description: 'Good.',
            headers: {
              [hostile]: { schema: {}, example: 'a' },
              'X-Ü': { schema: {}, example: 'a' },
              'X-Line': { schema: {}, example: hostile },
            },
            content: { [`text/${hostile}`]: { schema: { type: 'string' }, example: hostile } },
          },
          '101': { description: 'No final status.' },
          '401': { ...error(`application/json\r\n`), headers: { 'WWW-Authenticate': { schema: { enum: [hostile] } } } },
          '403': error(`application/${hostile}`),
          '429': error(hostile),
        },
      },
    },
    '/form': {
      get: { responses: { '205': { description: 'None.', content: { 'application/json': { schema: {}, example: { a: 1 } } } } } },
    },
  },
};

const mocks = {
  'with a document of unsendable text': createMock(compileDocument(document), { now: () => noon }),
  'whose responses have a header that cannot be sent': createMock(smallContract({ '/things': { get: { responses: answering({}) } } }), {
    now: () => noon,
    variants: ['unsendable'],
    table: {
      variants: {
        unsendable: {
          description: 'Every served response has a header that cannot be sent.',
          apply: (parts) => ({
            ...parts,
            finish: [(response, { decision }) => (decision?.gate === 'engine' ? response : { ...response, headers: ['X-Ü', hostile] })],
          }),
        },
      },
    },
  }),
};

const listeners = await Promise.all(
  Object.entries(mocks).map(async ([name, mock]) => {
    const listening = await mock.listen({ controlPort: false });
    return { name, mock, listening, ca: await readFile(listening.ca, 'utf8') };
  }),
);
afterAll(() => Promise.all(listeners.map(({ listening }) => listening.close())));

interface Target {
  readonly mock: Mock;
  readonly listening: { readonly url: string; readonly httpUrl: string };
  readonly ca: string;
}

function overHttp1({ ca }: Target, url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const secure = url.startsWith('https:');
    const request = (secure ? httpsRequest : httpRequest)(url, { headers, ...(secure && { agent: new Agent({ ca }) }) });
    request.on('response', (response) => response.resume().on('end', () => resolve(response.statusCode ?? 0)));
    request.on('error', reject).end();
  });
}

function overHttp2({ ca, listening }: Target, path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const session = connectHttp2(new URL(listening.url).origin, { ca });
    const stream = session.on('error', reject).request({ ':path': path, ...headers });
    stream.on('response', (head) => resolve(Number(head[':status'])));
    stream.on('error', reject).on('close', () => session.close());
    stream.resume().end();
  });
}

function requests({ mock }: Target): readonly Record<string, string>[] {
  const [first] = Object.values(mock.principals);
  const known = { authorization: `Bearer ${first!.secret}`, origin: 'https://other.example' };
  return [{}, { authorization: 'Bearer x' }, known, { ...known, prefer: 'code=101' }];
}

test.each(listeners)('A mock $name responds to every request, and goes on', async (target) => {
  const { listening, mock } = target;
  const base = new URL(listening.url).pathname.replace(/\/$/, '');
  const cases = [...requests(target).map((headers) => ['/things', headers] as const), ['/form', requests(target)[2]!] as const];
  for (const [name, headers] of cases) {
    const path = base + name;
    const statuses = [
      await overHttp1(target, new URL(path, listening.url).href, headers),
      await overHttp2(target, path, headers),
      (await mock.fetch(new Request(new URL(path, listening.url), { headers }))).status,
    ];
    expect(new Set(statuses).size, `${JSON.stringify(headers)}: ${statuses.join()}`).toBe(1);
    expect(await overHttp1(target, new URL(path, listening.httpUrl).href, headers)).toBeGreaterThanOrEqual(400);
  }
});

test('What cannot be written becomes an error of the server in the envelope', async () => {
  const { mock } = listeners[1]!;
  const response = await mock.fetch(new Request('https://small.example/api/things'));
  expect([response.status, await response.json()]).toEqual([500, { error: { code: 'internal_error', message: expect.any(String) } }]);
  expect(mock.journal().at(-1)).toMatchObject({ status: 500, cause: { code: 'internal-error' } });
});

test('A tunnel that the client resets does not end the process', async () => {
  const { listening } = listeners[0]!;
  const socket = connect(Number(new URL(listening.httpUrl).port), '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.write('CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n');
  await new Promise((resolve) => socket.once('data', resolve));
  socket.resetAndDestroy();
  expect(await overHttp1(listeners[0]!, `${listening.httpUrl}/things`, {})).toBeGreaterThanOrEqual(400);
});

test('The linter finds each of these texts', () => {
  const rule = lintRules.find(({ id }) => id === 'lint/unsendable-header')!;
  expect(rule.find(compileDocument(document)).length).toBeGreaterThanOrEqual(8);
});
