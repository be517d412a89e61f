import { expect, test } from 'vitest';
import { settingsFor, stillMock } from '../../../../cli/prove/in-process.ts';
import { parseJson, isObject } from '../../../../spec/json/json.ts';
import { compileDocument } from '../../../../spec/load.ts';
import { createPrincipals } from '../../../../suites/principals/principals.ts';
import { operationMatrix, sampleNote } from '../../../../suites/topics/scopes/operation-matrix.ts';

const scopes = ['books', 'loans', 'members'];
const responses = { 200: { description: 'Fine' }, 401: { description: 'Who?' }, 403: { description: 'Not you' } };
const document = parseJson(
  JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Library', version: '1' },
    servers: [{ url: 'https://library.example' }],
    paths: Object.fromEntries(
      scopes.map((scope) => [`/${scope}`, { get: { operationId: scope, security: [{ key: [] }, { flow: [scope] }], responses } }]),
    ),
    components: {
      securitySchemes: {
        key: { type: 'apiKey', in: 'header', name: 'X-Key' },
        flow: {
          type: 'oauth2',
          flows: {
            clientCredentials: { tokenUrl: 'https://id.example/token', scopes: Object.fromEntries(scopes.map((scope) => [scope, scope])) },
          },
        },
      },
    },
  }),
);
if (!isObject(document)) throw new Error('The document is no object.');
const mock = stillMock(compileDocument(document));

const planned = (sample?: boolean) => {
  const settings = { ...settingsFor(mock), ...(sample !== undefined && { sample }) };
  const { contract } = mock;
  const planning = { contract, settings, principals: createPrincipals(contract, settings), hooks: { clock: false, reset: false } };
  return { cases: operationMatrix.cases(planning), note: sampleNote(planning) };
};

test('Every principal calls every operation, unless a sample is wanted', () => {
  const all = planned();
  expect(all.note).toBeUndefined();
  expect(planned(false).cases).toEqual(all.cases);
  expect(all.cases.length).toBeGreaterThan(planned(true).cases.length);
});

test('A sample has, for each scheme, one principal that may call an operation and one that may not, and says what it leaves out', () => {
  const { cases, note } = planned(true);
  const ofLoans = cases.filter(({ operation }) => operation === 'loans').map(({ principal, kind }) => `${principal} ${kind}`);
  expect(ofLoans.toSorted()).toEqual(['all allowed', 'books rejected', 'loans allowed']);
  expect(note).toBe(
    `a sample of the operations and principals is called, ${cases.length} of ${planned().cases.length} combinations; --no-sample calls all`,
  );
});
