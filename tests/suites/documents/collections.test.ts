import { expect, test } from 'vitest';
import type { Json } from '../../../spec/contract.ts';
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
