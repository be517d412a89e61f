import { expect, test } from 'vitest';
import type { Contract, Json } from '../../spec/contract.ts';
import { compileDocument, loadContract } from '../../spec/load.ts';
import { small } from './documents.ts';

const compiled = (parts: { readonly [name: string]: Json } = {}): Contract => compileDocument(small(parts));
const first = (parts: { readonly [name: string]: Json } = {}) => compiled(parts).operations[0]!;
const json = (schema: Json, example?: Json): Json => ({
  description: 'Said.',
  content: { 'application/json; charset=utf-8': { schema, ...(example !== undefined && { example }) } },
});

test('The second document gets everything that it does not say, and says what was made up', async () => {
  const contract = await loadContract('examples/header-key/openapi.yaml');
  expect(contract.principals.map(({ name, account, state, expendable }) => [name, account, state, expendable])).toEqual([
    ['all', 'main', 'active', false],
    ['spare', 'main', 'active', false],
    ['revoked', 'main', 'revoked', false],
    ['expired', 'main', 'expired', false],
    ['other', 'other', 'active', false],
    ['burner', 'burner', 'active', true],
  ]);
  expect([contract.openapi, contract.basePath, contract.secureOnly]).toEqual(['3.0', '/api/v2', true]);
  expect(contract.schemes).toMatchObject([{ kind: 'header', parameter: 'X-Api-Key' }]);
  expect(contract.operations.filter((operation) => operation.public).map(({ id }) => id)).toEqual(['openingHours']);
  expect(contract.collections).toMatchObject([{ itemPath: '/specimens/{number}', idPointer: '/number', update: 'replaceSpecimen' }]);
  expect([contract.plans, contract.clients, contract.scopes, contract.rateLimit.limit, contract.whoami]).toEqual([
    [],
    [],
    [],
    [],
    undefined,
  ]);
  expect(contract.insecure).toMatchObject({
    status: 403,
    documented: false,
    content: [{ example: { success: false, reason: 'forbidden', explanation: 'Not allowed for this credential' } }],
  });
  expect(contract.assumptions).toMatchInlineSnapshot(`
    [
      "The response to plain HTTP is not documented. The mock returns 403 {"success":false,"reason":"forbidden","explanation":"Not allowed for this credential"}.",
      "The accounts main, other, burner are generated.",
      "The principals all, spare, revoked, expired, other, burner are generated.",
    ]
  `);
});

const errorResponseOf = (responses: Json) => {
  const { unauthorized } = first({ responses });
  return [unauthorized.status, unauthorized.documented, unauthorized.content[0]?.example];
};

test('A refusal is the one of its status, else of its range, else the default where a success is described too', () => {
  const [named, ranged, general] = ['named', 'ranged', 'general'].map((code) => json({ const: code }));
  expect(errorResponseOf({ 401: named!, '4XX': ranged!, default: general! })).toEqual([401, true, 'named']);
  expect(errorResponseOf({ '4xx': ranged!, default: general! })).toEqual([401, true, 'ranged']);
  expect(errorResponseOf({ default: general! })).toEqual([401, true, 'general']);
  const { success, unauthorized } = compileDocument(
    small({ paths: { '/things': { get: { security: [{ Key: [] }], responses: { default: general! } } } } }),
  ).operations[0]!;
  expect([success.status, success.documented, unauthorized.documented]).toEqual([200, true, false]);
});

test('Ranges and the default stand among the responses under their own names', () => {
  const { responses } = first({ responses: { '4XX': json({}), default: json({}) } });
  expect(responses.map(({ status, range }) => [status, range])).toEqual([
    [200, undefined],
    [400, '4XX'],
    [500, 'default'],
  ]);
});

const successOf = (responses: Json) => {
  const found = compiled({ paths: { '/things': { get: { responses } } } }).operations[0]!.success;
  return [found.status, found.documented];
};

test('The success is the lowest 2xx, else a redirect, else an empty 200 that is not documented', () => {
  expect(successOf({ 204: json({}), 202: json({}), 302: json({}) })).toEqual([202, true]);
  expect(successOf({ '2XX': json({}), 302: json({}) })).toEqual([200, true]);
  expect(successOf({ 303: json({}), 404: json({}) })).toEqual([303, true]);
  expect(successOf({ 404: json({}) })).toEqual([200, false]);
});

test('An undocumented refusal takes the shape of an error that the document shows', () => {
  const shape = json({}, { errors: [{ status: '404', error: 'missing', detail: 'No such thing.', docs: 'https://things.example' }] });
  const { unauthorized, limited } = first({ responses: { 404: shape } });
  expect(unauthorized).toMatchObject({ status: 401, documented: false, place: { pointer: '/paths/~1things/get/responses' } });
  expect(unauthorized.content).toEqual([
    {
      type: 'application/json',
      example: {
        errors: [{ status: '401', error: 'unauthorized', detail: 'Missing or invalid credential', docs: 'https://things.example' }],
      },
      exampleDocumented: false,
    },
  ]);
  expect(limited.content[0]!.example).toMatchObject({ errors: [{ status: '429', error: 'rate_limited' }] });
  expect(first().unauthorized.content[0]!.example).toEqual({
    error: { code: 'unauthorized', message: 'Missing or invalid credential' },
  });
});

test('A refusal that another operation or a component describes is used, and not called documented', () => {
  const elsewhere = { '/others': { get: { responses: { 401: json({}, { code: 'there' }) } } } };
  expect(first({ paths: elsewhere }).unauthorized).toMatchObject({ documented: false, content: [{ example: { code: 'there' } }] });
  const components = { responses: { TooManyRequests: json({}, { code: 'slow' }) } };
  expect(first({ components }).limited).toMatchObject({ documented: false, content: [{ example: { code: 'slow' } }] });
});

test('A response without an example gets one from its schema', () => {
  const schema = { type: 'object', required: ['code'], properties: { code: { enum: ['no_key'] }, more: { type: 'string' } } };
  const { unauthorized, success } = first({ responses: { 200: json(schema), 401: json(schema) } });
  expect(unauthorized.content).toEqual([
    {
      type: 'application/json',
      sent: 'application/json; charset=utf-8',
      schema: '/paths/~1things/get/responses/401/content/application~1json; charset=utf-8/schema',
      example: { code: 'no_key', more: 'string' },
      exampleDocumented: false,
    },
  ]);
  expect(success.content[0]!.example).toEqual({ code: 'no_key', more: 'string' });
});

test('Examples are found wherever OpenAPI lets them stand', () => {
  const shown = (media: Json) =>
    first({ responses: { 200: { description: '', content: { 'application/json': media } } } }).success.content[0]!;
  const components = { examples: { One: { value: 'referenced' } } };
  expect(shown({ example: null })).toMatchObject({ example: null, exampleDocumented: true });
  expect(shown({ examples: { one: { summary: 'x' }, two: { value: 'named' } } }).example).toBe('named');
  expect(shown({ examples: { one: { dataValue: 'data' } } }).example).toBe('data');
  expect(shown({ schema: { examples: ['of the schema'] } }).example).toBe('of the schema');
  const referring = {
    200: { description: '', content: { 'application/json': { examples: { one: { $ref: '#/components/examples/One' } } } } },
  };
  expect(first({ components, responses: referring }).success.content[0]!.example).toBe('referenced');
});

test('Parameters of path and operation are merged, and a name that only the template has is added', () => {
  const paths = {
    '/a/{x}/{y}': {
      parameters: [
        { name: 'x', in: 'path', required: true, schema: { type: 'integer', minimum: 7 } },
        { name: 'q', in: 'query', schema: { type: 'string' }, example: 'path' },
      ],
      get: {
        parameters: [
          { name: 'q', in: 'query', required: true, example: ['a', 'b'] },
          { name: 'f', in: 'query', content: { 'application/json': { example: { a: 1 } } } },
          { name: 'authorization', in: 'header', schema: { type: 'string' } },
        ],
        responses: {},
      },
    },
  };
  expect(compiled({ paths }).operations[1]!.parameters).toEqual([
    {
      name: 'x',
      in: 'path',
      required: true,
      example: '7',
      invented: true,
      schema: '/paths/~1a~1{x}~1{y}/parameters/0/schema',
      separator: ',',
    },
    { name: 'q', in: 'query', required: true, example: 'a,b', written: 'q=a&q=b' },
    { name: 'f', in: 'query', required: false, example: '{"a":1}' },
    { name: 'y', in: 'path', required: true, example: '1', invented: true },
  ]);
});

test('Without an operationId the method and path are the id; methods of OpenAPI 3.2 count', () => {
  const paths = { '/found': { query: { responses: {} }, additionalOperations: { COPY: { responses: {} } }, 'x-get': {} } };
  const operations = compiled({ openapi: '3.2.0', paths }).operations.slice(1);
  expect(operations.map(({ id, method, safe }) => [id, method, safe])).toEqual([
    ['QUERY /found', 'QUERY', true],
    ['COPY /found', 'COPY', false],
  ]);
});

test('Security is the alternatives of the operation or the document, and an empty one makes it public', () => {
  const paths = {
    '/own': { get: { security: [{ Key: [], Tls: [] }, {}], responses: {} } },
    '/inherited': { get: { responses: {} } },
    '/open': { get: { security: [], responses: {} } },
  };
  const components = { securitySchemes: { Key: { type: 'http', scheme: 'bearer' }, Tls: { type: 'mutualTLS' } } };
  const contract = compileDocument({ ...small({ components, paths }), security: [{ Key: [] }] });
  expect(contract.operations.slice(1).map(({ public: open, security }) => [open, security])).toEqual([
    [
      true,
      [
        {
          requirements: [
            { scheme: 'Key', scopes: [] },
            { scheme: 'Tls', scopes: [] },
          ],
        },
        { requirements: [] },
      ],
    ],
    [false, [{ requirements: [{ scheme: 'Key', scopes: [] }] }]],
    [true, []],
  ]);
});

test('In OpenAPI 3.0 a key takes the scopes of the extension, else of the OAuth alternative beside it', () => {
  const components = {
    securitySchemes: {
      Key: { type: 'http', scheme: 'bearer' },
      OAuth: {
        type: 'oauth2',
        flows: { clientCredentials: { tokenUrl: 'https://things.example/token', scopes: { read: '', write: '' } } },
      },
    },
  };
  const security = [{ Key: [] }, { OAuth: ['write'] }];
  const scopes = (parts: { readonly [name: string]: Json }) =>
    compiled({ components, security, ...parts }).operations[0]!.security.map(({ requirements }) => requirements[0]!.scopes);
  expect(scopes({ openapi: '3.0.0' })).toEqual([['write'], ['write']]);
  expect(scopes({ openapi: '3.0.0', 'x-auth-conformance': { scopes: { listThings: ['read'] } } })).toEqual([['read'], ['write']]);
  expect(scopes({ openapi: '3.1.0' })).toEqual([[], ['write']]);
});

test('Every way in which a credential travels is known, and what cannot be simulated is told', () => {
  const securitySchemes = {
    Key: { type: 'http', scheme: 'Bearer', bearerFormat: 'JWT' },
    Basic: { type: 'http', scheme: 'basic' },
    Header: { type: 'apiKey', in: 'header', name: 'X-Key' },
    Query: { type: 'apiKey', in: 'query', name: 'key' },
    Cookie: { type: 'apiKey', in: 'cookie', name: 'sid' },
    OAuth: { type: 'oauth2', flows: { implicit: { authorizationUrl: 'https://x.example', scopes: {} } } },
    Connect: { type: 'openIdConnect', openIdConnectUrl: 'https://x.example' },
    Tls: { type: 'mutualTLS' },
    Digest: { type: 'http', scheme: 'digest' },
    Token: { type: 'http', scheme: 'Token' },
  };
  const contract = compiled({ components: { securitySchemes } });
  expect(contract.schemes.map(({ name, kind, parameter, challenge }) => [name, kind, parameter, challenge])).toEqual([
    ['Key', 'bearer', 'Authorization', 'Bearer'],
    ['Basic', 'basic', 'Authorization', 'Basic'],
    ['Header', 'header', 'X-Key', 'ApiKey'],
    ['Query', 'query', 'key', 'ApiKey'],
    ['Cookie', 'cookie', 'sid', 'ApiKey'],
    ['OAuth', 'bearer', 'Authorization', 'Bearer'],
    ['Connect', 'bearer', 'Authorization', 'Bearer'],
    ['Tls', 'certificate', '', ''],
    ['Digest', 'digest', 'Authorization', 'Digest'],
    ['Token', 'named', 'Authorization', 'Token'],
  ]);
  expect(contract.schemes[0]!.bearerFormat).toBe('JWT');
  expect(contract.unsupported).toEqual([
    'The authorization and token endpoints of Connect are not served, because the document does not name them: the mock serves the discovery document, its keys and signed tokens.',
  ]);
});

const withServers = (...urls: readonly string[]) =>
  compiled({ servers: urls.map((url) => ({ url, variables: { region: { default: 'eu' } } })) });

test('Servers get the defaults of their variables, and HTTPS alone means HTTPS only', () => {
  expect(withServers('https://{region}.example:8443/v1/').servers).toEqual([
    { url: 'https://eu.example:8443/v1/', secure: true, host: 'eu.example:8443', basePath: '/v1' },
  ]);
  expect(withServers('/v2').servers).toEqual([{ url: '/v2', secure: false, host: '', basePath: '/v2' }]);
  expect(
    [withServers('https://a.example'), withServers('https://a.example', 'http://a.example'), withServers('/'), withServers()].map(
      ({ secureOnly }) => secureOnly,
    ),
  ).toEqual([true, false, false, false]);
});
