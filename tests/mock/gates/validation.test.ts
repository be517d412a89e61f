import { expect, test } from 'vitest';
import type { JsonObject } from '../../../spec/contract.ts';
import { answering, ask, bodyOf, smallMock, type Ask } from '../mocks.ts';

const schema = { type: 'object', required: ['name'], properties: { name: { type: 'string', minLength: 3 } } };
const json = { 'application/json': { schema } };
const sent = (content: JsonObject, more: JsonObject = {}) => ({
  post: { security: [], requestBody: { content, ...more }, responses: answering(1) },
});
const parameter = (name: string, place = 'query') => ({ name, in: place, required: true, schema: { type: 'string' } });
const example = (why: string) => ({ description: 'No.', content: { 'application/json': { example: { why } } } });

const mock = smallMock({
  '/required': sent(json, { required: true }),
  '/optional': sent(json),
  '/form': sent({ 'application/x-www-form-urlencoded': { schema } }),
  '/image': sent({ 'image/*': {} }),
  '/anything': sent({ '*/*': {} }),
  '/either': sent({ ...json, 'text/plain': {} }),
  '/free': sent({ 'application/json': {} }),
  '/unsaid': sent({}),
  '/vendor': sent({ 'application/vnd.small+json': { schema } }),
  '/told': {
    post: {
      security: [],
      parameters: [parameter('page')],
      requestBody: { content: json },
      responses: { ...answering(1), '400': example('own 400'), '422': example('own 422') },
    },
  },
  '/search': { get: { security: [], parameters: [parameter('page'), parameter('sort by')], responses: answering(1) } },
  '/regions/{name}': {
    get: { security: [], parameters: [parameter('name', 'path'), parameter('X-Region', 'header')], responses: answering(1) },
    delete: { security: [], parameters: [parameter('name', 'path'), parameter('page')], responses: answering(1) },
  },
});

const typed = (type: string, body: string): Ask => ({ body, headers: ['Content-Type', type] });
const good = '{"name":"abc"}';

/** What the answer says of a request that is in order. */
const served = '1';

test.each<readonly [string, string, Ask, string]>([
  ['POST /required', 'no body where one is required', {}, 'A body is required'],
  ['POST /required', 'an empty body where one is required', typed('application/json', ''), 'A body is required'],
  ['POST /optional', 'no body where none is required', {}, served],
  ['POST /optional', 'an empty body where none is required', typed('application/json', ''), served],
  ['POST /required', 'a body that does not say its type', { body: good }, served],
  ['POST /required', 'a wrong body that does not say its type', { body: '{"name":"a"}' }, 'The body is not valid at /name: '],
  ['POST /required', 'a type with a parameter', typed('application/json; charset=utf-8', good), served],
  ['POST /required', 'a type in capitals, before a space', typed('Application/JSON ;charset=utf-8', good), served],
  [
    'POST /required',
    'a type that only begins like the one',
    typed('application/jsonl', good),
    'The media type of the body is not accepted',
  ],
  ['POST /required', 'half a body', typed('application/json', '{"name":'), 'The body is not JSON'],
  ['POST /required', 'a body without a member', typed('application/json', '{}'), 'The body is not valid: '],
  ['POST /vendor', 'a vendor type of JSON, and wrong', typed('application/vnd.small+json', '{}'), 'The body is not valid: '],
  ['POST /free', 'JSON that no schema describes', typed('application/json', '[1]'), served],
  ['POST /free', 'half of it', typed('application/json', '['), 'The body is not JSON'],
  ['POST /form', 'a form', typed('application/x-www-form-urlencoded', 'name=abc&name=%'), served],
  ['POST /form', 'JSON in place of a form', typed('application/json', good), 'The media type of the body is not accepted'],
  ['POST /image', 'a type within the range', typed('image/png', 'x'), served],
  ['POST /image', 'a type outside the range', typed('text/image/png', 'x'), 'The media type of the body is not accepted'],
  ['POST /image', 'a type that only begins like the range', typed('imagery/png', 'x'), 'The media type of the body is not accepted'],
  ['POST /anything', 'any type where all are accepted', typed('text/csv', 'x'), served],
  ['POST /either', 'plain text beside JSON', typed('text/plain', '{'), served],
  ['POST /either', 'neither of two types', typed('text/csv', 'x'), 'The media type of the body is not accepted'],
  ['POST /unsaid', 'any body where no type is named', typed('text/csv', 'x'), served],
  ['POST /unsaid', 'JSON where no type is named', typed('application/json', '{'), served],
  ['POST /unsaid', 'a body without a type where none is named', { body: 'x' }, served],
  ['GET /search?page=1&sort+by=name', 'all parameters', {}, served],
  ['GET /search?%=1&p%61ge=&sort%20by=', 'parameters that are empty, encoded and beside one that nobody can decode', {}, served],
  ['GET /search?page=1', 'one parameter of two', {}, 'The query parameter sort by is required'],
  ['GET /search?mypage=page&sort+by=page', 'the name as a value', {}, 'The query parameter page is required'],
  ['GET /search', 'no query', {}, 'The query parameter page is required'],
  ['GET /regions/x', 'no header', {}, 'The header parameter X-Region is required'],
  ['GET /regions/x', 'the header in lower case', { headers: ['x-region', 'eu'] }, served],
  ['DELETE /regions/x&page=1', 'a parameter in the path', {}, 'The query parameter page is required'],
])('%s with %s is told what is wrong, or served', async (request, _, options, why) => {
  const answer = await ask(mock, request.replace(' /', ' /api/'), options);
  const status = why === served ? 200 : why.startsWith('The media type') ? 415 : 400;
  expect([answer.status, answer.body]).toEqual([status, expect.stringContaining(why)]);
});

test.each<readonly [string, Ask, number]>([
  ['POST /told?page=1', typed('application/json', '{}'), 422],
  ['POST /told?page=1', typed('application/json', '{'), 400],
  ['POST /told', typed('application/json', good), 400],
])('Where an operation documents its refusals, %s gets the documented one for a body that is %j', async (request, options, status) => {
  const answer = await ask(mock, request.replace(' /', ' /api/'), options);
  expect([answer.status, bodyOf(answer)]).toEqual([status, { why: `own ${status}` }]);
});

/** A mock whose operations document these error responses. */
const documented = (responses: JsonObject) =>
  smallMock({
    '/it': {
      get: {
        parameters: [{ name: 'year', in: 'query', required: true, schema: { type: 'integer' } }],
        responses: { ...answering(1), '401': example('own 401'), ...responses },
      },
      post: { requestBody: { required: true, content: json }, responses: { ...answering(1), '401': example('own 401'), ...responses } },
    },
  });

test.each<readonly [string, JsonObject, string, Ask, number, string]>([
  ['only 422, a parameter missing', { '422': example('own 422') }, 'GET /it', {}, 422, 'own 422'],
  ['only 422, a parameter of another type', { '422': example('own 422') }, 'GET /it?year=soon', {}, 422, 'own 422'],
  ['only 422, no body', { '422': example('own 422') }, 'POST /it', {}, 422, 'own 422'],
  ['only 422, half a body', { '422': example('own 422') }, 'POST /it', typed('application/json', '{'), 422, 'own 422'],
  ['only 422, a body of another type', { '422': example('own 422') }, 'POST /it', typed('text/csv', 'x'), 415, 'not accepted'],
  ['only 400, a wrong body', { '400': example('own 400') }, 'POST /it', typed('application/json', '{}'), 400, 'own 400'],
  ['a range', { '4XX': example('own 4XX') }, 'GET /it', {}, 400, 'own 4XX'],
  ['a range, a body of another type', { '4XX': example('own 4XX') }, 'POST /it', typed('text/csv', 'x'), 415, 'own 4XX'],
  ['the default', { default: example('own default') }, 'GET /it', {}, 400, 'own default'],
  ['neither', {}, 'GET /it', {}, 400, 'is required'],
])('Where the document has %s, the error is the documented one of that status', async (_, responses, request, options, status, why) => {
  const own = documented(responses);
  const as = Object.values(own.principals)[0]!.secret;
  const target = request.replace(' /', ' /api/');
  const refused = await ask(own, target, options);
  expect([refused.status, bodyOf(refused)]).toEqual([401, { why: 'own 401' }]);
  const answer = await ask(own, target, { ...options, as });
  expect([answer.status, answer.body]).toEqual([status, expect.stringContaining(why)]);
  expect(answer.body).not.toContain('own 401');
});

const list = { type: 'array', items: { type: 'integer' } };
const typedMock = smallMock(
  {
    '/typed/{level}': {
      get: {
        security: [],
        parameters: [
          { name: 'level', in: 'path', required: true, schema: { type: 'string', enum: ['low', '2'] } },
          { name: 'size', in: 'query', schema: { $ref: '#/components/schemas/Size' } },
          { name: 'ids', in: 'query', schema: list },
          { name: 'row', in: 'query', schema: list, explode: false },
          { name: 'pipes', in: 'query', schema: list, style: 'pipeDelimited' },
          { name: 'filter', in: 'query', required: true, schema: { type: 'object' }, style: 'deepObject' },
          { name: 'odd', in: 'query', schema: { type: 'integer' }, example: 'documented' },
          { name: 'X-On', in: 'header', schema: { type: 'boolean' } },
        ],
        responses: answering(1),
      },
    },
  },
  { components: { schemas: { Size: { type: 'integer', maximum: 10 } }, securitySchemes: { Key: { type: 'http', scheme: 'bearer' } } } },
);

test.each<readonly [string, readonly string[], string]>([
  ['low?filter[a]=1', [], served],
  ['2?filter[a]=1&size=10', [], served],
  ['high?filter[a]=1', [], 'The path parameter level is not valid: must be one of'],
  ['low?filter[a]=1&size=11', [], 'The query parameter size is not valid: '],
  ['low?filter[a]=1&size=ten', [], 'The query parameter size is not valid: must be integer'],
  ['low?filter[a]=1&size=1&size=2', [], 'The query parameter size is not valid: '],
  ['low?filter[a]=1&ids=1&ids=2', [], served],
  ['low?filter[a]=1&ids=1', [], served],
  ['low?filter[a]=1&ids=1&ids=x', [], 'The query parameter ids is not valid: '],
  ['low?filter[a]=1&row=1,2', [], served],
  ['low?filter[a]=1&row=1,x', [], 'The query parameter row is not valid: '],
  ['low?filter[a]=1&pipes=1%7C2', [], served],
  ['low?filter[a]=1&odd=documented', [], 'The query parameter odd is not valid: '],
  ['low?filter[a]=1&odd=other', [], 'The query parameter odd is not valid: '],
  ['low', [], 'The query parameter filter is required'],
  ['low?filter[a]=1', ['x-on', 'true'], served],
  ['low?filter[a]=1', ['x-on', 'yes'], 'The header parameter X-On is not valid: must be boolean'],
])('Parameters have the types of the document: %s with %j', async (target, headers, why) => {
  const answer = await ask(typedMock, `GET /api/typed/${target}`, { headers });
  expect([answer.status, answer.body]).toEqual([why === served ? 200 : 400, expect.stringContaining(why)]);
});

test('A body of bytes is read as one of text is', async () => {
  const bytes = async (text: string) => {
    const headers = ['Content-Type', 'application/json'];
    const body = new TextEncoder().encode(text);
    return mock.handle({ method: 'POST', target: '/api/required', headers, body, secure: true, peer: '::1' });
  };
  expect([(await bytes('{"name":"äöü"}')).status, (await bytes('{"name":"äö"}')).status]).toEqual([200, 400]);
});

test('What a form says is what is made of it', async () => {
  const thing = { id: 'thing_1', name: 'First' };
  const content = { 'application/json': { example: thing } };
  const things = smallMock({
    '/things': {
      get: { responses: answering([thing]) },
      post: {
        requestBody: { content: { 'application/x-www-form-urlencoded': {} } },
        responses: { '201': { description: 'Made.', content } },
      },
    },
    '/things/{id}': {
      get: { parameters: [{ ...parameter('id', 'path'), example: 'thing_1' }], responses: { '200': { description: 'Good.', content } } },
    },
  });
  const as = Object.values(things.principals)[0]!.secret;
  const made = async (form: string) =>
    bodyOf(await ask(things, 'POST /api/things', { as, ...typed('application/x-www-form-urlencoded', form) })).name;
  expect(await made('name=Two+words%21&size=1')).toBe('Two words!');
  expect(await made('size=1&name=100%')).toBe('100%');
  expect(await made('name')).toBe('');
});
