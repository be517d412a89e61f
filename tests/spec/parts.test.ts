import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../../spec/contract.ts';
import { errorLike, rewordError } from '../../spec/error-body.ts';
import { parseExpression, readPlace } from '../../spec/json/expression.ts';
import { fragmentPointer, pointerOf, tokensOf, valueAt } from '../../spec/json/pointer.ts';
import { printPointer, shownValue } from '../../spec/loading/problem.ts';
import { sample } from '../../spec/schema/sample.ts';
import { createValidator } from '../../spec/schema/validator.ts';
import { nodeAt } from '../../spec/loading/document-node.ts';
import { suggestion, unknownName } from '../../spec/suggestion.ts';

const sampled = (schema: Json, schemas: Json = {}) => sample(nodeAt({ schema, components: { schemas } }, '/schema'));

test('The examples of RFC 6901 resolve as it says', () => {
  const document = { foo: ['bar', 'baz'], '': 0, 'a/b': 1, 'c%d': 2, 'e^f': 3, 'm~n': 8, ' ': 7 };
  const pointers = ['', '/foo', '/foo/0', '/', '/a~1b', '/c%d', '/e^f', '/m~0n', '/ '];
  expect(pointers.map((pointer) => valueAt(document, pointer))).toEqual([document, ['bar', 'baz'], 'bar', 0, 1, 2, 3, 8, 7]);
  expect(['/foo/2', '/foo/00', '/foo/-', '/nowhere/deep', '/foo/length', '/toString'].map((pointer) => valueAt(document, pointer))).toEqual(
    Array.from({ length: 6 }, () => undefined),
  );
});

test('Tokens survive being written as a pointer and read again', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), (tokens) => {
      expect(tokensOf(pointerOf(tokens))).toEqual(tokens);
    }),
  );
});

test('Only a reference within the document has a pointer', () => {
  expect(['#', '#/a%20b/~1c', 'other.yaml#/a', '#anchor', '#/%'].map((reference) => fragmentPointer(reference))).toEqual([
    '',
    '/a b/~1c',
    undefined,
    undefined,
    undefined,
  ]);
});

test('References that lead in a circle lead nowhere', () => {
  const document = {
    a: { $ref: '#/b' },
    b: { $ref: '#/a' },
    c: { $ref: '#/c/d' },
    e: { $ref: '#/f/0' },
    f: [{ $ref: '#/g' }],
    g: { h: 1 },
  };
  expect(nodeAt(document, '/a').value).toBeUndefined();
  expect(nodeAt(document, '/c').value).toBeUndefined();
  expect(nodeAt(document, '/e/h')).toMatchObject({ pointer: '/g/h', value: 1 });
});

test('A runtime expression names a header or a member of the body', () => {
  expect(parseExpression('$response.header.X-RateLimit-Reset')).toEqual({
    expression: '$response.header.X-RateLimit-Reset',
    header: 'X-RateLimit-Reset',
  });
  expect(parseExpression('$response.body#/a~1b/0')).toEqual({ expression: '$response.body#/a~1b/0', pointer: '/a~1b/0' });
  expect(parseExpression('$response.body#')).toMatchObject({ pointer: '' });
  const wrong = [
    '$response.header.',
    '$response.header.a b',
    '$response.body',
    '$response.body#a',
    '$response.body#/~2',
    '$request.body#/a',
    'x',
  ];
  expect(wrong.filter((text) => parseExpression(text) !== undefined)).toEqual([]);
});

test('A place is read from the answer whatever the case of the header', () => {
  const headers = ['x-reset', '12', 'X-Reset', '13'];
  const read = (expression: string) => readPlace(parseExpression(expression)!, headers, { error: { retry_after: 5 } });
  expect(read('$response.header.X-RESET')).toBe('12');
  expect(read('$response.body#/error/retry_after')).toBe(5);
  expect([read('$response.header.Other'), read('$response.body#/other/one')]).toEqual([undefined, undefined]);
});

test('A sample is what the schema shows of itself, before anything made up', () => {
  expect(sampled({ const: 1, example: 2 })).toBe(1);
  expect(sampled({ type: 'string', example: 'e', default: 'd', enum: ['a', 'e'] })).toBe('e');
  expect(sampled({ type: 'string', example: 'wrong', enum: ['a', 'b'] })).toBe('a');
  expect(sampled({ examples: ['first'], default: 'd' })).toBe('first');
  expect(sampled({ default: false })).toBe(false);
});

test('A sample has the required members, or all where none is required', () => {
  const properties = { a: { type: 'integer' }, b: { type: 'boolean' } };
  expect(sampled({ required: ['b'], properties })).toEqual({ b: true });
  expect(sampled({ type: 'object', properties })).toEqual({ a: 1, b: true });
  expect(
    sampled({
      allOf: [
        { required: ['a'], properties },
        { required: ['b'], properties },
      ],
    }),
  ).toEqual({ a: 1, b: true });
  expect(
    sampled({ oneOf: [{ type: 'null' }, { properties: { a: { const: 9 } } }, { type: 'string' }], properties: { c: { const: 1 } } }),
  ).toEqual({ a: 9, c: 1 });
});

test('A schema that holds itself has a finite sample', () => {
  const Tree = {
    type: 'object',
    required: ['name', 'parent', 'children'],
    properties: {
      name: { type: 'string' },
      parent: { $ref: '#/components/schemas/Tree' },
      children: { type: 'array', items: { $ref: '#/components/schemas/Tree' } },
    },
  };
  expect(sampled({ $ref: '#/components/schemas/Tree' }, { Tree })).toBeUndefined();
  const Root = { ...Tree, required: ['name', 'children'] };
  expect(sampled({ $ref: '#/components/schemas/Tree' }, { Tree: Root })).toEqual({ name: 'string', children: [] });
  expect(sampled({ $ref: '#/components/schemas/Loop' }, { Loop: { allOf: [{ $ref: '#/components/schemas/Loop' }] } })).toBe('string');
});

test('What is made up is allowed by the schema', () => {
  const schemas: { readonly [name: string]: Json } = {
    bounded: { type: 'integer', minimum: 7, maximum: 9 },
    below: { type: 'number', exclusiveMaximum: 0 },
    above: { type: 'integer', exclusiveMinimum: 4 },
    steps: { type: 'integer', minimum: 5, multipleOf: 4 },
    long: { type: 'string', minLength: 12 },
    short: { type: 'string', maxLength: 2 },
    list: { type: 'array', minItems: 3, items: { type: 'boolean' } },
    pair: { type: 'array', prefixItems: [{ const: 1 }, { type: 'string' }] },
    either: { type: ['null', 'integer'] },
    none: { type: 'null' },
    any: true,
    ...Object.fromEntries(
      [
        'date-time',
        'date',
        'time',
        'duration',
        'email',
        'hostname',
        'ipv4',
        'ipv6',
        'uri',
        'uuid',
        'byte',
        'http-date',
        'json-pointer',
      ].map((format) => [format, { type: 'string', format }]),
    ),
    unixtime: { type: 'integer', format: 'unixtime' },
  };
  const document = { components: { schemas } };
  const validate = createValidator({ document, openapi: '3.1' });
  for (const name of Object.keys(schemas)) {
    const value = sample(nodeAt(document, `/components/schemas/${name}`));
    expect(value, name).toBeDefined();
    expect(validate(`/components/schemas/${name}`, value!), name).toEqual([]);
  }
});

test('An error that is reworded keeps its shape and whatever is not its code, message or status', () => {
  const words = { status: 401, code: 'unauthorized', message: 'No.' };
  expect(rewordError({ error: { code: 'x', message: 'y', status: 400, trace: 't' }, errors: ['z'], success: false }, words)).toEqual({
    error: { code: 'unauthorized', message: 'No.', status: 401, trace: 't' },
    errors: ['z'],
    success: false,
  });
  expect(rewordError([{ code: 400, http_status: '400', type: 'x', title: 'y' }], words)).toEqual([
    { code: 401, http_status: '401', type: 'unauthorized', title: 'No.' },
  ]);
  const original = {
    fault: 'token_missing',
    cause: 'TOKEN_MISSING',
    kind: 'tokenMissing',
    help: 'Sign in again',
    errno: 400,
    at: '2026-01-01 10:00:00',
  };
  expect(errorLike(original, words)).toEqual({
    fault: 'unauthorized',
    cause: 'unauthorized',
    kind: 'unauthorized',
    help: 'No.',
    errno: 401,
    at: '2026-01-01 10:00:00',
  });
  expect(errorLike({ success: false, trace: 't' }, words)).toBeUndefined();
});

test('A suggestion is a near name, and there is none when nothing is near', () => {
  expect(suggestion('pricipals', ['principals', 'plans'])).toBe('principals');
  expect(suggestion('Limit', ['limit', 'remaining'])).toBe('limit');
  expect(suggestion('recieved', ['received'])).toBe('received');
  expect(suggestion('x', ['remaining'])).toBeUndefined();
  expect(unknownName('a plan', 'gold', [])).toBe('expected a plan (the document has none), got "gold"');
  expect(
    unknownName(
      'a scope',
      'x',
      Array.from({ length: 20 }, (_, index) => `s${index}`),
    ),
  ).toMatch(/\(s0, .*, s11, …\), got "x"$/);
});

test('Messages write pointers as people do, and cut long values', () => {
  expect(printPointer('/paths/~1things~1{id}/get/tags/0')).toBe('paths["/things/{id}"].get.tags[0]');
  expect(printPointer('')).toBe('');
  expect(shownValue({ long: 'x'.repeat(100) })).toHaveLength(78);
  expect([shownValue(undefined), shownValue(null), shownValue('a')]).toEqual(['nothing', 'null', '"a"']);
});
