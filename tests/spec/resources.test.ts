import { expect, test } from 'vitest';
import type { Json } from '../../spec/contract.ts';
import { compileDocument } from '../../spec/load.ts';
import { small } from './documents.ts';

const answers = (status: number, schema: Json, example?: Json): Json => ({
  [status]: { description: '', content: { 'application/json': { schema, ...(example !== undefined && { example }) } } },
});

const collections = (paths: Json) => compileDocument(small({ paths })).collections;
const created = (path: string, itemPath: string, responses: Json): Json => ({
  [path]: { post: { operationId: 'make', responses } },
  [itemPath]: { get: { operationId: 'read', responses: {} }, put: { operationId: 'replace', responses: {} } },
});

test('A collection needs a way to create, a path of its items, and an id in the answer', () => {
  const id = answers(201, { properties: { id: { type: 'string' } } });
  expect(collections(created('/plants', '/plants/{plantId}', id))).toEqual([
    {
      path: '/plants',
      itemPath: '/plants/{plantId}',
      parameter: 'plantId',
      idPointer: '/id',
      create: 'make',
      read: 'read',
      update: 'replace',
      below: [],
    },
  ]);
  expect(collections(created('/plants', '/plants/{plantId}', { 201: { description: '' } }))).toEqual([]);
  expect(collections(created('/plants', '/flowers/{plantId}', id))).toEqual([]);
  expect(collections(created('/plants', '/plants/{a}.{b}', id))).toEqual([]);
});

const idPointerOf = (responses: Json) => collections(created('/plants', '/plants/{plant_id}', responses))[0]?.idPointer;

test('The id is the member that is named like the parameter, else id, at the top or one below', () => {
  expect(idPointerOf(answers(200, {}, { id: 1, plantId: 2 }))).toBe('/plantId');
  expect(idPointerOf(answers(200, {}, { data: { id: 1 } }))).toBe('/data/id');
  for (const parameter of ['plantName', 'plant_name', 'plant-name']) {
    const [plants] = collections(created('/plants', `/plants/{${parameter}}`, answers(200, {}, { name: 'fern', creator: { id: 1 } })));
    expect(plants?.idPointer).toBe('/name');
  }
  expect(idPointerOf(answers(200, { allOf: [{ properties: { id: {} } }, { properties: { name: {} } }] }))).toBe('/id');
  expect(idPointerOf(answers(200, { properties: { id: {} } }, { name: 'x' }))).toBeUndefined();
});

test('One level deeper, the id counts only in a member that holds the created object', () => {
  const role = { id: 3, name: 'Viewer' };
  expect(idPointerOf(answers(200, {}, { secret: 'x', role }))).toBeUndefined();
  expect(idPointerOf(answers(200, { properties: { secret: {}, role: { properties: { id: {} } } } }))).toBeUndefined();
  for (const name of ['data', 'plant', 'plants', 'Result', 'resource']) {
    expect(idPointerOf(answers(200, {}, { ok: true, role, [name]: { id: 1 } }))).toBe(`/${name}/id`);
  }
  expect(idPointerOf(answers(200, {}, { anything: { id: 1 } }))).toBe('/anything/id');
});

test('A link of the create response says where the item is and what its id is', () => {
  const links = { item: { operationId: 'readIt', parameters: { slug: '$response.body#/meta/slug' } } };
  const paths = {
    '/plants': { post: { operationId: 'make', responses: { 201: { description: '', links } } } },
    '/flora/{slug}': { get: { operationId: 'readIt', responses: {} }, delete: { operationId: 'drop', responses: {} } },
    '/flora/{slug}/leaves': { get: { operationId: 'leaves', responses: {} } },
  };
  expect(collections(paths)).toEqual([
    {
      path: '/plants',
      itemPath: '/flora/{slug}',
      parameter: 'slug',
      idPointer: '/meta/slug',
      create: 'make',
      read: 'readIt',
      remove: 'drop',
      below: ['leaves'],
    },
  ]);
});

test('The operation whose success lists scopes tells a caller who it is', () => {
  const properties = {
    user: { properties: { id: {} } },
    scopes: { type: 'array' },
    rate_limit: { properties: { limit: {}, remaining: {} } },
  };
  const paths = (security: Json) => ({ '/me': { get: { operationId: 'me', security, responses: answers(200, { properties }) } } });
  const contract = compileDocument(small({ paths: paths([{ Key: [] }]) }));
  expect(contract.whoami).toMatchObject({
    operation: 'me',
    user: { expression: '$response.body#/user/id', pointer: '/user/id' },
    scopes: { pointer: '/scopes' },
    limit: { pointer: '/rate_limit/limit' },
    remaining: { pointer: '/rate_limit/remaining' },
  });
  expect(contract.whoami).not.toHaveProperty('reset');
  expect(contract.assumptions).toContain('me returns the caller’s identity, because its response has a list of scopes.');
  expect(compileDocument(small({ paths: paths([]) })).whoami).toBeUndefined();
});

test('The rejections of the extension have their own status and the response that they refer to', () => {
  const components = { responses: { Plain: { description: 'No.', content: { 'application/json': { example: { code: 'plain' } } } } } };
  const rejections = { insecure: { status: 421, response: '#/components/responses/Plain' }, ipBlocked: { status: 404 } };
  const { insecure, ipBlocked, forbidden } = compileDocument(small({ components, 'x-auth-conformance': { rejections } }));
  expect(insecure).toMatchObject({ status: 421, documented: true, place: { pointer: '/components/responses/Plain' } });
  expect(ipBlocked).toEqual({ ...forbidden, status: 404, documented: false });
});
