import { expect, test } from 'vitest';
import { loadContract } from '../../../spec/load.ts';
import { complaint, files } from '../documents.ts';

const responses = { '200': { description: 'Good.' } };
const operation = (...names: readonly string[]) => ({
  get: { security: names.map((name) => ({ [name]: [] })), responses },
});
const document = (paths: object, more: object = {}) =>
  JSON.stringify({
    openapi: '3.2.0',
    info: { title: 'Doors', version: '1' },
    paths,
    ...more,
  });
const schemes = JSON.stringify({
  components: { securitySchemes: { Key: { type: 'apiKey', in: 'header', name: 'X-Key' }, Card: { type: 'http', scheme: 'bearer' } } },
  loose: { type: 'http', scheme: 'basic' },
});

const asked = ({ operations }: Awaited<ReturnType<typeof loadContract>>) =>
  operations.map(({ security }) => security.flatMap(({ requirements }) => requirements.map(({ scheme }) => scheme)));

test('A requirement names a scheme of another file by its URI', async () => {
  const path = await files({
    'openapi.json': document({
      '/one': operation('./shared.json#/components/securitySchemes/Key'),
      '/both': operation('shared.json#/components/securitySchemes/Key', './shared.json#/loose'),
    }),
    'shared.json': schemes,
  });
  const contract = await loadContract(path);
  expect(asked(contract)).toEqual([['Key'], ['Key', 'loose']]);
  expect(contract.schemes.map(({ name, kind, parameter }) => [name, kind, parameter])).toEqual([
    ['Key', 'header', 'X-Key'],
    ['loose', 'basic', 'Authorization'],
  ]);
});

test('A URI is relative to the file that the requirement is in', async () => {
  const path = await files({
    'openapi.json': document({ '/one': { $ref: './parts/one.json' } }),
    'parts/one.json': JSON.stringify(operation('schemes.json#/components/securitySchemes/Card')),
    'parts/schemes.json': schemes,
  });
  expect(asked(await loadContract(path))).toEqual([['Card']]);
});

test('A name of a component is never a URI, and a component of another file with the same name is another scheme', async () => {
  const own = { 'shared.json#/Key': { type: 'http', scheme: 'bearer' }, Key: { type: 'http', scheme: 'basic' } };
  const path = await files({
    'openapi.json': document(
      {
        '/one': operation(
          'shared.json#/Key',
          './shared.json#/components/securitySchemes/Key',
          './openapi.json#/components/securitySchemes/Key',
        ),
      },
      { components: { securitySchemes: own } },
    ),
    'shared.json': schemes,
  });
  const contract = await loadContract(path);
  expect(asked(contract)).toEqual([['shared.json#/Key', 'Key2', 'Key']]);
  expect(contract.schemes.map(({ name, kind }) => [name, kind])).toEqual([
    ['shared.json#/Key', 'bearer'],
    ['Key', 'basic'],
    ['Key2', 'header'],
  ]);
});

test('A URI that leads nowhere is named, and OpenAPI 3.1 has only names of components', async () => {
  const lost = await files({ 'openapi.json': document({ '/one': operation('./shared.json#/none') }), 'shared.json': schemes });
  expect(await complaint(() => loadContract(lost))).toContain(
    'expected a reference to an existing part, got "./shared.json#/none" (openapi.json:1:',
  );
  const old = await files({
    'openapi.json': document({ '/one': operation('./shared.json#/loose') }).replace('3.2.0', '3.1.0'),
    'shared.json': schemes,
  });
  expect(await complaint(() => loadContract(old))).toContain('expected a declared security scheme');
});
