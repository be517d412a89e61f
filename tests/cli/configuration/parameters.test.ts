import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { prepareRun } from '../../../cli/run/prepare.ts';
import { requestFor } from '../../../suites/http/request.ts';
import { folderWith } from '../../support/command.ts';

const parameter = (name: string, place = 'path') => ({
  name,
  in: place,
  required: true,
  schema: { type: 'string' },
  example: `example-${name}`,
});
const responses = { '200': { description: 'Good.' } };
const made = { '201': { description: 'Made.', content: { 'application/json': { schema: { type: 'object' }, example: { id: 'n9' } } } } };
const document = {
  openapi: '3.1.0',
  info: { title: 'Notes', version: '1' },
  servers: [{ url: 'https://notes.example' }],
  paths: {
    '/books/{book}/notes': { parameters: [parameter('book')], post: { operationId: 'create', responses: made } },
    '/books/{book}/notes/{id}': {
      parameters: [parameter('book'), parameter('id')],
      get: { operationId: 'read', parameters: [parameter('tenant', 'query')], responses },
      delete: { operationId: 'remove', responses: { '204': { description: 'Gone.' } } },
    },
    '/labels/{name}': {
      parameters: [parameter('name')],
      put: { operationId: 'put', responses: made },
      get: { operationId: 'show', responses },
    },
    '/users/{id}': { parameters: [parameter('id')], get: { operationId: 'user', responses } },
    '/users/{id}/reset': { parameters: [parameter('id'), parameter('tenant', 'query')], post: { operationId: 'reset', responses } },
  },
};

async function targets(parameters: string) {
  const { folder, remove } = await folderWith({
    'openapi.json': JSON.stringify(document),
    'staging.yaml': `document: ./openapi.json\ntarget: https://staging.test\nparameters: ${parameters}\n`,
  });
  onTestFinished(remove);
  const args = { overlay: [], only: [], skip: [], allow: '', slow: false, fault: [], iOwnThisTarget: false };
  const { contract, settings } = await prepareRun({ ...args, config: join(folder, 'staging.yaml') }, '0.0.0');
  return Object.fromEntries(contract.operations.map((operation) => [operation.id, requestFor(settings, operation).target]));
}

test('A value replaces the documented example of the parameter with its name', async () => {
  expect(await targets('{ id: 7, book: b/1, tenant: acme }')).toEqual({
    create: '/books/b%2F1/notes',
    read: '/books/b%2F1/notes/7?tenant=acme',
    remove: '/books/b%2F1/notes/example-id',
    put: '/labels/example-name',
    show: '/labels/example-name',
    user: '/users/7',
    reset: '/users/example-id/reset?tenant=acme',
  });
});

test('A value does not name an object for a PUT that may replace it', async () => {
  expect(await targets('{ name: urgent }')).toMatchObject({ put: '/labels/example-name', show: '/labels/urgent' });
});

test('A value for an operation goes before one for a path, and this before one for a name', async () => {
  const found = await targets('{ id: 1, "/users/{id}": { id: 2 }, read: { id: 3 }, "/books/{book}/notes/{id}": { id: 4, book: 5 } }');
  expect(found).toMatchObject({ user: '/users/2', read: '/books/5/notes/3?tenant=example-tenant' });
});

test.each([
  ['{ bok: b1 }', /^staging\.yaml:3:15: parameters\.bok: the document has no parameter "bok"; did you mean "book"\?$/],
  ['{ raed: { id: 1 } }', /parameters\.raed: the document has no operation or path "raed"; did you mean "read"\?$/],
  ['{ user: { book: 1 } }', /parameters\.user\.book: the document has no parameter of user called "book"$/],
  ['{ user: [1] }', /^staging\.yaml:3:15: parameters\.user: /],
])('The parameters %s are rejected', async (parameters, message) => {
  await expect(targets(parameters)).rejects.toThrow(message);
});
