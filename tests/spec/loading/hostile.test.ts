import { truncate } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../spec/contract.ts';
import { compileDocument, locateContract } from '../../../spec/load.ts';
import { DocumentError } from '../../../spec/loading/problem.ts';
import { files, small } from '../documents.ts';

const object = (parts: JsonObject) => JSON.stringify(small({ ...parts }));
const to = (pointer: string): JsonObject => ({ $ref: `#${pointer}` });
const withReference = (reference: JsonObject, components: JsonObject) =>
  object({ responses: { 200: { description: 'Things.', content: { 'application/json': { schema: reference } } } }, components });
const yaml = (rest: string) => `openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths: {}\n${rest}\n`;
const doubled = Array.from({ length: 40 }, (_, index) => `  a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`).join('\n');

/** Documents that cannot be used, and part of their error. */
const refused: { readonly [name: string]: readonly [text: string, error: RegExp] } = {
  'a schema that refers to itself': [
    withReference(to('/components/schemas/S'), { schemas: { S: to('/components/schemas/S') } }),
    /leads back to itself/,
  ],
  'a schema that refers to its own part': [
    withReference(to('/components/schemas/S/properties/x'), { schemas: { S: to('/components/schemas/S/properties/x') } }),
    /leads back to itself/,
  ],
  'parameters that refer to each other': [
    object({ components: { parameters: { P: to('/components/parameters/Q'), Q: to('/components/parameters/P') } } }),
    /leads back to itself/,
  ],
  'a response that refers to itself': [
    object({ responses: { 200: to('/components/responses/R') }, components: { responses: { R: to('/components/responses/R') } } }),
    /leads back to itself/,
  ],
  'a scheme that refers to itself': [
    object({ components: { securitySchemes: { Key: to('/components/securitySchemes/Key') } } }),
    /leads back to itself/,
  ],
  'a path that refers to itself': [object({ paths: { '/a': to('/paths/~1a') } }), /leads back to itself/],
  'a chain of references': [
    object({
      components: {
        responses: Object.fromEntries(
          Array.from({ length: 5000 }, (_, index): [string, Json] => [`R${index}`, to(`/components/responses/R${index + 1}`)]),
        ),
      },
    }),
    /through more than 100 others/,
  ],
  'an example with a reference to what is around it': [withReference({ type: 'object', example: to('/paths') }, {}), /lead to an end/],
  'JSON with deep nesting': [
    object({ 'x-deep': 0 }).replace('"x-deep":0', `"x-deep":${'['.repeat(200_000)}${']'.repeat(200_000)}`),
    /nested too deeply/,
  ],
  'YAML with deep nesting': [yaml(`x-deep: ${'['.repeat(100_000)}`), /nesting exceeded/],
  'aliases that explode': [yaml(`x-laughs:\n  a0: &a0 [x]\n${doubled}`), /when aliases are replaced/],
  'an alias of itself': [yaml('x-a: &a\n  b: *a'), /an alias refers to itself/],
  'JSON with two members of one name': [
    '{"openapi":"3.1.0",\n"info":{"title":"T","version":"1"},"paths":{"/a":{},\n "/a":{}}}',
    /duplicated mapping key/,
  ],
};

test.for(Object.entries(refused))('A document with %s is refused with a place', async ([, [text, error]]) => {
  const file = await files({ 'api.yaml': text });
  const failure = await locateContract(file).then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(failure instanceof DocumentError)) throw new Error(`expected a DocumentError, got ${String(failure)}`);
  const { problems } = failure;
  expect(problems[0]!.message).toMatch(error);
  expect([problems[0]!.line, problems[0]!.column]).toEqual([expect.any(Number), expect.any(Number)]);
});

test('A document of 50 MB is not read', async () => {
  const file = await files({ 'api.yaml': '' });
  await truncate(file, 50_000_000);
  await expect(locateContract(file)).rejects.toMatchObject({
    code: 'document/unreadable',
    message: expect.stringContaining('larger than 20 MB'),
  });
});

/** Documents in odd forms, which are sound. */
const accepted: { readonly [name: string]: string } = {
  'a byte order mark': `\ufeff${object({})}`,
  'a byte order mark and YAML': `\ufeff${yaml('')}`,
  CRLF: yaml('x-a: 1').replaceAll('\n', '\r\n'),
  'half of a surrogate pair': object({ 'x-a': 1 }).replace('Things', String.raw`\ud800`),
  'binary data': yaml('x-a: !!binary aGVsbG8='),
  'recursive schemas': withReference(to('/components/schemas/S'), {
    schemas: {
      S: { type: 'object', properties: { next: to('/components/schemas/S'), other: to('/components/schemas/S/properties/next') } },
    },
  }),
};

test.for(Object.entries(accepted))('A document with %s is read', async ([, text]) => {
  const { contract } = await locateContract(await files({ 'api.yaml': text }));
  expect(contract.openapi).toBe('3.1');
});

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype'])('%s is a name like any other', async (name) => {
  const text = JSON.stringify(
    small({
      security: [{ NAME: ['NAME'] }],
      responses: { 401: to('/components/responses/NAME') },
      paths: {
        '/NAME': { get: { operationId: 'NAME', parameters: [{ in: 'query', name: 'NAME', schema: to('/components/schemas/NAME') }] } },
      },
      components: {
        responses: { NAME: { description: 'No.' } },
        schemas: { NAME: { type: 'object', properties: { NAME: { type: 'integer' } } } },
        securitySchemes: {
          NAME: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: 'https://a.example', scopes: { NAME: 'A scope.' } } } },
        },
      },
    }),
  ).replaceAll('NAME', name);
  const { contract } = await locateContract(await files({ 'api.json': text }));
  expect(contract.operations.map(({ id }) => id)).toEqual(['listThings', name]);
  expect([contract.schemes[0]!.name, contract.scopes]).toEqual([name, [name]]);
  expect(contract.operations[0]!.unauthorized.description).toBe('No.');
});

test('A parsed document whose references are circular is refused too', () => {
  const document = small({ components: { responses: { R: to('/components/responses/R') } } });
  expect(() => compileDocument(document)).toThrow(/leads back to itself/);
});
