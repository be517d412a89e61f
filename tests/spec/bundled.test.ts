import { expect, test } from 'vitest';
import { bundledDocument, loadContract } from '../../spec/load.ts';
import { createValidator } from '../../spec/schema/validator.ts';
import { addressIn, parseRange } from '../../spec/address.ts';

const contract = await loadContract(bundledDocument);
const operation = (id: string) => contract.operations.find((candidate) => candidate.id === id)!;

test('The bundled document asks for the scopes of the page, on the key and on the token alike', () => {
  const scopes = contract.operations.map(({ id, security }) => [
    id,
    ...security.map(({ requirements }) => requirements.map(({ scheme, scopes: asked }) => `${scheme}: ${asked.join(' ')}`).join(' and ')),
  ]);
  expect(scopes).toEqual([
    ['listConversations', 'ApiKey: read', 'OAuth: read'],
    ['createConversation', 'ApiKey: write', 'OAuth: write'],
    ['getConversation', 'ApiKey: read', 'OAuth: read'],
    ['updateConversation', 'ApiKey: write', 'OAuth: write'],
    ['deleteConversation', 'ApiKey: delete', 'OAuth: delete'],
    ['getConversationSummary', 'ApiKey: read', 'OAuth: read'],
    ['testAuth', 'ApiKey: ', 'OAuth: '],
  ]);
  expect(contract.operations.filter(({ public: open }) => open)).toEqual([]);
});

test('All operations but the two that the page shows are assumed', () => {
  expect(contract.operations.filter(({ assumed }) => !assumed).map(({ id }) => id)).toEqual(['listConversations', 'testAuth']);
});

test('The four plans have the windows of the page, and only the pro plan has features', () => {
  expect(contract.plans.map(({ name, windows, features }) => [name, ...windows.map(({ label }) => label), ...features])).toEqual([
    ['free', '100/hour', '10/minute'],
    ['starter', '500/hour', '50/minute'],
    ['standard', '2000/hour', '100/minute'],
    ['pro', '10000/hour', '500/minute', 'oauth2', 'ipAllowList'],
  ]);
  expect(contract.plans[0]!.windows).toEqual([
    { label: '100/hour', limit: 100, seconds: 3600 },
    { label: '10/minute', limit: 10, seconds: 60 },
  ]);
});

test('Reset counts from the epoch and Retry-After from now, each told at its documented places', () => {
  const { rateLimit } = contract;
  expect([rateLimit.resetForm, rateLimit.retryAfterForm]).toEqual(['epoch-seconds', 'delta-seconds']);
  expect(rateLimit.retryAfter.map(({ header, pointer }) => header ?? pointer)).toEqual(['Retry-After', '/error/retry_after']);
  expect(
    operation('testAuth')
      .limited.headers.filter(({ required }) => required)
      .map(({ name }) => name),
  ).toEqual(['Retry-After', 'X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset']);
});

test('Every refusal has the words of the page', () => {
  const { unauthorized, forbidden, limited } = operation('listConversations');
  const refusals = [unauthorized, forbidden, limited, contract.insecure, contract.ipBlocked];
  expect(refusals.map(({ status, documented, content }) => [status, documented, content[0]!.type, content[0]!.example])).toEqual([
    [401, true, 'application/json', { error: { code: 'unauthorized', message: 'Invalid or missing API key' } }],
    [403, true, 'application/json', { error: { code: 'forbidden', message: 'Insufficient permissions for this operation' } }],
    [
      429,
      true,
      'application/json',
      { error: { code: 'rate_limit_exceeded', message: 'Rate limit exceeded. Please try again later.', retry_after: 3600 } },
    ],
    [403, true, 'application/json', { error: { code: 'insecure_connection', message: 'HTTPS required for API requests' } }],
    [403, true, 'application/json', { error: { code: 'forbidden', message: 'Insufficient permissions for this operation' } }],
  ]);
});

test('The code of an error response is fixed by its schema, its message is not', () => {
  const validate = createValidator(contract);
  const schema = contract.unauthorized.content[0]!.schema!;
  expect(validate(schema, { error: { code: 'unauthorized', message: 'anything', more: 1 } })).toEqual([]);
  expect(validate(schema, { error: { code: 'forbidden', message: 'anything' } })).toEqual([
    { pointer: '/error/code', keyword: 'const', value: 'unauthorized', message: 'must be "unauthorized"' },
  ]);
});

test('Every example of the bundled document is allowed by its schema', () => {
  const validate = createValidator(contract);
  const media = contract.operations.flatMap(({ responses, body }) => [
    ...responses.flatMap(({ content }) => content),
    ...(body?.content ?? []),
  ]);
  expect(media.length).toBeGreaterThan(25);
  expect(media.filter(({ exampleDocumented }) => !exampleDocumented)).toEqual([]);
  expect(media.flatMap(({ schema, example }) => validate(schema!, example!))).toEqual([]);
});

test('No example shows the limits that no plan has', () => {
  const examples = JSON.stringify(contract.operations.map(({ responses }) => responses));
  expect(examples).not.toMatch(/\b(5000|4999)\b/);
});

test('The API stands below /v1 on HTTPS only, and OAuth outside it', () => {
  expect([contract.basePath, contract.secureOnly]).toEqual(['/v1', true]);
  expect(contract.schemes.map(({ name, kind, type }) => [name, kind, type])).toEqual([
    ['ApiKey', 'bearer', 'http'],
    ['OAuth', 'bearer', 'oauth2'],
  ]);
  expect(contract.schemes[1]!.flows).toMatchObject([
    {
      kind: 'authorizationCode',
      authorizationUrl: 'https://api.aimychats.com/oauth/authorize',
      tokenUrl: 'https://api.aimychats.com/oauth/token',
      scopes: ['read', 'write', 'delete', 'admin'],
    },
  ]);
});

test('Conversations have a life cycle, and a summary below', () => {
  expect(contract.collections).toEqual([
    {
      path: '/conversations',
      itemPath: '/conversations/{id}',
      parameter: 'id',
      idPointer: '/id',
      create: 'createConversation',
      list: 'listConversations',
      read: 'getConversation',
      update: 'updateConversation',
      remove: 'deleteConversation',
      below: ['getConversationSummary'],
    },
  ]);
  expect(operation('getConversation').parameters).toMatchObject([{ name: 'id', in: 'path', required: true, example: 'conv_123' }]);
});

test('The fixtures cover every plan with an expendable principal, and every state', () => {
  const planOf = new Map(contract.accounts.map(({ name, plan }) => [name, plan]));
  expect(contract.principals.filter(({ expendable }) => expendable).map(({ account }) => planOf.get(account))).toEqual([
    'free',
    'starter',
    'standard',
    'pro',
  ]);
  expect(new Set(contract.principals.map(({ state }) => state))).toEqual(new Set(['active', 'revoked', 'expired']));
  expect(contract.principals.map(({ scheme }) => scheme)).toEqual(contract.principals.map(() => 'ApiKey'));
  expect(contract.clients.map(({ name, public: open }) => [name, open])).toContainEqual(['phone', true]);
  const office = contract.principals.find(({ name }) => name === 'office')!;
  expect(
    addressIn(
      office.from!.map((range) => parseRange(range)!),
      '127.0.0.2',
    ),
  ).toBe(true);
});

test('Nothing of the bundled document is made up by the loader, or cannot be simulated', () => {
  expect(contract.assumptions).toEqual([]);
  expect(contract.unsupported).toEqual([]);
  expect(contract.whoami).toMatchObject({ operation: 'testAuth', scopes: { pointer: '/scopes' }, limit: { pointer: '/rate_limit/limit' } });
});

test('A place names the file and the line where a thing is written', () => {
  const { place } = operation('testAuth');
  expect(place).toMatchObject({ pointer: '/paths/~1auth~1test/get', file: 'spec/openapi.yaml', column: 5 });
  expect(contract.places[place.pointer]).toEqual(place);
  for (const pointer of [
    '',
    '/servers',
    '/paths',
    '/x-auth-conformance/plans',
    '/x-auth-conformance/implies',
    contract.limited.place.pointer,
  ]) {
    expect(contract.places[pointer]?.line, pointer).toBeGreaterThan(0);
  }
});

test('The contract is frozen through and through, and is its own JSON', () => {
  const thawed: string[] = [];
  const visit = (value: unknown, at: string): void => {
    if (typeof value !== 'object' || value === null) return;
    if (!Object.isFrozen(value)) thawed.push(at);
    for (const [name, part] of Object.entries(value)) visit(part, `${at}/${name}`);
  };
  visit(contract, '');
  expect(thawed).toEqual([]);
  expect(JSON.parse(JSON.stringify(contract))).toStrictEqual(contract);
});
