import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../spec/contract.ts';
import { createValidator } from '../../spec/schema/validator.ts';
import { ask, answering, smallMock } from '../mock/mocks.ts';

const as = 'all';
const evil = `${'a'.repeat(60)}!`;
const nested = (depth: number): Json => (depth === 0 ? 1 : [nested(depth - 1)]);

/** Schemas and values that would take hours. */
const endless: { readonly [name: string]: readonly [schema: JsonObject, value: Json] } = {
  'a pattern': [{ type: 'string', pattern: '^(a+)+$' }, evil],
  'a pattern with an ambiguous choice': [{ type: 'string', pattern: '^(a|a)*$' }, evil],
  'a pattern of names': [{ patternProperties: { '^(a+)+$': {} } }, { [evil]: 1 }],
  'recursion with alternatives': [{ $ref: '#/components/schemas/Tree' }, nested(60)],
  'alternatives of alternatives': [{ $ref: '#/components/schemas/A40' }, 1],
  'unique items': [{ uniqueItems: true, items: { type: 'object' } }, Array.from({ length: 30_000 }, (_, index) => ({ index }))],
};

const schemas: JsonObject = {
  Tree: {
    anyOf: [
      { type: 'array', items: { $ref: '#/components/schemas/Tree' } },
      { type: 'array', items: { $ref: '#/components/schemas/Tree' } },
    ],
  },
  A0: { type: 'string' },
  ...Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => {
      const $ref = `#/components/schemas/A${index}`;
      return [`A${index + 1}`, { allOf: [{ anyOf: [{ $ref }, { $ref }] }, { anyOf: [{ $ref }, { $ref }] }] }];
    }),
  ),
};

describe('a schema is applied to a value for a limited time', () => {
  test.each(Object.entries(endless))('with %s', (_, [schema, value]) => {
    const validate = createValidator({ openapi: '3.1', document: { components: { schemas: { ...schemas, Endless: schema } } } });
    expect(validate('/components/schemas/Endless', value)).toEqual([
      { pointer: '', keyword: 'time', message: 'could not be checked within 250 ms' },
    ]);
    expect(validate('/components/schemas/A0', 'text')).toEqual([]);
  });
});

test('A pattern decides as before, also one with a look-ahead', () => {
  const document: JsonObject = { a: { type: 'string', pattern: '^(?=.*[A-Z])(?=.*\\d).{4,}$' } };
  const validate = createValidator({ openapi: '3.1', document });
  expect(validate('/a', 'aA1b')).toEqual([]);
  expect(validate('/a', 'aaaa')).toMatchObject([{ keyword: 'pattern' }]);
});

test('The mock rejects what it cannot check in time, in a parameter or a body, and goes on', async () => {
  const name = { in: 'query', name: 'name', schema: { type: 'string', pattern: '^(a+)+$' } };
  const body = { content: { 'application/json': { schema: { type: 'string', pattern: '^(a+)+$' } } } };
  const mock = smallMock({ '/things': { post: { parameters: [name], requestBody: body, responses: answering({}) } } });
  expect((await ask(mock, `POST /api/things?name=${evil}`, { as })).status).toBe(400);
  expect((await ask(mock, 'POST /api/things', { as, json: evil })).status).toBe(400);
  expect((await ask(mock, 'POST /api/things?name=aaa', { as, json: 'aaa' })).status).toBe(200);
});

test('A path with several parameters in one segment is matched in linear time', async () => {
  const mock = smallMock({ '/{a}-{b}-{c}-{d}-{e}!': { get: { responses: answering({}) } } });
  expect((await ask(mock, `GET /api/${'-'.repeat(15_000)}`, { as })).status).toBe(404);
  expect((await ask(mock, 'GET /api/1-2-3-4-5-6!', { as })).status).toBe(200);
});
