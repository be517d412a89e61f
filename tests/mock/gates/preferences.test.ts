import { expect, test } from 'vitest';
import type { JsonObject } from '../../../spec/contract.ts';
import { createValidator } from '../../../spec/schema/validator.ts';
import { answering, ask, bodyOf, field, smallContract, smallMock } from '../mocks.ts';

const json = { 'application/json': { schema: {}, example: { a: 1 } } };
const texts = { 'text/plain': { schema: {}, example: 'a is 1' }, 'text/csv': { schema: {}, example: 'a,1' } };
const schema = { type: 'object', required: ['code'], properties: { code: { type: 'string', minLength: 20, maxLength: 40 } } };
const described = (content: JsonObject) => ({ description: 'What there is.', content });
const paths = {
  '/it': { get: { security: [], responses: { '200': described({ ...texts, ...json }) } } },
  '/refusing': {
    get: {
      responses: {
        '200': described(json),
        '401': described({ 'application/json': { example: { why: 'no key' } } }),
        '404': described({ 'application/problem+json': { examples: { gone: { value: { why: 'gone' } } } } }),
        '409': described({ 'text/plain': { example: 'taken' }, 'application/json': { example: { why: 'taken' } } }),
        '410': { description: 'Gone, and nothing to say.' },
        '429': {
          ...described({ 'application/json': { example: { why: 'too many' } } }),
          headers: { 'Retry-After': { schema: { type: 'integer' } } },
        },
      },
    },
  },
  '/silent': { get: { responses: answering({ ok: true }) } },
  '/made': { get: { security: [], responses: { '200': described({ 'application/json': { schema } }) } } },
  '/named': {
    get: { security: [], responses: { '200': described({ 'application/json': { examples: { one: { value: 1 }, two: { value: 2 } } } }) } },
  },
};
const mock = smallMock(paths);
const as = Object.values(mock.principals)[0]!.secret;
const prefer = (path: string, preference: string) => ask(mock, `GET /api${path}`, { as, headers: ['Prefer', preference] });

test.each([
  ['text/csv', 'text/csv'],
  ['text/*', 'text/plain'],
  ['TEXT/CSV', 'text/csv'],
  ['text/plain;q=0.2, text/csv;q=0.9', 'text/csv'],
  ['text/plain; q=0.2 , text/csv ; q=0.9', 'text/csv'],
  ['application/json;q=0.3, text/csv;q=0.4', 'text/csv'],
  ['text/csv;level=1;q=0.4, text/plain;q=0.5', 'text/plain'],
  ['text/csv;level=9, application/json;q=0.8', 'text/csv'],
  ['image/png, text/*;q=0.1', 'text/plain'],
  ['text/csv, application/json', 'text/csv'],
  ['image/*, */*;q=0.1', 'application/json'],
  ['*/*, text/csv;q=0.5', 'application/json'],
  ['*/*, application/json;q=0.5', 'text/plain'],
  ['*/*, application/json;q=0', 'text/plain'],
  ['text/*, text/plain;q=0', 'text/csv'],
  ['text/csv;q=0', 'application/json'],
  ['text/csv;q=0, text/plain;q=0.1', 'text/plain'],
  ['text/csv;q=much, text/plain;q=0.1', 'text/plain'],
  ['image/*', 'application/json'],
  ['text', 'application/json'],
  ['tex/*', 'application/json'],
  ['', 'application/json'],
])('Of JSON, plain text and CSV, a client that accepts "%s" gets %s', async (accept, type) => {
  const answer = await ask(mock, 'GET /api/it', { headers: ['Accept', accept] });
  expect([answer.status, field(answer, 'Content-Type')!.split(';')[0]]).toEqual([200, type]);
});

test.each([
  ['code=404', 404, '{"why":"gone"}', 'application/problem+json'],
  ['code=409', 409, '{"why":"taken"}', 'application/json'],
  ['code=410', 410, '', undefined],
  [' CODE = "404" ;example=gone', 404, '{"why":"gone"}', 'application/problem+json'],
  ['respond-async, code=200', 200, '{"a":1}', 'application/json'],
])('Who prefers %s is shown what is documented for %i, and that the preference was met', async (preference, status, body, type) => {
  for (const answer of [await prefer('/refusing', preference), await prefer('/refusing', preference)]) {
    expect([answer.status, answer.body, field(answer, 'Preference-Applied')]).toEqual([status, body, `code=${status}`]);
    expect(['Content-Type', 'WWW-Authenticate', 'Retry-After'].map((name) => field(answer, name))).toEqual([type, undefined, undefined]);
  }
});

test.each([
  ['/refusing', 'code=418'],
  ['/refusing', 'code=404, example=nowhere'],
  ['/refusing', 'example=nowhere'],
  ['/refusing', 'code=many'],
  ['/refusing', 'dynamic=false'],
  ['/refusing', 'return=minimal'],
  ['/refusing', ''],
  ['/silent', 'code=401'],
])('Of %s with the preference "%s", which cannot be met, the usual success is served', async (path, preference) => {
  const [usual, answer] = [await ask(mock, `GET /api${path}`, { as }), await prefer(path, preference)];
  expect([answer.status, answer.body, field(answer, 'Preference-Applied')]).toEqual([200, usual.body, undefined]);
});

test('A preferred 401 has a challenge and a preferred 429 has Retry-After, like those of rejected requests', async () => {
  const [unauthorized, limited] = [await prefer('/refusing', 'code=401'), await prefer('/refusing', 'code=429')];
  expect([unauthorized.status, field(unauthorized, 'WWW-Authenticate')]).toEqual([401, 'Bearer realm="Small"']);
  expect([limited.status, field(limited, 'Retry-After'), field(limited, 'WWW-Authenticate')]).toEqual([429, '1', undefined]);
  expect(field(unauthorized, 'Retry-After')).toBeUndefined();
});

test('An example of the success can be asked for by name alone', async () => {
  expect([(await prefer('/named', 'example=two')).body, (await prefer('/named', 'example=one')).body]).toEqual(['2', '1']);
  expect((await ask(mock, 'GET /api/named')).body).toBe('1');
});

test('A dynamic body is another one each time, always fits its schema, and leaves the usual one as it was', async () => {
  const usual = await ask(mock, 'GET /api/made');
  const dynamic = [await prefer('/made', 'dynamic=true'), await prefer('/made', 'dynamic=true'), await prefer('/made', 'dynamic=true')];
  expect(new Set(dynamic.map(({ body }) => body)).size).toBe(3);
  const contract = smallContract(paths);
  const validate = createValidator(contract);
  const { success } = contract.operations.find(({ path }) => path === '/made')!;
  for (const answer of dynamic) expect(validate(success.content[0]!.schema!, bodyOf(answer))).toEqual([]);
  expect((await ask(mock, 'GET /api/made')).body).toBe(usual.body);
});
