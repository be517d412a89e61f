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
