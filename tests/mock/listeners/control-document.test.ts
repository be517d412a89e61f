import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadContract } from '../../../spec/load.ts';
import { isObject } from '../../../spec/json/json.ts';
import { controlDocument } from '../../../mock/listeners/control-document.ts';
import type { Listening } from '../../../mock/listeners/listening.ts';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundledMock } from '../mocks.ts';

const mock = bundledMock();
let listening: Listening;
beforeAll(async () => void (listening = await mock.listen({ controlToken: 'token' })));
afterAll(() => listening.close());

/** A body that each operation accepts. */
const bodies: { readonly [request: string]: unknown } = {
  'POST /clock': { advance: '1s' },
  'POST /reset': {},
  'POST /mint': { scopes: ['read'] },
  'POST /keys': { scopes: ['read'] },
  'POST /keys/rotate': { key: mock.principals['reader']!.secret, graceSeconds: 60 },
  'POST /keys/revoke': { key: mock.principals['writer']!.secret },
  'POST /deny': { clientId: mock.clients['app']!.clientId },
  'PUT /faults': { armed: [] },
  'PUT /script': { answers: [] },
};

const paths: { [path: string]: { [method: string]: Described } } = JSON.parse(JSON.stringify(controlDocument('http://127.0.0.1').paths));
const described = Object.entries(paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
);
interface Described {
  readonly security?: readonly [];
  readonly responses: { readonly [status: string]: { readonly content?: { readonly [type: string]: { readonly schema?: object } } } };
}

const send = (request: string, token: string, body?: unknown) => {
  const [method = '', path = ''] = request.split(' ');
  return fetch(listening.control!.url + path, {
    method,
    headers: { Authorization: `Bearer ${token}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
};

test.each(described.filter(([request]) => request !== 'GET /journal/stream'))(
  '%s does what the document says',
  async (request, { responses, security }) => {
    const response = await send(request, 'token', bodies[request]);
    const success = Object.keys(responses)[0]!;
    expect(String(response.status)).toBe(success);
    const { content = {} } = responses[success]!;
    const schema = content['application/json']?.schema;
    const text = await response.text();
    expect(text === '').toBe(Object.keys(content).length === 0);
    if (text !== '') expect(response.headers.get('Content-Type')).toContain(Object.keys(content)[0]);
    if (schema) {
      const validate = new Ajv2020({ strict: false }).compile(schema);
      expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true);
    }
    expect((await send(request, 'other', bodies[request])).status).toBe(security === undefined ? 401 : 200);
    if (bodies[request] !== undefined && request !== 'POST /mint') {
      const wrong = await send(request, 'token', { credential: 1, advance: 1, key: 1, clientId: 1, armed: 1, answers: 1 });
      expect(wrong.status).toBe(400);
    }
  },
);

test('every hook is in the document, and a request that is in neither is not found with their names', async () => {
  const response = await send('GET /nothing', 'token');
  const known = [...(await response.text()).matchAll(/(?:GET|PUT|POST) \/[a-z/]*/g)].map(([name]) => name).slice(1);
  expect(described.map(([request]) => request)).toEqual(expect.arrayContaining(known));
});

test('The document is one that the project itself can load', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'auth-conformance-control-'));
  const file = join(folder, 'control.json');
  await writeFile(file, await (await send('GET /openapi.json', 'token')).text());
  const contract = await loadContract(file);
  expect(contract.operations).toHaveLength(described.length);
  expect(contract.operations.filter((operation) => operation.public).map(({ path }) => path)).toEqual(['/healthz', '/readyz', '/metrics']);
  await rm(folder, { recursive: true });
});

test('The journal is streamed: each request once, with the gate that decided, from when the client came', async () => {
  const { secret } = mock.principals['deleter']!;
  const call = () => mock.fetch('https://api.aimychats.com/v1/auth/test', { headers: { Authorization: `Bearer ${secret}` } });
  await call();
  const stream = await send('GET /journal/stream', 'token');
  expect(stream.headers.get('Content-Type')).toBe('text/event-stream');
  const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
  await reader.read();
  await call();
  await call();
  let text = '';
  while (text.split('\n\n').length < 3) text += (await reader.read()).value ?? '';
  const entries: unknown[] = [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data!));
  expect(entries).toHaveLength(2);
  expect(entries.every((entry) => isObject(entry) && entry.principal === 'deleter' && entry.status === 200)).toBe(true);
  await reader.cancel();
  expect((await send('GET /journal/stream', 'other')).status).toBe(401);
});
