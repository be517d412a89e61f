import { expect, test } from 'vitest';
import type { Json } from '../../../spec/contract.ts';
import { loadContract } from '../../../spec/load.ts';
import { files, small } from '../documents.ts';
import { inProcessTarget, judgeAll, sessionFor, settingsFor, stillMock } from '../../support/in-process.ts';

const components = {
  securitySchemes: {
    query: { type: 'apiKey', in: 'query', name: 'token' },
    cookie: { type: 'apiKey', in: 'cookie', name: 'sid' },
    basic: { type: 'http', scheme: 'basic' },
    bearer: { type: 'http', scheme: 'bearer' },
  },
};

/** What does not pass against a mock of a document with four schemes, of which its operation asks for these, with principals of some. */
async function objections(
  security: Json,
  carried: readonly string[] = Object.keys(components.securitySchemes),
): Promise<readonly string[]> {
  const contract = await loadContract(await files({ 'openapi.json': JSON.stringify(small({ components, security })) }));
  const mock = stillMock(contract);
  const principals = settingsFor(mock).principals.filter(({ scheme = '' }) => carried.includes(scheme));
  const findings = await judgeAll(sessionFor(mock, { principals }, inProcessTarget(mock)));
  return findings.flatMap(({ requirement, checks }) =>
    checks.filter(({ outcome }) => outcome !== 'pass' && outcome !== 'not-applicable').map(({ outcome }) => `${outcome} ${requirement}`),
  );
}

test.each([
  ['a credential in the query', [{ query: [] }]],
  ['a credential in a cookie', [{ cookie: [] }]],
  ['a user and a password', [{ basic: [] }]],
  ['one of two credentials', [{ query: [] }, { bearer: [] }]],
  ['two credentials at once', [{ query: [], bearer: [] }]],
])('%s is not judged by schemes that no operation asks for', async (_, security) => expect(await objections(security)).toEqual([]));

test('what only another alternative would show is left open where nobody holds its credential', async () => {
  const left = new Set(await objections([{ query: [] }, { bearer: [] }], ['query']));
  expect([...left]).toEqual([
    'blocked credentials/malformed',
    'blocked credentials/ambiguous',
    'blocked credentials/scheme-case',
    'blocked credentials/multiple-spaces',
    'blocked credentials/tab-separator',
    'blocked credentials/token-characters',
    'blocked credentials/too-long',
  ]);
});
