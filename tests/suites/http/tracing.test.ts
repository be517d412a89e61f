import { afterAll, expect, onTestFinished, test } from 'vitest';
import { createMock } from '../../../mock/create.ts';
import { bundledDocument, loadContract } from '../../../spec/load.ts';
import { openTarget } from '../../../suites/http/probe.ts';
import type { Call, Sent } from '../../../suites/http/target.ts';
import type { TracedRequest } from '../../../suites/http/tracing.ts';
import { misconducts, serve, settingsAt, speaking, type Served } from '../../support/servers.ts';

const mock = createMock(await loadContract(bundledDocument));
const trace = '0af7651916cd43dd8448eb211c80319c';
const call: Call = { method: 'GET', target: '/things?q=1', headers: ['X-One', '1'], channel: 'target', level: 'client' };

/** The header lines of each request that arrived. */
const arrived: (readonly string[])[] = [];
const challenge = 'Digest realm="things", nonce="once", qop="auth", algorithm=SHA-256';
const served = await serve(
  speaking((request, response) => {
    arrived.push(request.rawHeaders);
    request.resume();
    const { authorization = '' } = request.headers;
    if (request.url === '/digest' && !authorization.startsWith('Digest')) response.writeHead(401, { 'WWW-Authenticate': challenge }).end();
    else response.writeHead(207).end();
  }),
);
afterAll(() => served.close());

async function sent(changes: Partial<Call>, { at = served, traced = true }: { at?: Served; traced?: boolean } = {}) {
  const noted: TracedRequest[] = [];
  const settings = settingsAt(at, mock, { timeout: 300 });
  const target = await openTarget(settings, traced ? { trace, note: (request) => void noted.push(request) } : undefined);
  onTestFinished(() => target.close());
  arrived.length = 0;
  const outcome: Sent = await target.send({ ...call, ...changes });
  return { outcome, noted, arrived: [...arrived] };
}

const valuesOf = (lines: readonly string[], name: string) =>
  lines.filter((_, index) => lines[index - 1]?.toLowerCase() === name && index % 2 === 1);

test.each(['client', 'lines', 'raw'] as const)('at the level %s, a request says which span it is, and keeps its headers', async (level) => {
  const { outcome, noted, arrived: requests } = await sent({ level, sender: { scenario: 'some', operation: 'getThing' } });
  expect(noted).toEqual([
    {
      span: expect.stringMatching(/^[0-9a-f]{16}$/),
      sender: { scenario: 'some', operation: 'getThing' },
      method: 'GET',
      url: `${served.https}/things?q=1`,
      protocol: '1.1',
      startedAt: expect.any(Number),
      endedAt: expect.any(Number),
      remote: served.https.replace('https://', ''),
      status: 207,
    },
  ]);
  const { span, startedAt, endedAt } = noted[0]!;
  const value = `00-${trace}-${span}-01`;
  expect(requests.map((lines) => valuesOf(lines, 'traceparent'))).toEqual([[value]]);
  expect(valuesOf(requests[0]!, 'x-one')).toEqual(['1']);
  expect(outcome.traceparent).toBe(value);
  expect(startedAt).toBeLessThan(endedAt);
  expect(Math.abs(startedAt - outcome.startedAt)).toBeLessThan(1000);
});

test('a request without tracing has no such header', async () => {
  const { outcome, arrived: requests } = await sent({}, { traced: false });
  expect(requests.map((lines) => valuesOf(lines, 'traceparent'))).toEqual([[]]);
  expect(outcome).not.toHaveProperty('traceparent');
});

test('a traceparent that a request has already stays the only one', async () => {
  const own = `00-${'1'.repeat(32)}-${'2'.repeat(16)}-00`;
  const { outcome, noted, arrived: requests } = await sent({ headers: ['Traceparent', own] });
  expect(requests.map((lines) => valuesOf(lines, 'traceparent'))).toEqual([[own]]);
  expect(outcome).not.toHaveProperty('traceparent');
  expect(noted).toHaveLength(1);
});

test('the answer to a Digest challenge is a request of its own', async () => {
  const { outcome, noted, arrived: requests } = await sent({ target: '/digest', digest: 'ada:correct-horse' });
  expect(noted.map(({ status }) => status)).toEqual([401, 207]);
  const values = requests.flatMap((lines) => valuesOf(lines, 'traceparent'));
  expect(values).toEqual(noted.map(({ span }) => `00-${trace}-${span}-01`));
  expect(new Set(values).size).toBe(2);
  expect(outcome.traceparent).toBe(values[1]);
});

test('a request without a response is noted with the reason', async () => {
  const hanging = await serve(misconducts.hangs);
  onTestFinished(() => hanging.close());
  const { noted } = await sent({}, { at: hanging });
  expect(noted).toMatchObject([{ trouble: 'timeout', url: `${hanging.https}/things?q=1` }]);
  expect(noted[0]).not.toHaveProperty('status');
});
