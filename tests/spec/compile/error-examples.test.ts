import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../spec/contract.ts';
import { compileDocument } from '../../../spec/load.ts';
import { small } from '../documents.ts';

type Media = { readonly [type: string]: JsonObject };

const open = {
  type: 'object',
  required: ['code'],
  properties: { code: { type: 'string' }, message: { type: 'string' }, status: { type: 'integer' } },
};

/** The bodies of 401, 403 and 429 where the document describes each of them so. */
function bodies(
  content: Media,
  keys: readonly string[] = ['401', '403', '429'],
  components: JsonObject = {},
): readonly (Json | undefined)[] {
  const responses = Object.fromEntries(keys.map((key) => [key, { description: 'An error.', content }]));
  const [operation] = compileDocument(small({ responses, components })).operations;
  return [operation!.unauthorized, operation!.forbidden, operation!.limited].map(({ content: media }) => media[0]?.example);
}

const codes = (values: readonly (Json | undefined)[]) => values.map((value) => JSON.stringify(value).match(/"code":"([^"]*)"/)?.[1]);

test('Of the alternatives of a schema, each status gets the one about it, wherever they are in the body', () => {
  const kind = (code: string, message: string) => ({
    type: 'object',
    required: ['code'],
    properties: { code: { const: code }, message: { type: 'string', example: message } },
  });
  const alternatives = [
    kind('no_such_thing', 'Not found'),
    kind('invalid_token', 'Sign in'),
    kind('access_denied', 'No'),
    kind('slow_down', 'Wait'),
  ];
  const own = ['invalid_token', 'access_denied', 'slow_down'];
  expect(codes(bodies({ 'application/json': { schema: { oneOf: alternatives } } }))).toEqual(own);
  expect(codes(bodies({ 'application/json': { schema: { anyOf: alternatives } } }, ['4XX']))).toEqual(own);
  const nested = {
    type: 'object',
    required: ['errors'],
    properties: { errors: { type: 'array', minItems: 1, items: { oneOf: alternatives } } },
  };
  expect(codes(bodies({ 'application/json': { schema: nested } }))).toEqual(own);
});

test('Of the codes that a schema lists, each status gets its own, and texts that the schema leaves open say the same', () => {
  const schema = {
    ...open,
    properties: { ...open.properties, code: { enum: ['INTERNAL', 'UNAUTHENTICATED', 'PERMISSION_DENIED', 'RESOURCE_EXHAUSTED'] } },
  };
  expect(bodies({ 'application/json': { schema } }, ['default'])).toEqual([
    { code: 'UNAUTHENTICATED', message: 'Missing or invalid credential', status: 401 },
    { code: 'PERMISSION_DENIED', message: 'Not allowed for this credential', status: 403 },
    { code: 'RESOURCE_EXHAUSTED', message: 'Too many requests', status: 429 },
  ]);
});

test.each([
  [
    'name',
    {
      forbidden: { value: { code: 'b' } },
      tooManyRequests: { value: { code: 'c' } },
      badToken: { value: { code: 'x', status: 418 } },
      unauthenticated: { value: { code: 'a' } },
    },
  ],
  [
    'summary',
    {
      one: { summary: 'A permission is missing', value: { code: 'b' } },
      two: { summary: 'Rate limit exceeded', value: { code: 'c' } },
      three: { summary: 'The token is invalid', value: { code: 'a' } },
    },
  ],
  [
    'status',
    {
      one: { value: { code: 'c', status: 429 } },
      two: { value: { code: 'b', status: 403 } },
      three: { value: { code: 'a', status: 401 } },
    },
  ],
  [
    'message',
    {
      one: { value: { code: 'b', message: 'You need the scope write.' } },
      two: { value: { code: 'c', message: 'Slow down.' } },
      three: { value: { code: 'a', message: 'Please sign in.' } },
    },
  ],
])('Of several named examples each status gets the one whose %s is about it', (_, examples) => {
  expect(codes(bodies({ 'application/json': { schema: open, examples } }))).toEqual(['a', 'b', 'c']);
});

test('An example for all errors that is about another one is adapted, and is then no documented wording', () => {
  const content = { 'application/json': { schema: open, example: { code: 'INTERNAL', message: 'Something broke', status: 500 } } };
  expect(bodies(content, ['default'])[1]).toEqual({ code: 'FORBIDDEN', message: 'Not allowed for this credential', status: 403 });
  const [operation] = compileDocument(small({ responses: { default: { description: 'An error.', content } } })).operations;
  expect(operation!.forbidden.content.map(({ exampleDocumented }) => exampleDocumented)).toEqual([false]);
});

test('The only example of a status is sent as it is, whatever its words', () => {
  const example = { code: 'unauthorized', message: 'Not for you' };
  expect(bodies({ 'application/json': { schema: open, example } }, ['403'])[1]).toEqual(example);
});

test('A text that a schema keeps short is the name of the error', () => {
  const schema = {
    type: 'object',
    required: ['title', 'trace'],
    properties: { title: { type: 'string', maxLength: 12 }, trace: { const: 't' } },
  };
  expect(bodies({ 'application/json': { schema } })).toEqual([
    { title: 'Unauthorized', trace: 't' },
    { title: 'Forbidden', trace: 't' },
    { title: 'Rate limited', trace: 't' },
  ]);
});
