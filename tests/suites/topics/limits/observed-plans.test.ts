import { expect, test } from 'vitest';
import type { JsonObject } from '../../../../spec/contract.ts';
import type { RequirementId } from '../../../../spec/catalogue/catalogue.ts';
import { createSession, registerSecrets } from '../../../../suites/engine/session.ts';
import type { Settings } from '../../../../suites/engine/settings.ts';
import { describeMismatch } from '../../../../suites/words/describe.ts';
import type { Reply, Target } from '../../../../suites/http/target.ts';
import { preflight } from '../../../../suites/preflight/preflight.ts';
import { createRedactor } from '../../../../suites/redaction/redactor.ts';
import { withObservedPlans } from '../../../../suites/topics/limits/observed-plans.ts';
import { answering, smallContract } from '../../../mock/mocks.ts';
import { inProcessTarget, settingsFor, stillMock } from '../../../support/in-process.ts';

const integer: JsonObject = { required: true, schema: { type: 'integer' } };
const headers: JsonObject = { 'X-RateLimit-Limit': integer, 'X-RateLimit-Remaining': integer, 'X-RateLimit-Reset': integer };
const rejection: JsonObject = {
  description: 'Slow down.',
  headers: { ...headers, 'Retry-After': integer },
  content: {
    'application/json': {
      schema: { type: 'object', required: ['code'], properties: { code: { const: 'slow_down' } } },
      example: { code: 'slow_down' },
    },
  },
};
const { '200': success } = answering({ ok: true });
const paths: JsonObject = {
  '/it': { get: { operationId: 'getIt', responses: { '200': { ...Object(success), headers }, '429': rejection } } },
};
/** What the suites read: a 429 and headers, and no plan. */
const silent = smallContract(paths);
const limited = (limit: string) => smallContract(paths, { 'x-auth-conformance': { plans: { default: { limits: [limit] } } } });

/** The response with a header changed, if it has it. */
const withNumber = (reply: Reply, name: string, change: (value: number) => number): Reply => ({
  ...reply,
  headers: reply.headers.map((line, index) => (reply.headers[index - 1] === name ? String(change(Number(line))) : line)),
});

/** A server with a limit of ten a minute and without test hooks. */
function serverOf(change: (reply: Reply) => Reply = (reply) => reply, limit = '10/minute') {
  const mock = stillMock(limited(limit));
  const plain = inProcessTarget(mock);
  const target: Target = {
    ...plain,
    capabilities: {},
    async send(call) {
      const sent = await plain.send(call);
      return { ...sent, ...(sent.reply && { reply: change(sent.reply) }) };
    },
  };
  return { mock, target };
}

/** A run of the suites that know the silent document only, or another one. */
async function runAt({ mock, target }: ReturnType<typeof serverOf>, changes: Partial<Settings> = {}, contract = silent) {
  const own = settingsFor({ ...mock, contract }, changes);
  const configured = { ...own, principals: own.principals.map(({ plan: _plan, ...principal }) => ({ ...principal, expendable: true })) };
  const { accepted } = await preflight(contract, configured, target);
  const { settings, lines } = withObservedPlans(contract, configured, accepted);
  const redactor = createRedactor('test');
  registerSecrets(redactor, settings);
  const session = createSession({ contract, settings, target, redactor });
  const judge = async (requirement: RequirementId) => {
    const { checks, reason } = await session.judge(requirement);
    return checks.length === 0 ? reason : checks.map(({ outcome, mismatch, cause }) => [outcome, mismatch?.code ?? cause?.code].filter(Boolean).join(' ')).join(', '); // oxfmt-ignore
  };
  return { session, lines, judge };
}

const level = (session: Awaited<ReturnType<typeof runAt>>['session'], wanted: RequirementId) =>
  session.schedule.requirements.find(({ id }) => id === wanted)!.level;

test('A limit that only the headers report is checked, and the report says where it is from', async () => {
  const { session, lines, judge } = await runAt(serverOf());
  expect(lines.map(({ message }) => message)).toContainEqual(
    expect.stringMatching(/^[\w-]+: 10\/minute, read off the server’s headers; no plan of the document states a limit$/),
  );
  for (const id of [
    'limits/enforcement',
    'limits/early-rejection',
    'limits/429-status',
    'limits/429-body',
    'limits/429-headers',
    'limits/retry-after-format',
    'limits/retry-after-within-window',
    'limits/recovery-after-wait',
    'limits/forwarding-headers-over-limit',
  ] as const)
    expect([id, await judge(id)]).toEqual([id, 'pass']);
  expect((await session.judge('limits/enforcement')).checks[0]!.id).toMatch(/10%20per%20minute%20as%20announced$/);
  expect(await judge('limits/account-isolation')).toBe('the document states no plans with limits');
});

test('A server that announces more than it serves gets a warning', async () => {
  const more = (reply: Reply) =>
    ['X-RateLimit-Limit', 'X-RateLimit-Remaining'].reduce((one, name) => withNumber(one, name, (value) => value + 10), reply);
  const { session, judge } = await runAt(serverOf(more));
  expect(await judge('limits/early-rejection')).toBe('fail rejected-before-announced-limit');
  expect(level(session, 'limits/early-rejection')).toBe('SHOULD');
  const { mismatch } = (await session.judge('limits/early-rejection')).checks[0]!;
  expect(describeMismatch(mismatch!).reason).toContain('although the headers report 10 remaining');
  expect(await judge('limits/enforcement')).toBe('pass');
});

test('A server that serves more than it announces gets a warning', async () => {
  const fewer = (reply: Reply) =>
    ['X-RateLimit-Limit', 'X-RateLimit-Remaining'].reduce((one, name) => withNumber(one, name, (value) => Math.max(0, value - 10)), reply);
  const { session, judge } = await runAt(serverOf(fewer, '20/minute'));
  expect(await judge('limits/enforcement')).toBe('fail announced-limit-exceeded');
  expect(level(session, 'limits/enforcement')).toBe('SHOULD');
  expect(await judge('limits/early-rejection')).toBe('pass');
});

test('What headers report that the document does not name is no answer about the reported quota', async () => {
  const responses: JsonObject = { ...answering({ ok: true }), '429': { ...rejection, headers: {} } };
  const mute = smallContract({ '/it': { get: { operationId: 'getIt', responses } } });
  const policy = (reply: Reply) => ({ ...reply, headers: [...reply.headers, 'RateLimit-Policy', '10;w=60'] });
  const { judge } = await runAt(serverOf(policy), {}, mute);
  expect(await judge('limits/429-status')).toBe('pass');
  expect(await judge('limits/enforcement')).toBe('inconclusive no-documented-quota');
  expect(await judge('limits/early-rejection')).toBe('inconclusive no-documented-quota');
});

test('What the document states about the 429 stays a MUST', async () => {
  const bare = (reply: Reply) => (reply.status === 429 ? { ...reply, body: '{"code":"busy"}' } : reply);
  const { session, judge } = await runAt(serverOf(bare));
  expect(await judge('limits/429-body')).toBe('fail body-against-schema');
  expect(level(session, 'limits/429-body')).toBe('MUST');
});

test('A Retry-After of zero is a finding of its own', async () => {
  const { session, judge } = await runAt(serverOf((reply) => withNumber(reply, 'Retry-After', () => 0)));
  expect(await judge('limits/retry-after-zero')).toBe('fail retry-at-once');
  expect(level(session, 'limits/retry-after-zero')).toBe('SHOULD');
  expect(await (await runAt(serverOf())).judge('limits/retry-after-zero')).toBe('pass');
});

test('A window that is longer than its reset let expect is no mistake', async () => {
  const server = serverOf(undefined, '10/hour');
  server.mock.clock.advance(3_552_000);
  const { lines, judge } = await runAt(server);
  expect(lines[0]!.message).toContain('10/minute');
  for (const id of ['limits/enforcement', 'limits/early-rejection', 'limits/retry-after-within-window'] as const)
    expect([id, await judge(id)]).toEqual([id, 'pass']);
});

test('Without the permission burn, or with a plan, nothing is read off', async () => {
  expect((await runAt(serverOf(), { allow: { writes: true, burn: false, destructive: true } })).lines).toEqual([]);
  const server = serverOf();
  const settings = settingsFor(server.mock);
  const { accepted } = await preflight(server.mock.contract, settings, server.target);
  expect(withObservedPlans(server.mock.contract, settings, accepted)).toEqual({ settings, lines: [] });
});
