import { expect, test } from 'vitest';
import type { Json } from '../../spec/contract.ts';
import { createValidator, type Violation } from '../../spec/schema/validator.ts';

const worded = (violations: readonly Violation[]) => violations.map(({ pointer, message }) => ({ pointer, message }));

const validator = (schemas: Json, openapi: '3.0' | '3.1' = '3.1', more: { readonly [name: string]: Json } = {}) => {
  const validate = createValidator({ document: { components: { schemas }, ...more }, openapi });
  return (name: string, value: Json) => worded(validate(`/components/schemas/${name}`, value));
};
const allows = (validate: ReturnType<typeof validator>, name: string, values: readonly Json[]) =>
  values.map((value) => validate(name, value).length === 0);

test('Every violation is told with its place in the value', () => {
  const validate = validator({
    Thing: {
      type: 'object',
      required: ['id', 'kind'],
      additionalProperties: false,
      properties: { id: { type: 'integer' }, kind: { enum: ['a', 'b'] }, code: { const: 'x' }, 'a/b': { type: 'string' } },
    },
  });
  expect(validate('Thing', { id: '1', code: 'y', 'a/b': 2, extra: true })).toEqual([
    { pointer: '', message: 'must have the member "kind"' },
    { pointer: '', message: 'must not have the member "extra"' },
    { pointer: '/id', message: 'must be integer' },
    { pointer: '/code', message: 'must be "x"' },
    { pointer: '/a~1b', message: 'must be string' },
  ]);
  expect(validate('Thing', { id: 1, kind: 'c' })).toEqual([{ pointer: '/kind', message: 'must be one of "a","b"' }]);
  expect(validate('Thing', { id: 1, kind: 'a' })).toEqual([]);
});

test('References are followed, round and round where a schema holds itself', () => {
  const validate = validator({
    Tree: { properties: { children: { items: { $ref: '#/components/schemas/Tree' } }, name: { type: 'string' } } },
  });
  expect(validate('Tree', { children: [{ children: [{ name: 1 }] }] })).toEqual([
    { pointer: '/children/0/children/0/name', message: 'must be string' },
  ]);
});

test('Schemas deep in a path are found by their pointer', () => {
  const validate = createValidator({
    openapi: '3.1',
    document: { paths: { '/a b/{id}': { get: { content: { 'text/x~y%20': { schema: { type: 'integer' } } } } } } },
  });
  expect(worded(validate('/paths/~1a b~1{id}/get/content/text~1x~0y%20/schema', 'x'))).toEqual([
    { pointer: '', message: 'must be integer' },
  ]);
});

test('OpenAPI 3.0 writes null and exclusive bounds in its own way', () => {
  const validate = validator(
    {
      Word: { type: 'string', nullable: true },
      Choice: { type: 'string', enum: ['a'], nullable: true },
      Combined: { allOf: [{ $ref: '#/components/schemas/Strict' }], nullable: true },
      Strict: { type: 'object', required: ['a'] },
      Referring: { $ref: '#/components/schemas/Strict', nullable: true },
      Above: { type: 'number', minimum: 1, exclusiveMinimum: true, maximum: 3, exclusiveMaximum: true },
      From: { type: 'number', minimum: 1, exclusiveMinimum: false },
    },
    '3.0',
  );
  expect(allows(validate, 'Word', [null, 'a', 1])).toEqual([true, true, false]);
  expect(allows(validate, 'Choice', [null, 'a', 'b'])).toEqual([true, true, false]);
  expect(allows(validate, 'Combined', [null, { a: 1 }, {}])).toEqual([true, true, false]);
  expect(allows(validate, 'Referring', [null, { a: 1 }])).toEqual([false, true]);
  expect(allows(validate, 'Above', [1, 2, 3])).toEqual([false, true, false]);
  expect(allows(validate, 'From', [0, 1])).toEqual([false, true]);
});

test('From OpenAPI 3.1 on schemas are JSON Schema, and nullable says nothing', () => {
  const validate = validator({
    Word: { type: ['string', 'null'] },
    Other: { type: 'string', nullable: true },
    Bound: { exclusiveMinimum: 1 },
  });
  expect(allows(validate, 'Word', [null, 'a', 1])).toEqual([true, true, false]);
  expect(allows(validate, 'Other', [null])).toEqual([false]);
  expect(allows(validate, 'Bound', [1, 2])).toEqual([false, true]);
});

test('Known formats are judged, unknown ones say nothing', () => {
  const validate = validator({
    Mail: { format: 'email' },
    Time: { type: 'integer', format: 'unixtime' },
    Date: { type: 'string', format: 'http-date' },
    Strange: { type: 'string', format: 'leaf' },
  });
  expect(allows(validate, 'Mail', ['a@b.example', 'a'])).toEqual([true, false]);
  expect(allows(validate, 'Time', [1_609_459_200, -1])).toEqual([true, false]);
  expect(allows(validate, 'Date', ['Fri, 01 Jan 2021 00:00:00 GMT', '2021-01-01T00:00:00Z'])).toEqual([true, false]);
  expect(allows(validate, 'Strange', ['anything'])).toEqual([true]);
});

test('A request need not hold what is read-only, an answer not what is write-only', () => {
  const schema = {
    type: 'object',
    required: ['id', 'secret', 'stamp', 'name'],
    properties: { id: { readOnly: true }, stamp: { $ref: '#/components/schemas/Stamp' }, secret: { writeOnly: true }, name: {} },
  };
  const content = { 'application/json': { schema } };
  const validate = createValidator({
    openapi: '3.1',
    document: {
      components: { schemas: { Stamp: { readOnly: true } }, requestBodies: { Thing: { content } }, responses: { Thing: { content } } },
    },
  });
  const missing = (kind: string) =>
    validate(`/components/${kind}/Thing/content/application~1json/schema`, {}).map(({ message }) => message);
  expect(missing('requestBodies')).toEqual(['must have the member "secret"', 'must have the member "name"']);
  expect(missing('responses')).toEqual(['must have the member "id"', 'must have the member "stamp"', 'must have the member "name"']);
});

test('Identifiers and patterns that a validator would stumble over do not matter', () => {
  const validate = validator({
    One: { $id: 'same', pattern: '(?i)x', type: 'string' },
    Two: { $id: 'same', $schema: 'http://json-schema.org/draft-04/schema#', type: 'object', properties: { $id: { type: 'string' } } },
  });
  expect(allows(validate, 'One', ['y', 1])).toEqual([true, false]);
  expect(allows(validate, 'Two', [{ $id: 'a' }, { $id: 1 }])).toEqual([true, false]);
});

test('A pointer to nothing is an error, not an allowance', () => {
  expect(() => validator({})('Nowhere', 1)).toThrow(/Nowhere/);
});

test('A violation names the keyword and what it demands', () => {
  const validate = createValidator({
    document: {
      components: { schemas: { Thing: { type: 'object', required: ['id'], properties: { size: { maximum: 3 }, kind: { enum: ['a'] } } } } },
    },
    openapi: '3.1',
  });
  const found = validate('/components/schemas/Thing', { size: 4, kind: 'b' });
  expect(found.map(({ keyword, value }) => [keyword, value])).toEqual([
    ['required', 'id'],
    ['maximum', 3],
    ['enum', ['a']],
  ]);
});
