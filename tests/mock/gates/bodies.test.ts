import { expect, test } from 'vitest';
import { createMock } from '../../../mock/create.ts';
import { envelopesLike } from '../../../mock/compile/envelope.ts';
import type { Json, JsonObject } from '../../../spec/contract.ts';
import type { Fault } from '../../../mock/faults/fault.ts';
import { createValidator } from '../../../spec/schema/validator.ts';
import { answering, ask, bodyOf, bundled, field, smallContract, smallMock } from '../mocks.ts';

const raise = (message: string): never => {
  throw new Error(message);
};

const open = (responses: JsonObject) => ({ security: [], responses });
const schema = {
  type: 'object',
  required: ['name', 'size'],
  properties: { name: { type: 'string', minLength: 3 }, size: { type: 'integer', minimum: 1 } },
};
const rendered = {
  '/thing': {
    get: open({
      '200': { description: 'Good.', content: { 'application/json': { schema } } },
      '404': {
        description: 'None.',
        content: {
          'application/json': {
            schema: { type: 'object' },
            examples: { gone: { value: { why: 'gone' } }, never: { value: { why: 'never' } } },
          },
        },
      },
    }),
  },
};

test('A body that is only described by a schema is rendered to fit it, and the same from then on', async () => {
  const mock = smallMock(rendered);
  const first = await ask(mock, 'GET /api/thing');
  expect([first.status, field(first, 'Content-Type')]).toEqual([200, 'application/json']);
  const contract = smallContract(rendered);
  expect(createValidator(contract)(contract.operations[0]!.success.content[0]!.schema!, bodyOf<Json>(first))).toEqual([]);
  expect((await ask(mock, 'GET /api/thing')).body).toBe(first.body);
});

test('A caller may prefer to see another documented answer or example', async () => {
  const mock = smallMock(rendered);
  const prefer = async (preference: string) => ask(mock, 'GET /api/thing', { headers: ['Prefer', preference] });
  const named = await prefer('code=404, example=never');
  expect([named.status, bodyOf(named), field(named, 'Preference-Applied')]).toEqual([404, { why: 'never' }, 'code=404']);
  expect(bodyOf(await prefer('code=404; example="gone"'))).toEqual({ why: 'gone' });
  expect((await prefer('code=418')).status).toBe(200);
  expect((await prefer('code=404, example=nowhere')).status).toBe(200);
});

test('What breaks inside is a 500 in the shape of every other error, and the journal says why', async () => {
  const broken: Fault['apply'] = (parts) => ({
    ...parts,
    gates: parts.gates.map((gate) => (gate.name === 'success' ? { ...gate, pass: () => raise('Pipe burst') } : gate)),
  });
  const table = { faults: { broken: { breaks: [], description: 'Breaks.', apply: broken } }, variants: {} };
  const mock = createMock(smallContract(rendered), { table, faults: ['broken'] });
  const answer = await ask(mock, 'GET /api/thing');
  const missing = await ask(mock, 'GET /api/nothing', { as: 'nobody' });
  expect(answer.status).toBe(500);
  expect(Object.keys(bodyOf(answer))).toEqual(Object.keys(bodyOf(missing)));
  expect(answer.body).not.toContain('Pipe');
  expect(mock.journal()[0]).toMatchObject({
    gate: 'engine',
    status: 500,
    cause: { code: 'internal-error', message: 'Pipe burst' },
  });
});

test('A preference opens nothing that a credential would have to', async () => {
  const { responses } = rendered['/thing'].get;
  const mock = smallMock({ '/thing': { get: { responses } } });
  expect((await ask(mock, 'GET /api/thing', { headers: ['Prefer', 'code=200'] })).status).toBe(401);
});

test('The media type that is wanted most is chosen among those documented', async () => {
  const content = { 'application/json': { schema: {}, example: { a: 1 } }, 'text/plain': { schema: {}, example: 'a is 1' } };
  const mock = smallMock({ '/it': { get: open({ '200': { description: 'Good.', content } }) } });
  const accepting = async (accept?: string) => {
    const answer = await ask(mock, 'GET /api/it', { headers: accept === undefined ? [] : ['Accept', accept] });
    return [field(answer, 'Content-Type'), answer.body, field(answer, 'Vary')];
  };
  const json = ['application/json', '{"a":1}', 'Accept'];
  const plain = ['text/plain; charset=utf-8', 'a is 1', 'Accept'];
  expect(await accepting()).toEqual(json);
  expect(await accepting('text/plain')).toEqual(plain);
  expect(await accepting('application/json;q=0.5, text/*')).toEqual(plain);
  expect(await accepting('image/png')).toEqual(json);
});

test('Documented header examples are sent as they stand, and win over what the mock would say', async () => {
  const headers = {
    'X-Version': { schema: { type: 'integer' }, example: 7 },
    'Cache-Control': { schema: { type: 'string' }, example: 'max-age=60' },
  };
  const mock = smallMock({
    '/it': { get: open({ '200': { description: 'Good.', headers, content: { 'application/json': { example: 1 } } } }) },
    '/other': { get: open(answering(1)) },
  });
  const [one, other] = [await ask(mock, 'GET /api/it'), await ask(mock, 'GET /api/other')];
  expect([field(one, 'X-Version'), field(one, 'Cache-Control')]).toEqual(['7', 'max-age=60']);
  expect([field(other, 'Cache-Control'), field(other, 'X-Content-Type-Options')]).toEqual(['no-store', 'nosniff']);
});

test('A required parameter must be there, and a body as its schema wants it', async () => {
  const parameters = [
    { name: 'page', in: 'query', required: true, schema: { type: 'string' } },
    { name: 'X-Region', in: 'header', required: true, schema: { type: 'string' } },
  ];
  const mock = smallMock({
    '/it': { get: { ...open(answering(1)), parameters } },
    '/thing': { put: { ...open(answering(1)), requestBody: { required: true, content: { 'application/json': { schema } } } } },
  });
  expect((await ask(mock, 'GET /api/it?page=1', { headers: ['x-region', 'eu'] })).status).toBe(200);
  expect((await ask(mock, 'GET /api/it?pages=1', { headers: ['x-region', 'eu'] })).status).toBe(400);
  expect((await ask(mock, 'GET /api/it?page=1')).status).toBe(400);
  expect((await ask(mock, 'PUT /api/thing')).status).toBe(400);
  expect((await ask(mock, 'PUT /api/thing', { json: { name: 'abc', size: 1 } })).status).toBe(200);
  expect((await ask(mock, 'PUT /api/thing', { json: { name: 'abc', size: 0 } })).status).toBe(400);
  expect((await ask(mock, 'PUT /api/thing', { body: '{"name":"abc","size":1}', headers: ['Content-Type', 'text/plain'] })).status).toBe(
    415,
  );
});

const like = (example: Json) =>
  envelopesLike({ ...bundled.unauthorized, content: [{ type: 'application/json', example, exampleDocumented: true }] })(
    404,
    'not_found',
    'Nothing here',
  ).value;

test.each<readonly [Json, Json]>([
  [{ error: { code: 'unauthorized', message: 'No key' } }, { error: { code: 'not_found', message: 'Nothing here' } }],
  [
    { error: 'unauthorized', error_description: 'No key' },
    { error: 'not_found', error_description: 'Nothing here' },
  ],
  [
    { code: 'UNAUTHORIZED_KEY', message: 'No key' },
    { code: 'NOT_FOUND', message: 'Nothing here' },
  ],
  [
    { code: 'badKey', message: 'No key' },
    { code: 'notFound', message: 'Nothing here' },
  ],
  [
    { type: 'bad-key', detail: 'No key', status: 401 },
    { type: 'not-found', detail: 'Nothing here', status: 404 },
  ],
  [
    { success: false, reason: 'key_unknown', explanation: 'No key at all' },
    { success: false, reason: 'not_found', explanation: 'Nothing here' },
  ],
  [
    { message: 'No key', fault: 'key_unknown', hint: 'Sign in again', reference: 'https://a.example/errors' },
    { message: 'Nothing here', fault: 'not_found', hint: 'Nothing here', reference: 'https://a.example/errors' },
  ],
  [
    { code: 401, message: 'Unauthorized' },
    { code: 404, message: 'Nothing here' },
  ],
])('Errors that are not documented look like %j', (example, expected) => {
  expect(like(example)).toEqual(expected);
});

test('Where no shape is recognisable, errors are problem details', () => {
  expect(like({ success: false })).toMatchObject({ type: 'about:blank', detail: 'Nothing here' });
  expect(like(['no'])).toEqual({ type: 'about:blank', title: 'Nothing here', status: 404, detail: 'Nothing here' });
});
