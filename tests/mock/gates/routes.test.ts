import { expect, test } from 'vitest';
import { answering, ask, field, smallMock, type Ask } from '../mocks.ts';

const open = { security: [], responses: answering(1) };
const secured = { responses: answering(1) };

const mock = smallMock({
  '/': { get: open },
  '/it': { get: open },
  '/open': { get: open, put: open },
  '/mixed': { get: open, put: secured },
  '/gone': { delete: open },
  '/asked': { options: open, get: open },
  '/locked': { get: secured },
});
const as = Object.values(mock.principals)[0]!.secret;
const origin = ['Origin', 'https://app.example'];
const wanting = ['Access-Control-Request-Method', 'PUT'];

test.each<readonly [string, number]>([
  ['/api', 200],
  ['/api/', 200],
  ['/api?a=b', 200],
  ['/api/it?a=/b?c', 200],
  ['http://small.example/api/it', 200],
  ['HTTPS://small.example:8443/api/it?a=b', 200],
  ['https://small.example/it', 404],
  ['https://small.example?/api/it', 404],
  ['ftp://small.example/api/it', 404],
  ['x-https://small.example/api/it', 404],
  ['not-a-url/api/it?https://x', 404],
  ['/apiXit', 404],
  ['/apix/it', 404],
  ['/it', 404],
  ['*', 404],
])('GET %s is answered with %i', async (target, status) => {
  expect((await ask(mock, `GET ${target}`, { as })).status).toBe(status);
});

test.each<readonly [string, string, Ask, number, string | undefined]>([
  ['PATCH /api/open', 'where all operations are open', {}, 405, 'GET, PUT, HEAD, OPTIONS'],
  ['PATCH /api/open', 'where all operations are open, with a key that is wrong', { as: 'nobody' }, 405, 'GET, PUT, HEAD, OPTIONS'],
  ['PATCH /api/open', 'where all are open, with two keys', { as, headers: ['Authorization', 'Bearer x'] }, 405, 'GET, PUT, HEAD, OPTIONS'],
  ['PATCH /api/mixed', 'where one operation is secured', {}, 401, undefined],
  ['PATCH /api/mixed', 'where one operation is secured, with a key', { as }, 405, 'GET, PUT, HEAD, OPTIONS'],
  ['GET /api/gone', 'where there is DELETE alone', {}, 405, 'DELETE, OPTIONS'],
  ['HEAD /api/gone', 'where there is DELETE alone', {}, 405, 'DELETE, OPTIONS'],
  ['HEAD /api/it', 'where there is GET', {}, 200, undefined],
  ['HEAD /api/nothing', 'where there is nothing', { as }, 404, undefined],
  ['HEAD /api/nothing', 'where there is nothing, without a key', {}, 401, undefined],
  ['OPTIONS /api/it', 'without a key', {}, 204, 'GET, HEAD, OPTIONS'],
  ['OPTIONS /api/locked', 'with a key', { as }, 204, 'GET, HEAD, OPTIONS'],
  ['OPTIONS /api/locked', 'without a key', {}, 401, undefined],
  ['OPTIONS /api/locked', 'of another origin', { headers: origin }, 401, undefined],
  ['OPTIONS /api/locked', 'of no origin', { headers: wanting }, 401, undefined],
  ['OPTIONS /api/locked', 'as a preflight', { headers: [...origin, ...wanting] }, 204, undefined],
  ['PATCH /api/locked', 'as if it were a preflight', { headers: [...origin, ...wanting] }, 401, undefined],
  ['OPTIONS /api/nothing', 'as a preflight', { headers: [...origin, ...wanting] }, 401, undefined],
  ['OPTIONS /api/asked', 'as a preflight, where it is an operation', { headers: [...origin, ...wanting] }, 200, undefined],
])('%s %s is answered as it deserves', async (request, _, options, status, allow) => {
  const answer = await ask(mock, request, options);
  expect([answer.status, field(answer, 'Allow')]).toEqual([status, allow]);
});

test('A preflight may be remembered for ten minutes', async () => {
  const answer = await ask(mock, 'OPTIONS /api/mixed', { headers: [...origin, ...wanting] });
  const names = ['Access-Control-Allow-Methods', 'Access-Control-Max-Age', 'Access-Control-Allow-Origin'];
  expect(names.map((name) => field(answer, name))).toEqual(['GET, PUT, HEAD, OPTIONS', '600', '*']);
});

test('Concrete segments win over parameters, parts of segments match, and an encoded slash stays in its segment', async () => {
  const string = { schema: { type: 'string' }, required: true, in: 'path' };
  const named = (name: string, ...names: readonly string[]) => ({
    parameters: names.map((parameter) => ({ ...string, name: parameter })),
    get: { security: [], responses: answering(name) },
  });
  const routed = smallMock({
    '/vans/{id}/{date}': named('dated', 'id', 'date'),
    '/vans/{id}/notes': named('notes', 'id'),
    '/vans/{id}': named('van', 'id'),
    '/vans/mine': named('mine'),
    '/vans/{id}:park': named('park', 'id'),
    '/report.{format}': named('report', 'format'),
  });
  const at = async (path: string) => JSON.parse((await ask(routed, `GET /api${path}`)).body) as unknown;
  expect(await at('/vans/mine')).toBe('mine');
  expect(await at('/vans/%6Dine')).toBe('mine');
  expect(await at('/vans/a%2Fb')).toBe('van');
  expect(await at('/vans/7/notes')).toBe('notes');
  expect(await at('/vans/7/2024')).toBe('dated');
  expect(await at('/vans/7:park')).toBe('park');
  expect(await at('/report.csv')).toBe('report');
});
