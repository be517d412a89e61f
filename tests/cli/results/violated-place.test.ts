import { expect, test } from 'vitest';
import { catalogue } from '../../../spec/catalogue/catalogue.ts';
import { plannedRequirement } from '../../../cli/results/planned.ts';
import { runConformance } from '../../../cli/conformance/index.ts';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { load } from '../../support/field.ts';

const responses = { 200: { description: 'Good.' }, 401: { description: 'Who?' }, 403: { description: 'No.' } };
const document = {
  security: [{ Key: [] }],
  paths: {
    '/first': { get: { operationId: 'first', security: [{ Key: [] }], responses } },
    '/second': { get: { operationId: 'second', security: [{ Key: [] }], responses } },
    '/third': { get: { operationId: 'third', responses } },
  },
};

async function placeOf(id: 'scopes/missing' | 'credentials/missing' | 'scopes/error-body', name?: string) {
  const contract = await load(document);
  const operation = contract.operations.find((one) => one.id === name);
  return plannedRequirement(id, catalogue[id], 'MUST', contract, operation).basis;
}

test('Access that must be rejected violates the security of the operation, or of the document', async () => {
  for (const id of ['scopes/missing', 'credentials/missing'] as const) {
    expect(await placeOf(id)).toMatchObject({ pointer: '/paths/~1things/get/security' });
    expect(await placeOf(id, 'second')).toMatchObject({ pointer: '/paths/~1second/get/security' });
    expect(await placeOf(id, 'third')).toMatchObject({ pointer: '/security' });
  }
});

test('A wrong rejection violates the documented response of the operation', async () => {
  expect(await placeOf('scopes/error-body', 'second')).toMatchObject({ pointer: '/paths/~1second/get/responses/403' });
});

test('A result points to the security of the operation that failed', async () => {
  const result = await runConformance({
    target: 'mock',
    only: ['scopes/forbidden-write'],
    allow: ['writes'],
    faults: ['applies-update-without-scope'],
  });
  const { basis, checks } = result.requirements[0]!;
  const operation = (await loadContract(bundledDocument)).operations.find(({ id }) => checks[0]!.id.split('/')[2] === id)!;
  expect({ outcome: checks[0]!.outcome, safe: operation.safe }).toEqual({ outcome: 'fail', safe: false });
  expect(basis).toMatchObject({ kind: 'contract', pointer: `${operation.place.pointer}/security`, line: expect.any(Number) });
});
