import { expect, test } from 'vitest';
import { sessionFor, stillMock } from '../../../support/in-process.ts';
import { answering, smallContract } from '../../../mock/mocks.ts';

/** The spellings of a path that were sent, and those that were not. */
async function spellingsOf(url: string, path: string) {
  const contract = smallContract({ [path]: { get: { operationId: 'getIt', responses: answering({ ok: true }) } } }, { servers: [{ url }] });
  const session = sessionFor(stillMock(contract));
  const { checks } = await session.judge('http/alternative-paths');
  const named = (outcome: string) => checks.flatMap(({ id, outcome: own }) => (own === outcome ? [id.split('/').at(-1)!] : []));
  return { sent: named('pass'), left: named('not-applicable') };
}

const lastSlash = ['encoded-slash', 'backslash', 'empty-path-parameter'];

test('The only slash of a path stays a slash, or the request would name no path', async () => {
  const { sent, left } = await spellingsOf('https://small.example', '/it');
  expect(left).toEqual(expect.arrayContaining(lastSlash));
  expect(sent).toEqual(expect.arrayContaining(['double-slash', 'dot-segment', 'trailing-slash']));
});

test('The last slash of a longer path is spelt otherwise', async () => {
  const { sent } = await spellingsOf('https://small.example/api', '/it');
  expect(sent).toEqual(expect.arrayContaining(lastSlash));
});
