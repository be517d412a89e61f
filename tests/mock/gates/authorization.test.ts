import { expect, test } from 'vitest';
import { sessionFor, stillMock } from '../../../cli/prove/in-process.ts';
import { answering, ask, smallContract, smallMock } from '../mocks.ts';
import { objections } from '../../proof/fair/reading.ts';

const secret = (mock: ReturnType<typeof smallMock>) => Object.values(mock.principals).find(({ state }) => state === 'active')!.secret;

test('A header parameter named Authorization is ignored, as OpenAPI demands', async () => {
  const parameters = [{ name: 'Authorization', in: 'header', required: true, schema: { type: 'string', pattern: '^Token ' } }];
  const paths = { '/it': { get: { operationId: 'it', parameters, responses: answering({ ok: true }) } } };
  const mock = smallMock(paths);
  expect((await ask(mock, 'GET /api/it')).status).toBe(401);
  expect((await ask(mock, 'GET /api/it', { headers: ['Authorization', `Bearer ${secret(mock)}`] })).status).toBe(200);
  const { checks } = await sessionFor(stillMock(smallContract(paths))).judge('credentials/missing');
  expect(checks.map(({ outcome }) => outcome)).toEqual(['pass']);
});

const paths = (...security: readonly object[]) => ({
  '/it': {
    get: {
      operationId: 'it',
      security: security.map((one) => ({ ...one })),
      responses: { ...answering({ ok: true }), '401': { description: 'No.' } },
    },
  },
});

test('Where a credential is optional, the mock serves with and without one', async () => {
  const mock = smallMock(paths({}, { Key: [] }));
  expect((await ask(mock, 'GET /api/it')).status).toBe(200);
  expect((await ask(mock, 'GET /api/it', { headers: ['Authorization', `Bearer ${secret(mock)}`] })).status).toBe(200);
});

test('A server that asks for the credential that is optional is not blamed', async () => {
  const judgedBy = smallContract(paths({}, { Key: [] }));
  const open = await objections({
    title: 'strict',
    judgedBy,
    kept: smallContract(paths({ Key: [] })),
    about: /^(?:credentials|http|errors)\//,
  });
  expect(open.filter((line) => line.startsWith('fail'))).toEqual([]);
});
