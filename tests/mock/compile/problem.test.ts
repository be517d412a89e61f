import { expect, test } from 'vitest';
import { compileContract } from '../../../mock/compile/compiled-contract.ts';
import type { JsonObject } from '../../../spec/contract.ts';
import { smallContract } from '../mocks.ts';

/** The bodies of 404 and 405 for unknown paths and methods, where the 401 has this schema. */
function unknown(schema: JsonObject) {
  const responses = { '200': { description: 'Good.' }, '401': { description: 'Who?', content: { 'application/json': { schema } } } };
  const { problems } = compileContract(smallContract({ '/things': { get: { responses } } }));
  return [problems[404].value, problems[405].value];
}

const strict = (properties: JsonObject) => ({ type: 'object', additionalProperties: false, required: Object.keys(properties), properties });

test('Unknown paths and methods get the alternative of the error schema that is about them', () => {
  const alternative = (code: string, more: JsonObject) => strict({ code: { const: code }, ...more });
  const schema = {
    oneOf: [
      alternative('unauthenticated', { login: { type: 'string' } }),
      alternative('not_found', { path: { type: 'string' } }),
      alternative('method_not_allowed', { allow: { const: 'GET' } }),
    ],
  };
  expect(unknown(schema)).toEqual([
    { code: 'not_found', path: 'string' },
    { code: 'method_not_allowed', allow: 'GET' },
  ]);
});

test('Their texts are as short as the error schema asks for', () => {
  const schema = strict({ title: { type: 'string', maxLength: 18 }, trace: { type: 'integer', minimum: 3 } });
  expect(unknown(schema)).toEqual([
    { title: 'Not found', trace: 3 },
    { title: 'Method not allowed', trace: 3 },
  ]);
});

test('A schema that allows only the 401 does not make a 404 say so', () => {
  expect(unknown(strict({ code: { const: 'unauthorized' } }))[0]).toEqual({ code: 'not_found' });
});
