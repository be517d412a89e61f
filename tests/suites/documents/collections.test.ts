import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../spec/contract.ts';
import { stillMock } from '../../support/in-process.ts';
import { load, run } from '../../support/field.ts';

const made = (example: Json) => ({
  201: { description: 'Made.', content: { 'application/json': { schema: { type: 'object' }, example } } },
});
const shown = (example: Json) => ({ 200: { description: 'Shown.', content: { 'application/json': { example } } } });
const parameter = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'string' } });

const shelves = {
  security: [{ Key: [] }],
  paths: {
    '/shelves': { post: { operationId: 'addShelf', security: [{ Key: [] }], responses: made({ id: 's1' }) } },
    '/shelves/{shelf}': {
      parameters: [parameter('shelf')],
      get: { operationId: 'readShelf', security: [{ Key: [] }], responses: shown({ id: 's1' }) },
    },
    '/shelves/{shelf}/books': {
      parameters: [parameter('shelf')],
      get: { operationId: 'listBooks', security: [{ Key: [] }], responses: shown([{ id: 'b1' }]) },
      post: { operationId: 'addBook', security: [{ Key: [] }], responses: made({ id: 'b1' }) },
    },
    '/shelves/{shelf}/books/{book}': {
      parameters: [parameter('shelf'), parameter('book')],
      delete: { operationId: 'dropBook', security: [{ Key: [] }], responses: { 204: { description: 'Gone.' } } },
    },
  },
};

test('objects that can be listed and not read, within objects of another collection, are made and removed within those', async () => {
  const { objections, calls } = await run(await load(shelves), {});
  expect(objections).toEqual([]);
  const removals = calls.filter(({ method }) => method === 'DELETE').map(({ target }) => target);
  expect(removals.some((target) => /^\/api\/shelves\/(?!1\/|shelf\/)[^/]+\/books\/[^/]+$/.test(target))).toBe(true);
});

describe('objects that a PUT creates', () => {
  const label = { type: 'object', required: ['name'], properties: { name: { type: 'string' }, colour: { type: 'string' } } };
  const content = { 'application/json': { schema: label } };
  const both: JsonObject = { 200: { description: 'Replaced.', content }, 201: { description: 'Made.', content } };
  const labels = (schema: JsonObject, successes = both, parts: JsonObject = {}) => ({
    ...parts,
    security: [{ Key: [] }],
    paths: {
      '/labels': {
        get: {
          operationId: 'listLabels',
          security: [{ Key: [] }],
          responses: { 200: { description: 'All.', content: { 'application/json': { schema: { type: 'array', items: label } } } } },
        },
      },
      '/labels/{name}': {
        parameters: [{ name: 'name', in: 'path', required: true, schema }],
        put: {
          operationId: 'putLabel',
          security: [{ Key: [] }],
          requestBody: {
            required: true,
            content: { 'application/json': { schema: { type: 'object', properties: { colour: { const: 'red' } } } } },
          },
          responses: { ...successes, 401: { description: 'Who?' }, 429: { description: 'Later.' } },
        },
        get: {
          operationId: 'readLabel',
          security: [{ Key: [] }],
          responses: { 200: { description: 'Shown.', content }, 401: { description: 'Who?' } },
        },
        delete: {
          operationId: 'dropLabel',
          security: [{ Key: [] }],
          responses: { 204: { description: 'Gone.' }, 401: { description: 'Who?' } },
        },
      },
    },
  });

  test('are made by the mock where the path says, replaced by a second PUT, and gone after a DELETE', async () => {
    const contract = await load(labels({ type: 'string' }));
    const mock = stillMock(contract);
    const headers = ['Authorization', `Bearer ${Object.values(mock.principals)[0]!.secret}`, 'Content-Type', 'application/json'];
    const ask = async (method: string, target: string, body?: string) => {
      const reply = await mock.handle({ method, target, headers, ...(body !== undefined && { body }), secure: true, peer: '127.0.0.1' });
      return [reply.status, ...(reply.body === '' ? [] : [JSON.parse(reply.body)])];
    };
    expect((await ask('GET', '/api/labels/urgent'))[0]).toBe(404);
    expect(await ask('PUT', '/api/labels/urgent', '{"colour":"red"}')).toEqual([201, { name: 'urgent', colour: 'red' }]);
    expect(await ask('PUT', '/api/labels/urgent', '{}')).toEqual([200, { name: 'urgent', colour: 'red' }]);
    expect(await ask('GET', '/api/labels/urgent')).toEqual([200, { name: 'urgent', colour: 'red' }]);
    expect((await ask('GET', '/api/labels'))[1]).toContainEqual({ name: 'urgent', colour: 'red' });
    expect(await ask('DELETE', '/api/labels/urgent')).toEqual([204]);
    expect((await ask('GET', '/api/labels/urgent'))[0]).toBe(404);
  });

  test.each<readonly [string, JsonObject, RegExp]>([
    ['any text', { type: 'string' }, /^auth-conformance-[0-9a-f]{16}$/],
    ['a UUID', { type: 'string', format: 'uuid' }, /^[0-9a-f-]{36}$/],
    ['few characters', { type: 'string', pattern: '^[a-f0-9]{24}$' }, /^[0-9a-f]{24}$/],
  ])('have a new name in every run that allows %s, and are removed', async (_, schema, form) => {
    const { objections, calls } = await run(await load(labels(schema)), {});
    expect(objections).toEqual([]);
    const named = (method: string) => calls.filter((call) => call.method === method && call.target.startsWith('/api/labels/'));
    const names = (method: string) => new Set(named(method).map(({ target }) => target.slice('/api/labels/'.length)));
    const fresh = [...names('PUT')].filter((name) => form.test(name));
    expect(fresh.length).toBeGreaterThan(2);
    expect(fresh.filter((name) => !names('DELETE').has(name))).toEqual([]);
  });

  test.each<readonly [string, JsonObject]>([
    ['with the object in the response', both],
    ['with an empty response', { 200: { description: 'Replaced.' }, 201: { description: 'Made.' } }],
  ])('are left in no account, %s', async (_, successes) => {
    const { mock, calls } = await run(await load(labels({ type: 'string' }, successes)), {});
    expect(calls.some(({ method, target }) => method === 'PUT' && target.includes('/auth-conformance-'))).toBe(true);
    for (const { secret } of Object.values(mock.principals).filter(({ state }) => state === 'active')) {
      const headers = ['Authorization', `Bearer ${secret}`];
      const { status, body } = await mock.handle({ method: 'GET', target: '/api/labels', headers, secure: true, peer: '127.0.0.1' });
      expect(status).toBe(200);
      expect(body).not.toContain('auth-conformance-');
    }
  });

  test('are the only ones that a run puts, also to use up a limit', async () => {
    const plans = { 'x-auth-conformance': { plans: { default: { limits: ['10/minute'] } } } };
    const { calls, checks } = await run(await load(labels({ type: 'string' }, both, plans)), {
      settings: { allow: { writes: true, burn: true, destructive: false } },
    });
    expect(checks.some(({ id, outcome }) => id.startsWith('limits/') && outcome === 'pass')).toBe(true);
    const put = calls.filter(({ method, headers }) => method === 'PUT' && headers.includes('Authorization'));
    expect(put.length).toBeGreaterThan(0);
    expect(put.filter(({ target }) => !target.startsWith('/api/labels/auth-conformance-'))).toEqual([]);
  });

  test('are none of an operation that documents no 201', async () => {
    const { collections } = await load(labels({ type: 'string' }, { 200: { description: 'Replaced.', content } }));
    expect(collections).toEqual([]);
    expect((await load(labels({ type: 'string' }))).collections).toHaveLength(1);
  });

  test('are none if no name is sure to be new', async () => {
    const { calls } = await run(await load(labels({ type: 'string', enum: ['low', 'high'] })), {
      settings: { allow: { writes: true, burn: true, destructive: false } },
    });
    expect(calls.filter(({ method, headers }) => method === 'PUT' && headers.includes('Authorization'))).toEqual([]);
  });
});
