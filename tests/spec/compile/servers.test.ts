import { expect, test } from 'vitest';
import { documentedFeatures } from '../../../spec/lint/features.ts';
import { everyServer, serversFor } from '../../../spec/servers.ts';
import { smallContract } from '../../mock/mocks.ts';

const responses = { '200': { description: 'Good.' } };
const contract = smallContract({
  '/plain': { get: { operationId: 'plain', responses } },
  '/moved': {
    servers: [{ url: 'https://old.example/v1' }],
    get: { operationId: 'moved', responses },
    put: { operationId: 'apart', servers: [{ url: '../{which}', name: 'uploads', variables: { which: { default: 'up' } } }], responses },
    post: { operationId: 'empty', servers: [], responses },
  },
});
const urls = (id: string) =>
  serversFor(
    contract,
    contract.operations.find((operation) => operation.id === id)!,
  ).map(({ url }) => url);

test('The servers of an operation take the place of those of its path, and these of the document’s', () => {
  expect(urls('plain')).toEqual(['https://small.example/api']);
  expect(urls('moved')).toEqual(['https://old.example/v1']);
  expect(urls('apart')).toEqual(['../up']);
  expect(urls('empty')).toEqual(['https://old.example/v1']);
});

test('A server of an operation has its name, and the path of its relative URL', () => {
  expect(everyServer(contract).find(({ name }) => name === 'uploads')).toMatchObject({ basePath: '/up', host: '', secure: false });
});

test('A document whose operation has a plain HTTP server does not allow HTTPS only', () => {
  const paths = { '/it': { get: { servers: [{ url: 'http://plain.example' }], responses } } };
  expect([contract.secureOnly, smallContract(paths).secureOnly]).toEqual([true, false]);
});

test('The features of a document name the servers of operations', () => {
  expect(documentedFeatures(contract).map(({ statement }) => statement)).toContain(
    '3 operations with servers of their own: https://old.example/v1 and ../up',
  );
});
