import { expect, test } from 'vitest';
import type { JsonObject } from '../../../spec/contract.ts';
import { answering, ask, bodyOf, bundledMock, field, smallMock, type Ask } from '../mocks.ts';

const example = (why: string) => ({ description: 'No.', content: { 'application/json': { example: { why } } } });

/** Two operations, of which one documents its own refusals; one request in a minute. */
function limited(): ReturnType<typeof smallMock> {
  const own = { '401': example('own 401'), '404': example('own 404'), '400': example('own 400'), '429': example('own 429') };
  const common = { '401': example('the 401 of all'), '429': example('the 429 of all') };
  const parameters = [{ name: 'id', in: 'path', required: true, schema: { type: 'string' }, example: 'thing_1' }];
  const thing = { id: 'thing_1', name: 'First' };
  const paths: JsonObject = {
    '/things': { get: { responses: { ...answering([thing]), ...common } }, post: { responses: { '201': answering(thing)['200']! } } },
    '/things/{id}': { get: { parameters, responses: { ...answering(thing), ...own } } },
  };
  return smallMock(paths, {
    'x-auth-conformance': {
      plans: { free: { limits: ['1/minute'] } },
      accounts: { one: { plan: 'free' } },
      principals: { reader: { account: 'one', scheme: 'Key' } },
    },
  });
}

test.each<readonly [string, Ask, number, boolean]>([
  ['GET /api/things/thing_1', {}, 401, true],
  ['GET /api/things', {}, 401, false],
  ['GET /api/things/thing_1', { as: 'reader', headers: ['Authorization', 'Bearer x'] }, 400, true],
  ['GET /api/things', { as: 'reader', headers: ['Authorization', 'Bearer x'] }, 400, false],
  ['GET /api/nothing', { as: 'reader', headers: ['Authorization', 'Bearer x'] }, 400, false],
  ['GET /api/nothing?access_token=x', { as: 'reader' }, 400, false],
  ['GET /api/things/none', { as: 'reader' }, 404, true],
  ['GET /api/nothing', { as: 'reader' }, 404, false],
])('%s with %j gets %i, as the operation documents it or as all others do', async (request, options, status, own) => {
  const answer = await ask(limited(), request, options);
  expect([answer.status, answer.body === `{"why":"own ${status}"}`]).toEqual([status, own]);
});

test.each([
  ['GET /api/things/thing_1', true],
  ['GET /api/things', false],
  ['GET /api/nothing', false],
])('When a quota is used up, %s is refused as documented for it: %s', async (request, own) => {
  const mock = limited();
  expect(bodyOf(await ask(mock, 'GET /api/things', { as: 'reader' }))).toEqual([{ id: 'thing_1', name: 'First' }]);
  const answer = await ask(mock, request, { as: 'reader' });
  expect([answer.status, answer.body === '{"why":"own 429"}']).toEqual([429, own]);
});

/** The causes in the journal, for requests to the mock of the bundled document. */
test.each<readonly [string, Ask, string]>([
  ['GET /v1/auth/test', { as: 'reader' }, 'success served: operation'],
  ['GET /v1/auth/test', { as: 'reader', headers: ['Prefer', 'code=401'] }, 'success served: preferred-response'],
  ['GET /v1/auth/test', { secure: false }, 'transport rejected: plain-http'],
  ['GET /v1/auth/test', {}, 'credentials rejected: missing-credential'],
  ['GET /v1/auth/test', { as: 'x,y' }, 'credentials rejected: malformed-credential'],
  ['GET /v1/auth/test?access_token=x', { as: 'reader' }, 'credentials rejected: token-in-query'],
  ['GET /v1/auth/test', { as: 'office', peer: '9.9.9.9' }, 'address rejected: address-not-allowed'],
  ['DELETE /v1/conversations/conv_123', { as: 'reader' }, 'scopes rejected: missing-scope'],
  ['GET /v1/nothing', { as: 'reader' }, 'existence rejected: no-such-path'],
  ['GET /v1/conversations/none', { as: 'reader' }, 'existence rejected: no-such-object'],
  ['BREW /v1/auth/test', { as: 'reader' }, 'existence rejected: unknown-method'],
  ['PATCH /v1/auth/test', { as: 'reader' }, 'existence rejected: no-such-method'],
  ['OPTIONS /v1/auth/test', { as: 'reader' }, 'existence served: options'],
  [
    'OPTIONS /v1/auth/test',
    { headers: ['Origin', 'https://app.example', 'Access-Control-Request-Method', 'GET'] },
    'route served: cors-preflight',
  ],
  ['POST /v1/conversations', { as: 'writer', body: '{' }, 'validation rejected: body-not-json'],
])('The journal says how %s with %j ended: %s', async (request, options, cause) => {
  const mock = bundledMock();
  const answer = await ask(mock, request, options);
  const [entry] = mock.journal();
  expect(`${entry!.gate} ${entry!.outcome}: ${entry!.cause.code}`).toBe(cause);
  expect(field(answer, 'X-Mock-Decision')).toContain(`gate=${entry!.gate}; outcome=${entry!.outcome}`);
});

test('The journal says which window a request was over', async () => {
  const mock = bundledMock();
  for (let count = 0; count < 11; count += 1) await ask(mock, 'GET /v1/auth/test', { as: 'free-burner' });
  expect(mock.journal().at(-1)).toMatchObject({
    gate: 'limits',
    outcome: 'rejected',
    cause: { code: 'limit-exceeded', window: expect.stringContaining('minute') },
  });
});
