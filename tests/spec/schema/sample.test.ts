import {
  array,
  assert,
  boolean,
  constant,
  constantFrom,
  dictionary,
  integer,
  jsonValue,
  letrec,
  nat,
  oneof,
  property,
  record,
  subarray,
  uniqueArray,
} from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../spec/contract.ts';
import { rootNode, step } from '../../../spec/loading/document-node.ts';
import { isAllowed, sample } from '../../../spec/schema/sample.ts';
import { createValidator } from '../../../spec/schema/validator.ts';

const documentOf = (schema: Json, schemas: JsonObject = {}, openapi = '3.1.0'): JsonObject => ({
  openapi,
  components: { schemas: { ...schemas, Subject: schema } },
});
const nodeOf = (document: JsonObject) => step(rootNode(document), 'components', 'schemas', 'Subject');
const violations = (document: JsonObject, value: Json) =>
  createValidator({ document, openapi: '3.1' })('/components/schemas/Subject', value);

/** Schemas of a few keywords each; the numbers are small, so that many of them contradict each other. */
const { schema: schemas } = letrec<{ schema: JsonObject }>((tie) => ({
  schema: oneof(
    { maxDepth: 3 },
    record({ type: constant('string'), minLength: nat(9), maxLength: integer({ min: 9, max: 20 }) }, { requiredKeys: ['type'] }),
    record({ type: constant('string'), format: constantFrom('uuid', 'email', 'date-time', 'uri', 'ipv4', 'byte') }),
    record({
      type: constant('string'),
      pattern: constantFrom('^[A-Z]{3}$', '^[0-9a-f]{24}$', String.raw`^\d{3}-[a-z]+$`, '^a|b$'),
    }),
    record(
      {
        type: constantFrom('integer', 'number'),
        minimum: nat(5),
        maximum: integer({ min: 3, max: 9 }),
        multipleOf: constantFrom(1, 2, 3),
      },
      { requiredKeys: ['type'] },
    ),
    record({ enum: uniqueArray(constantFrom('a', 'b', 1, true, null), { minLength: 1 }) }),
    record(
      { type: constant('array'), items: tie('schema'), minItems: nat(3), uniqueItems: boolean() },
      { requiredKeys: ['type', 'items'] },
    ),
    record(
      {
        type: constant('object'),
        properties: dictionary(constantFrom('a', 'b', 'c'), tie('schema')),
        required: subarray(['a', 'b', 'd']),
      },
      { requiredKeys: ['type', 'properties'] },
    ),
    record({ allOf: array(tie('schema'), { minLength: 1, maxLength: 2 }) }),
    record({ oneOf: array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
    record(
      { anyOf: array(tie('schema'), { minLength: 1, maxLength: 3 }), not: record({ const: constant(1) }) },
      { requiredKeys: ['anyOf'] },
    ),
  ),
}));

test('every sample is valid, and a value is allowed exactly if the validator has no objection', () => {
  assert(
    property(schemas, jsonValue({ maxDepth: 2 }), (schema, other) => {
      const document = documentOf(schema);
      const made = sample(nodeOf(document));
      if (made !== undefined) expect(violations(document, made)).toEqual([]);
      const value: Json = JSON.parse(JSON.stringify(other));
      expect(isAllowed(nodeOf(document), value)).toBe(violations(document, value).length === 0);
    }),
    { numRuns: 150 },
  );
});

/** A member whose name would make an object awaitable. */
const member = (name: string, value: Json): JsonObject => Object.fromEntries([[name, value]]);

describe('a sample', () => {
  test.each<readonly [string, JsonObject, Json]>([
    ['a pattern with a length', { type: 'string', pattern: '^[A-Z]+$', minLength: 5, maxLength: 5 }, 'ZZZZZ'],
    ['a pattern with a look-ahead', { type: 'string', pattern: '^(?=.{4}$)[0-9]+$' }, '9999'],
    ['an example that the schema refuses', { type: 'integer', example: 'seven', default: 7 }, 7],
    ['a limit that excludes its bound', { type: 'integer', exclusiveMinimum: 4, multipleOf: 5 }, 5],
    ['items that differ', { type: 'array', minItems: 3, uniqueItems: true, items: { enum: ['x', 'y', 'z'] } }, ['x', 'y', 'z']],
    ['at least some members', { type: 'object', minProperties: 1, additionalProperties: { type: 'boolean' } }, { member1: true }],
    [
      'an alternative that the other members exclude',
      {
        type: 'object',
        required: ['kind'],
        properties: { kind: { const: 'b' } },
        oneOf: [{ properties: { kind: { const: 'a' } } }, { properties: { kind: { const: 'b' } } }],
      },
      { kind: 'b' },
    ],
    [
      'a condition',
      {
        type: 'object',
        required: ['a'],
        properties: { a: { const: 1 }, b: { const: 2 } },
        if: { properties: { a: { const: 1 } } },
        ...member('then', { required: ['b'] }),
      },
      { a: 1, b: 2 },
    ],
  ])('is found for %s', (_, schema, expected) => {
    expect(sample(nodeOf(documentOf(schema)))).toEqual(expected);
  });

  test('has no read-only members in requests, and no write-only ones in responses', () => {
    const properties = { id: { type: 'integer', readOnly: true }, secret: { type: 'string', writeOnly: true }, name: { type: 'string' } };
    const document = documentOf({ type: 'object', required: ['id', 'secret', 'name'], properties }, {}, '3.0.3');
    expect(sample(nodeOf(document), 'request')).toEqual({ secret: 'string', name: 'string' });
    expect(sample(nodeOf(document), 'response')).toEqual({ id: 1, name: 'string' });
  });

  test('is made in bounded time for schemas that share parts or contain themselves', () => {
    const level = (next: number) => ({ $ref: `#/components/schemas/Part${next}` });
    const shared = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [
        `Part${index}`,
        { type: 'object', properties: { p0: level(index + 1), p1: level(index + 1) } },
      ]),
    );
    const again = {
      type: 'object',
      properties: Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, { $ref: '#/components/schemas/Subject' }])),
    };
    const before = performance.now();
    for (const document of [documentOf(level(0), { ...shared, Part30: { type: 'string' } }), documentOf(again)]) {
      const made = sample(nodeOf(document), 'response');
      expect(made).toBeDefined();
      expect(JSON.stringify(made).length).toBeLessThan(20_000);
    }
    expect(performance.now() - before).toBeLessThan(2000);
  });
});
