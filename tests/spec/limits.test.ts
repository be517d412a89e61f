import { expect, test } from 'vitest';
import type { Json } from '../../spec/contract.ts';
import { compileDocument } from '../../spec/load.ts';
import { parseWindow } from '../../spec/quotas.ts';
import { complaint, small } from './documents.ts';

const withHeaders = (headers: Json, more: { readonly [status: string]: Json } = {}) =>
  compileDocument(small({ responses: { 429: { description: 'Slow down.', headers }, ...more } }));
const integer = (more: { readonly [name: string]: Json } = {}): Json => ({ schema: { type: 'integer', ...more } });

test('A window is a count in so many units of time, and nothing else', () => {
  expect(['10/second', '7/90second', '10/minute', '100/15minute', '1/hour', '5/day'].map((label) => parseWindow(label))).toEqual([
    { label: '10/second', limit: 10, seconds: 1 },
    { label: '7/90second', limit: 7, seconds: 90 },
    { label: '10/minute', limit: 10, seconds: 60 },
    { label: '100/15minute', limit: 100, seconds: 900 },
    { label: '1/hour', limit: 1, seconds: 3600 },
    { label: '5/day', limit: 5, seconds: 86_400 },
  ]);
  const wrong = [
    '',
    '10',
    '10/',
    '/minute',
    '0/minute',
    '010/minute',
    '10/0minute',
    '10/minutes',
    '10/week',
    ' 10/minute',
    '1e3/hour',
    '10/toString',
  ];
  expect(wrong.filter((label) => parseWindow(label) !== undefined)).toEqual([]);
});

test('Rate-limit headers are found by how their names end, those that speak of a rate first', () => {
  const { rateLimit, assumptions } = withHeaders({
    'X-Page-Limit': integer(),
    'x-ratelimit-limit': integer(),
    'X-RateLimit-REMAINING': integer(),
    'X-RateLimit-Reset': integer(),
    'retry-after': integer(),
  });
  const names = [rateLimit.limit, rateLimit.remaining, rateLimit.reset, rateLimit.retryAfter].map((places) =>
    places.map(({ header }) => header),
  );
  expect(names).toEqual([['x-ratelimit-limit'], ['X-RateLimit-REMAINING'], ['X-RateLimit-Reset'], ['retry-after']]);
  expect(rateLimit).toMatchObject({ partition: 'account', window: 'fixed', report: 'first' });
  expect(rateLimit.place.pointer).toBe('/paths/~1things/get/responses/429/headers/x-ratelimit-limit');
  expect(assumptions.join(' ')).toContain('x-ratelimit-limit, X-RateLimit-REMAINING, X-RateLimit-Reset');
});

test('What a refusal does not tell is looked for in the success', () => {
  const { rateLimit } = withHeaders(
    { 'Retry-After': integer() },
    { 200: { description: 'Things.', headers: { 'X-RateLimit-Limit': integer(), 'Content-Type': integer() } } },
  );
  expect(rateLimit.limit).toEqual([{ expression: '$response.header.X-RateLimit-Limit', header: 'X-RateLimit-Limit' }]);
  expect(rateLimit.remaining).toEqual([]);
});

test('A retry time in the body is found by its name, however deep', () => {
  const schema = { allOf: [{ properties: { error: { properties: { retryAfter: { type: 'integer' } } } } }] };
  const { rateLimit } = compileDocument(small({ responses: { 429: { description: '', content: { 'application/json': { schema } } } } }));
  expect(rateLimit.retryAfter).toEqual([{ expression: '$response.body#/error/retryAfter', pointer: '/error/retryAfter' }]);
});

const formOf = (header: Json) => withHeaders({ 'X-Rate-Reset': header }).rateLimit.resetForm;

test('How a time is told follows from the format, else from the example', () => {
  expect(formOf(integer({ format: 'unixtime', example: 30 }))).toBe('epoch-seconds');
  expect(formOf(integer({ example: 1_609_459_200 }))).toBe('epoch-seconds');
  expect(formOf(integer({ example: 30 }))).toBe('delta-seconds');
  expect(formOf(integer())).toBe('delta-seconds');
  expect(formOf({ schema: { type: 'string', format: 'http-date' } })).toBe('http-date');
  expect(formOf({ schema: { type: 'string' }, example: 'Fri, 01 Jan 2021 00:00:00 GMT' })).toBe('http-date');
});

test('What the extension says wins, and its forms come from the headers that it names', () => {
  const { rateLimit } = compileDocument(
    small({
      responses: { 429: { description: '', headers: { 'X-RateLimit-Reset': integer(), 'Back-At': integer({ format: 'unixtime' }) } } },
      'x-auth-conformance': { rateLimit: { window: 'sliding', reset: ['$response.header.back-at'], report: 'tightest' } },
    }),
  );
  expect(rateLimit).toMatchObject({ window: 'sliding', report: 'tightest', resetForm: 'epoch-seconds', reset: [{ header: 'back-at' }] });
  expect(rateLimit.place.pointer).toBe('/x-auth-conformance/rateLimit');
});

test('A plan without limits is a plan without windows', () => {
  const { plans } = compileDocument(small({ 'x-auth-conformance': { plans: { open: {} } } }));
  expect(plans).toMatchObject([{ name: 'open', windows: [], features: [] }]);
});

test('Costs, windows of single operations and another status for the limit are compiled', () => {
  const rejections = { limited: { status: 503, response: '#/components/responses/Busy' } };
  const { plans, limited, operations } = compileDocument(
    small({
      'x-auth-conformance': {
        plans: { free: { limits: ['10/minute'], costs: { listThings: 3 }, operations: { listThings: { limits: ['5/hour'] } } } },
        rejections,
      },
      responses: { 503: { description: 'Under maintenance.' } },
      components: { responses: { Busy: { description: 'Too much.' } } },
    }),
  );
  expect(plans[0]).toMatchObject({ costs: { listThings: 3 }, operations: { listThings: [{ label: '5/hour', limit: 5, seconds: 3600 }] } });
  expect([limited, operations[0]!.limited].map(({ status, documented, description }) => ({ status, documented, description }))).toEqual([
    { status: 503, documented: true, description: 'Too much.' },
    { status: 503, documented: true, description: 'Too much.' },
  ]);
  const plain = compileDocument(
    small({ 'x-auth-conformance': { rejections: { limited: { status: 403 } } }, responses: { 403: { description: 'No.' } } }),
  );
  expect(plain.operations[0]!.limited).toMatchObject({ status: 403, documented: true, description: 'No.' });
});

test('Costs and windows name operations of the document', async () => {
  const extension = { plans: { free: { costs: { listThing: 3 }, operations: { nothing: { limits: ['1/hour'] } } } } };
  expect(await complaint(() => compileDocument(small({ 'x-auth-conformance': extension }), { source: 'it' }))).toMatchInlineSnapshot(`
    "x-auth-conformance.plans.free.costs.listThing: expected an operationId (listThings), got "listThing"; did you mean "listThings"? (it)
    x-auth-conformance.plans.free.operations.nothing: expected an operationId (listThings), got "nothing" (it)"
  `);
});
