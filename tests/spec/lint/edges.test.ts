import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../spec/contract.ts';
import { compileDocument } from '../../../spec/load.ts';
import { lintRules } from '../../../spec/lint/rules.ts';
import { small } from '../documents.ts';
import { coded, received, response } from './cases/case.ts';

const rulesIn = (document: JsonObject) => {
  const contract = compileDocument(document);
  return lintRules.filter((rule) => rule.find(contract).length > 0).map(({ id }) => id);
};
const withExample = (name: string, example: Json) => small({ components: { schemas: { Thing: { properties: { [name]: { example } } } } } });

test.for([
  ['a page token', 'next_page_token', 'q7VxR2mT9bLzW4cNfH8pJ3kD6gYs5aUe'],
  ['a UUID', 'access_token', '9f1c2b7e-3a4d-4e5f-8a6b-7c8d9e0f1a2b'],
  ['a placeholder', 'api_key', 'YOUR_API_KEY_GOES_RIGHT_HERE_42'],
  ['words', 'password', 'correct horse battery staple 42'],
  ['the beginning of a real one, filled up', 'api_key', 'sk_live_xxxxxxxxxxxxxxxxxxxxxxxx'],
  ['the key of AWS’s own documents', 'access_token', 'AKIAIOSFODNN7EXAMPLE'],
  ['a value without digits', 'client_secret', 'qVxRmTbLzWcNfHpJkDgYsaUe'],
  ['a name of something else', 'checksum', 'q7VxR2mT9bLzW4cNfH8pJ3kD6gYs5aUe'],
] as const)('%s is not taken for a secret', ([, name, example]) => {
  expect(rulesIn(withExample(name, example))).not.toContain('lint/literal-secret');
});

test.for([
  [
    'a header parameter',
    {
      parameters: {
        Key: { name: 'X-Access-Token', in: 'header', schema: { type: 'string', example: 'q7VxR2mT9bLzW4cNfH8pJ3kD6gYs5aUe' } },
      },
    },
  ],
  ['a named example', { examples: { Login: { value: { token: 'Bearer q7VxR2mT9bLzW4cNfH8pJ3kD6gYs5aUe' } } } }],
  ['a default', { schemas: { Thing: { properties: { apiKey: { default: 'sk_live_4eC39HqLyjWDarjtT1zdp7dc' } } } } }],
] as const)('a secret in %s is found', ([, components]) => {
  expect(rulesIn(small({ components }))).toContain('lint/literal-secret');
});

test('a secret that begins as those of a provider is found although it holds common words', () => {
  expect(rulesIn(withExample('access_token', 'ghp_keyR2mT9bLzW4cNfH8pJ3kD6gYs5aUe'))).toContain('lint/literal-secret');
});

test('a refusal that a range or the default describes is documented, and asked for nothing that only its own status needs', () => {
  const document = small({ responses: { '4XX': response({ type: 'object' }) } });
  const found = rulesIn(document);
  expect(found).not.toContain('lint/undocumented-401');
  expect(found).not.toContain('lint/undocumented-403');
  expect(found).not.toContain('lint/undocumented-challenge');
  expect(found).not.toContain('lint/unspecified-error-body');
});

test.for([
  ['a fixed value deep within an optional member', { type: 'object', properties: { error: { properties: { code: { enum: ['no'] } } } } }],
  ['a list', { type: 'array', items: {} }],
  ['alternatives that each fix something', { oneOf: [coded('a'), coded('b')] }],
  ['a part of allOf that fixes something', { allOf: [{ type: 'object' }, coded('a')] }],
] as const)('%s fixes something of a body', ([, schema]) => {
  expect(rulesIn(small({ responses: { 401: response(schema) } }))).not.toContain('lint/unspecified-error-body');
});

test('a schema that refers to itself is read once', () => {
  const schemas = { Node: { type: 'object', properties: { next: { $ref: '#/components/schemas/Node' } } } };
  const document = small({ responses: { 401: response({ $ref: '#/components/schemas/Node' }) }, components: { schemas } });
  expect(rulesIn(document)).toContain('lint/unspecified-error-body');
});

test('alternatives of which one fixes nothing, fix nothing', () => {
  const document = small({ responses: { 401: response({ anyOf: [coded('a'), { type: 'object' }] }) } });
  expect(rulesIn(document)).toContain('lint/unspecified-error-body');
});

test('a 429 may say more than the other refusals without being another envelope', () => {
  const more: JsonObject = {
    type: 'object',
    required: ['code'],
    properties: { code: { const: 'slow' }, retry_after: { type: 'integer' } },
  };
  expect(rulesIn(small({ responses: { 401: response(coded('no')), 429: response(more) } }))).not.toContain('lint/several-error-formats');
});

test('errors in the form of OAuth are no other envelope', () => {
  const oauth: JsonObject = {
    type: 'object',
    required: ['error'],
    properties: { error: { type: 'string' }, error_description: { type: 'string' } },
  };
  expect(rulesIn(small({ responses: { 401: response(oauth), 403: response(coded('no')) } }))).not.toContain('lint/several-error-formats');
});

test('operations without security are told only where they are few', () => {
  const open = (id: string): JsonObject => ({ get: { operationId: id, responses: { 200: { description: 'Open.' } } } });
  expect(rulesIn(small({ paths: { '/a': open('a'), '/b': open('b') } }))).not.toContain('lint/unsecured-operation');
});

test('an operation without a 429 is none of a document’s business that has no plans and limits others', () => {
  const headers = { 'X-RateLimit-Limit': { schema: { type: 'integer' }, example: 10 } };
  const free: JsonObject = { get: { operationId: 'free', security: [{ Key: [] }], responses: { 200: { description: 'Free.' } } } };
  expect(rulesIn(small({ responses: { 429: response(coded('slow'), { headers }) }, paths: { '/free': free } }))).not.toContain(
    'lint/undocumented-429',
  );
});

test('a document with 429 responses, no rate-limit headers and no plans is told once that there is no limit to test', () => {
  const slow = { 429: { description: 'Slow down.', headers: { 'Retry-After': { schema: { type: 'integer' }, example: 3 } } } };
  const read = (id: string): JsonObject => ({
    get: { operationId: id, security: [{ Key: [] }], responses: { 200: { description: 'Read.' }, ...slow } },
  });
  const rule = lintRules.find(({ id }) => id === 'lint/limits-without-plan')!;
  const paths = { '/a': read('readA'), '/b': read('readB') };
  const [finding, ...others] = rule.find(compileDocument(small({ paths })));
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    message: expect.stringMatching(/: the document gives no limit to test$/),
    yaml: expect.stringContaining('plans:'),
  });
  expect(finding?.at).toEqual(['/paths/~1a/get/responses/429']);
  expect(rule.find(compileDocument(small({ paths, 'x-auth-conformance': { plans: { default: { limits: ['20/minute'] } } } })))).toEqual([]);
});

test('a reference to a refusal that the document has is offered as it is', () => {
  const document = small({ responses: {}, components: { responses: { Unauthorized: response(coded('no')) } } });
  const finding = lintRules.find(({ id }) => id === 'lint/undocumented-401')!.find(compileDocument(document))[0]!;
  expect(finding.yaml).toBe(`responses:\n  '401': { $ref: '#/components/responses/Unauthorized' }`);
});

test('the limit that the self-test shows is held against the plans too', () => {
  const example = { scopes: ['read'], rate_limit: { limit: 5000 } };
  const schema: JsonObject = {
    type: 'object',
    properties: { scopes: { type: 'array' }, rate_limit: { type: 'object', properties: { limit: { type: 'integer' } } } },
  };
  const me: JsonObject = { get: { operationId: 'me', security: [{ Key: [] }], responses: { 200: response(schema, {}, { example }) } } };
  const document = small({ paths: { '/me': me }, 'x-auth-conformance': { plans: { free: { limits: ['100/hour'] } } } });
  const [finding] = lintRules.find(({ id }) => id === 'lint/limit-example-without-plan')!.find(compileDocument(document));
  expect(finding!.at).toEqual(['/paths/~1me/get/responses/200/content/application~1json/example/rate_limit/limit']);
});

test('an example of a request may leave out what only answers have', () => {
  const schema: JsonObject = {
    type: 'object',
    required: ['id', 'title'],
    properties: { id: { readOnly: true }, title: { type: 'string' } },
  };
  const posting = (example: Json): JsonObject => ({
    post: {
      operationId: 'make',
      security: [{ Key: [] }],
      requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' }, example } } },
      responses: { 201: { description: 'Made.' } },
    },
  });
  const document = (example: Json) => small({ paths: { '/made': posting(example) }, components: { schemas: { Thing: schema } } });
  expect(rulesIn(document({ title: 'A thing' }))).not.toContain('lint/invalid-request-example');
  expect(rulesIn(document({ id: 1 }))).toContain('lint/invalid-request-example');
});

test('a limit that is written as a text is a number too', () => {
  const headers = { 'X-RateLimit-Limit': { schema: { type: 'string' }, example: '5000' } };
  const extension = { plans: { free: { limits: ['100/hour'] } } };
  expect(rulesIn(small({ responses: { 429: response(coded('slow'), { headers }) }, 'x-auth-conformance': extension }))).toContain(
    'lint/limit-example-without-plan',
  );
});

test('a document that secures nothing is told so once', () => {
  const found = rulesIn(small({ security: [] }));
  expect(found).toContain('lint/nothing-secured');
  expect(found).not.toContain('lint/unused-scheme');
});

test('the token endpoint is known by the URL of a flow, and an error without the member error is another shape', () => {
  const flows = { clientCredentials: { tokenUrl: 'https://things.example/api/token', scopes: { read: 'Read.' } } };
  const token: JsonObject = { post: { operationId: 'token', security: [], responses: { 400: response(coded('no')) } } };
  const document = small({
    security: [{ OAuth: ['read'] }],
    paths: { '/token': token },
    components: { securitySchemes: { OAuth: { type: 'oauth2', flows } } },
  });
  const [finding] = lintRules.find(({ id }) => id === 'lint/nonstandard-token-error')!.find(compileDocument(document));
  expect(finding!.at).toEqual(['/paths/~1token/post/responses/400/content/application~1json/schema']);
});

const list = { type: 'array', items: { type: 'object', properties: { id: { type: 'string' } } } };

test.for([
  ['JSON in a string', '[{ "id": "a1" }]', 'the example is a string with JSON in it, not the JSON itself'],
  ['one object of a list', { id: 'a1' }, 'the schema does not allow the example'],
] as const)('an example of a success that is %s is found, although the mock knows what it means', ([, example, message]) => {
  const documented = (value: Json) => compileDocument(received({ schema: list, example: value }));
  const rule = lintRules.find(({ id }) => id === 'lint/invalid-success-example')!;
  expect(rule.find(documented(example)).map((finding) => finding.message)).toEqual([message]);
  expect(rule.find(documented([{ id: 'a1' }]))).toEqual([]);
});

test('a scheme beside security that is empty is declared, and no operation requires a credential', () => {
  expect(rulesIn(small({ security: [{}] }))).toContain('lint/nothing-secured');
  expect(rulesIn(small({ security: [{ Key: [] }, {}] }))).not.toContain('lint/nothing-secured');
});
