import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../spec/contract.ts';
import { headerValue } from '../../../spec/message.ts';
import { requestFor } from '../../../suites/http/request.ts';
import { load, run } from '../../support/field.ts';

const security = [{ Key: [] }];
const responses = { 200: { description: 'Good.' }, 401: { description: 'Who?' } };
const targets = { target: 'https://things.example/api' };

/** The request that the suites build for an operation with these parts. */
async function built(operation: JsonObject, path = '/sent', method = 'post') {
  const contract = await load({ security, paths: { [path]: { [method]: { operationId: 'sent', security, responses, ...operation } } } });
  const { target, headers, body } = requestFor(
    targets,
    contract.operations.find(({ id }) => id === 'sent')!,
  );
  return { target, body, type: headerValue(headers, 'Content-Type'), headers };
}

const body = (type: string, schema: JsonObject, more: JsonObject = {}) => ({
  requestBody: { required: true, content: { [type]: { schema, ...more } } },
});
const charge = {
  type: 'object',
  required: ['amount', 'currency', 'tags', 'card'],
  properties: {
    amount: { type: 'integer', minimum: 1 },
    currency: { enum: ['eur'] },
    tags: { type: 'array', items: { enum: ['a b'] } },
    card: { type: 'object', properties: { number: { const: '42&' } } },
  },
};

test.each<readonly [string, JsonObject, string | undefined, string]>([
  [
    'a form',
    body('application/x-www-form-urlencoded', charge, { encoding: { card: { style: 'deepObject' } } }),
    'application/x-www-form-urlencoded',
    'amount=1&currency=eur&tags=a%20b&card%5Bnumber%5D=42%26',
  ],
  ['text', body('text/plain', { type: 'string', example: 'hello' }), 'text/plain', 'hello'],
  [
    'XML',
    body('application/xml', { type: 'object', properties: { a: { type: 'string', example: '<' } } }),
    'application/xml',
    '<?xml version="1.0" encoding="UTF-8"?><root><a>&lt;</a></root>',
  ],
  ['any type', body('*/*', { type: 'object', properties: { a: { const: 1 } } }), 'application/json', '{"a":1}'],
  [
    'an example that its schema refuses',
    body('application/json', { type: 'object', properties: { book: { type: 'string', format: 'uuid', example: '4f4e4e1-c824' } } }),
    'application/json',
    '{"book":"123e4567-e89b-42d3-a456-426614174000"}',
  ],
])('a body of %s is sent as that', async (_, operation, type, expected) => {
  expect(await built(operation)).toMatchObject({ type, body: expected });
});

test('a multipart form has a boundary, and files in it are files', async () => {
  const { type, body: sent = '' } = await built(
    body('multipart/form-data', {
      type: 'object',
      required: ['file', 'purpose'],
      properties: { file: { type: 'string', format: 'binary' }, purpose: { const: 'test' } },
    }),
  );
  const boundary = /^multipart\/form-data; boundary=(\S+)$/.exec(type!)![1]!;
  const parts = sent.split(`--${boundary}`);
  expect(parts).toHaveLength(4);
  expect(parts[1]).toBe(
    '\r\nContent-Disposition: form-data; name="file"; filename="file.bin"\r\nContent-Type: application/octet-stream\r\n\r\nstring\r\n',
  );
  expect(parts[2]).toBe('\r\nContent-Disposition: form-data; name="purpose"\r\n\r\ntest\r\n');
  expect(parts[3]).toBe('--\r\n');
});

const parameter = (place: string, schema: JsonObject, more: JsonObject = {}) => ({
  parameters: [{ name: 'p', in: place, required: true, schema, ...more }],
});
const list = { type: 'array', items: { type: 'integer' }, example: [1, 2] };
const object = { type: 'object', properties: { a: { const: 'x' }, b: { const: 'y z' } } };

test.each<readonly [string, JsonObject, string]>([
  ['/sent', parameter('query', list), '/api/sent?p=1&p=2'],
  ['/sent', parameter('query', list, { explode: false }), '/api/sent?p=1,2'],
  ['/sent', parameter('query', list, { style: 'pipeDelimited', explode: false }), '/api/sent?p=1%7C2'],
  ['/sent', parameter('query', object), '/api/sent?a=x&b=y%20z'],
  ['/sent', parameter('query', object, { style: 'deepObject' }), '/api/sent?p%5Ba%5D=x&p%5Bb%5D=y%20z'],
  ['/sent/{p}', parameter('path', list), '/api/sent/1,2'],
  ['/sent/{p}', parameter('path', list, { style: 'matrix', explode: true }), '/api/sent/;p=1;p=2'],
  ['/sent/{p}', parameter('path', object, { style: 'label', explode: true }), '/api/sent/.a=x.b=y%20z'],
  ['/sent/{p}', parameter('path', { type: 'string', example: 'a/b c' }), '/api/sent/a%2Fb%20c'],
  ['/sent/{p}', parameter('path', { type: 'string', pattern: '^[0-9]{9}$' }), '/api/sent/000000000'],
])('a parameter is written by its style: %s %j', async (path, operation, expected) => {
  expect((await built(operation, path, 'get')).target).toBe(expected);
});

test.each(['Zoë ☃', 'a\nb'])('a header has only characters that HTTP can carry: %j', async (example) => {
  const { headers } = await built(parameter('header', { type: 'string' }, { example }), '/sent', 'get');
  expect(decodeURIComponent(headerValue(headers, 'p')!)).toBe(example);
  expect(headerValue(headers, 'p')).toMatch(/^[\x20-\x7e]+$/);
});

test('a required parameter that is the credential is sent only as such', async () => {
  const parameters: Json = [
    { name: 'X-Key', in: 'header', required: true, schema: { type: 'string' }, example: 'my-key' },
    { name: 'sid', in: 'cookie', required: true, schema: { type: 'string' }, example: 's1' },
  ];
  const contract = await load({
    components: { securitySchemes: { Key: { type: 'apiKey', in: 'header', name: 'x-key' } } },
    security,
    paths: {
      '/sent': { get: { operationId: 'sent', security, parameters, responses } },
      '/things': { get: { operationId: 'listThings', security, responses } },
    },
  });
  const { headers } = requestFor(
    targets,
    contract.operations.find(({ id }) => id === 'sent')!,
  );
  expect([headerValue(headers, 'X-Key'), headerValue(headers, 'Cookie')]).toEqual([undefined, 'sid=s1']);
  expect((await run(contract, {})).objections).toEqual([]);
});
