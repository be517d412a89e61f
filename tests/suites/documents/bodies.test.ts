import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../spec/contract.ts';
import { headerValue } from '../../../spec/message.ts';
import { bodyOf } from '../../mock/mocks.ts';
import { stillMock } from '../../support/in-process.ts';
import { load, run } from '../../support/field.ts';

const security = [{ Key: [] }];
const described = (content: JsonObject, status = 200) => ({ [status]: { description: 'Good.', content }, 401: { description: 'Who?' } });
const json = (schema: Json, example?: Json): JsonObject => ({ 'application/json': { schema, ...(example !== undefined && { example }) } });

/** A document with one operation for each body. */
const listing = (bodies: { readonly [name: string]: JsonObject }) =>
  load({
    security,
    paths: Object.fromEntries(
      Object.entries(bodies).map(([name, content]) => [
        `/${name}`,
        { get: { operationId: name, security, responses: described(content) } },
      ]),
    ),
  });

test('success bodies whose examples their schemas refuse, or that have none, are valid, and nothing is found against them', async () => {
  const contract = await listing({
    text: json({ type: 'array', items: { type: 'object', properties: { id: { type: 'string' } } } }, '[{"id":"a1"}]'),
    single: json({ type: 'array', items: { type: 'object' } }, { id: 'a1' }),
    wrong: json({ type: 'object', properties: { bought: { type: 'string', format: 'date' } } }, { bought: '2020-01-01T00:00:00' }),
    pattern: json({ type: 'object', required: ['code'], properties: { code: { type: 'string', pattern: '^[A-Z]{2}-[0-9]{4}$' } } }),
    bytes: { 'image/*': { schema: { type: 'string', format: 'binary' } } },
    markup: {
      'application/xml': {
        schema: { type: 'object', xml: { name: 'thing' }, properties: { id: { type: 'integer', xml: { attribute: true } } } },
      },
    },
  });
  const mock = stillMock(contract);
  const secret = Object.values(mock.principals)[0]!.secret;
  const get = async (path: string) =>
    mock.handle({ method: 'GET', target: `/api/${path}`, headers: ['Authorization', `Bearer ${secret}`], secure: true, peer: '127.0.0.1' });
  expect(bodyOf(await get('text'))).toEqual([{ id: 'a1' }]);
  expect(bodyOf(await get('single'))).toEqual([{ id: 'a1' }]);
  expect(bodyOf(await get('wrong'))).toEqual({ bought: '2021-01-01' });
  expect(bodyOf(await get('pattern'))).toEqual({ code: 'AA-0000' });
  expect(headerValue((await get('bytes')).headers, 'Content-Type')).toBe('image/png');
  expect((await get('markup')).body).toBe('<?xml version="1.0" encoding="UTF-8"?><thing id="1"></thing>');
  expect((await run(contract, {})).objections).toEqual([]);
});

describe('an object that is created', () => {
  const profile = (id: JsonObject) => ({ type: 'object', required: ['id'], properties: { id, name: { type: 'string' } } });
  const document = (id: JsonObject, parameter: JsonObject) => ({
    security,
    paths: {
      '/profiles': {
        post: {
          operationId: 'add',
          security,
          requestBody: { content: json({ type: 'object', properties: { name: { type: 'string' } } }) },
          responses: described(json(profile(id)), 201),
        },
      },
      '/profiles/{id}': {
        get: {
          operationId: 'read',
          security,
          parameters: [{ name: 'id', in: 'path', required: true, schema: parameter }],
          responses: described(json(profile(id))),
        },
      },
    },
  });

  const text = { type: 'string' };
  test.each<readonly [string, JsonObject, JsonObject]>([
    ['a length', { type: 'string', minLength: 22, example: 'XP-XXXX-XXXX-XXXX-XXXX-XXXX' }, text],
    ['a pattern', { type: 'string', pattern: '^[0-9a-f]{24}$' }, text],
    ['a pattern of its path parameter', text, { type: 'string', pattern: '^[A-Z]{8}$' }],
  ])('has an id that fits %s', async (_, id, parameter) => {
    const { objections, calls } = await run(await load(document(id, parameter)), {});
    expect(objections).toEqual([]);
    expect(new Set(calls.filter(({ method }) => method === 'GET').map(({ target }) => target)).size).toBeGreaterThan(2);
  });

  test('is shown after a change with the members that the schema of that response has', async () => {
    const parts = document(text, text);
    const closed = { type: 'object', additionalProperties: false, properties: { message: { type: 'string' } } };
    const contract = await load({
      ...parts,
      paths: {
        ...parts.paths,
        '/profiles/{id}': {
          ...parts.paths['/profiles/{id}'],
          patch: {
            operationId: 'change',
            security,
            parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
            responses: described(json(closed, { message: 'Changed.' })),
          },
        },
      },
    });
    expect((await run(contract, {})).objections).toEqual([]);
  });

  test('is no object if the member named like the path parameter has only listed values', async () => {
    const contract = await load(
      document({ type: 'string', enum: ['guide', 'reference'] }, { type: 'string', enum: ['guide', 'reference'] }),
    );
    expect(contract.collections).toEqual([]);
    expect((await run(contract, {})).objections).toEqual([]);
  });
});

test('a documented 204 has no content, whatever the document says', async () => {
  const contract = await load({
    paths: { '/gone': { delete: { operationId: 'drop', security, responses: described(json({ type: 'object' }), 204) } } },
  });
  expect(contract.operations.find(({ id }) => id === 'drop')!.success.content).toEqual([]);
});

test('an error that fits several alternatives is not wrong', async () => {
  const alternative = (error: string) => ({
    type: 'object',
    properties: { error: { type: 'string', default: error }, message: { type: 'string' } },
  });
  const responses = {
    200: { description: 'Good.' },
    401: { description: 'Who?', content: json({ oneOf: [alternative('MISSING'), alternative('UNKNOWN')] }) },
  };
  const contract = await load({ security, paths: { '/docs': { get: { operationId: 'docs', security, responses } } } });
  expect((await run(contract, {})).objections).toEqual([]);
});
