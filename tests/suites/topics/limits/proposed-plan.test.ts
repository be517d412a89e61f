import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Contract, JsonObject } from '../../../../spec/contract.ts';
import { createSession, registerSecrets } from '../../../../suites/engine/session.ts';
import type { ScenarioRecord } from '../../../../suites/engine/evidence.ts';
import { createRedactor } from '../../../../suites/redaction/redactor.ts';
import { planOverlay, reportedWindows } from '../../../../suites/topics/limits/proposed-plan.ts';
import { answering, smallContract } from '../../../mock/mocks.ts';
import { inProcessTarget, settingsFor, stillMock } from '../../../support/in-process.ts';

const integer: JsonObject = { schema: { type: 'integer' } };
const headers = { 'X-RateLimit-Limit': integer, 'X-RateLimit-Remaining': integer, 'X-RateLimit-Reset': integer };
const paths = (): JsonObject => {
  const { '200': success } = answering({ ok: true });
  return { '/it': { get: { operationId: 'getIt', responses: { '200': { ...Object(success), headers } } } } };
};
const plans = (limits: readonly string[]) => ({ 'x-auth-conformance': { plans: { default: { limits } } } });
const silent = smallContract(paths());

const reply = (...lines: readonly string[]) => ({ status: 200, headers: ['Date', 'Fri, 15 Jan 2027 08:00:00 GMT', ...lines], body: '' });

test.each([
  [['X-RateLimit-Limit', '30', 'X-RateLimit-Reset', '42'], ['30/minute']],
  [['X-RateLimit-Limit', '5000', 'X-RateLimit-Reset', '3600'], ['5000/hour']],
  [
    ['RateLimit-Policy', '"burst";q=8;w=10, "hour";q=100;w=3600'],
    ['8/10second', '100/hour'],
  ],
  [
    ['RateLimit-Policy', '8;w=10, 100;w=900'],
    ['8/10second', '100/15minute'],
  ],
  [['X-RateLimit-Limit', '30'], []],
  [['X-RateLimit-Limit', 'many', 'X-RateLimit-Reset', '42'], []],
])('The windows of %j are %j', (lines, windows) => expect(reportedWindows(silent, reply(...lines))).toEqual(windows));

/** The notes of a run against a server with a plan, judged by a document. */
async function notesOf(server: Contract, contract: Contract) {
  const mock = stillMock(server);
  const settings = settingsFor({ ...mock, contract }, { only: ['limits'] });
  const redactor = createRedactor('test');
  registerSecrets(redactor, settings);
  const records: Promise<ScenarioRecord>[] = [];
  const once = (_: string, play: () => Promise<ScenarioRecord>) => {
    const played = play();
    records.push(played);
    return played;
  };
  const session = createSession({ contract, settings, redactor, target: inProcessTarget(mock), recordings: { once } });
  await session.judge('limits/headers');
  return (await Promise.all(records)).flatMap(({ notes }) => notes).filter(({ yaml }) => yaml !== undefined);
}

test('A run proposes an overlay for the limits that the headers report and no plan states', async () => {
  const server = smallContract(paths(), plans(['30/minute']));
  const notes = await notesOf(server, silent);
  expect(notes).toHaveLength(1);
  expect(notes[0]).toMatchObject({ topic: 'limits', message: expect.stringMatching(/^the headers report 30\/minute, and no plan states/) });
  expect(parse(notes[0]!.yaml!).actions[0].update).toEqual(plans(['30/minute']));
  expect(planOverlay(['30/minute'])).toBe(notes[0]!.yaml);
  expect(await notesOf(server, server)).toEqual([]);
});
