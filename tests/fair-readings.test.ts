import { describe, expect, test } from 'vitest';
import type { Contract } from '../spec/contract.ts';
import { headerValue, withoutHeader } from '../spec/message.ts';
import { bundledDocument, loadContract } from '../spec/load.ts';
import type { Call, Reply, Target } from '../suites/target.ts';
import { inProcessTarget, judgeAll, sessionFor, stillMock } from './support/in-process.ts';

const contract = await loadContract(bundledDocument);

/** A target whose answers are changed on their way. */
function changed(target: Target, change: (reply: Reply, call: Call) => Reply): Target {
  return {
    ...target,
    async send(call) {
      const sent = await target.send(call);
      return sent.reply ? { ...sent, reply: change(sent.reply, call) } : sent;
    },
  };
}

/** Everything that was judged and did not pass, against a server that keeps its own contract and is judged by the bundled one. */
async function objections(kept: Contract, change: (reply: Reply, call: Call) => Reply = (reply) => reply): Promise<readonly string[]> {
  const mock = { ...stillMock(kept), contract };
  const findings = await judgeAll(sessionFor(mock, {}, changed(inProcessTarget(mock), change)));
  return findings.flatMap(({ checks }) =>
    checks
      .filter(({ outcome }) => outcome !== 'pass' && outcome !== 'not-applicable')
      .map(({ id, outcome, reason }) => `${outcome} ${id}: ${reason}`),
  );
}

const limited = (rateLimit: Partial<Contract['rateLimit']>): Contract => ({
  ...contract,
  rateLimit: { ...contract.rateLimit, ...rateLimit },
});
const json = (reply: Reply, change: (body: object) => object): Reply => {
  if (!/json/.test(headerValue(reply.headers, 'content-type') ?? '') || reply.body === '') return reply;
  return { ...reply, body: JSON.stringify(change(JSON.parse(reply.body))) };
};
const reversed = (value: object): object =>
  Array.isArray(value)
    ? value
    : Object.fromEntries(
        Object.entries(value)
          .toReversed()
          .map(([name, member]) => [name, typeof member === 'object' && member !== null ? reversed(member) : member]),
      );

describe('a server that reads the document in another fair way is not blamed', () => {
  test('sliding windows', async () => expect(await objections(limited({ window: 'sliding' }))).toEqual([]));
  test('the tightest window in the fields', async () => expect(await objections(limited({ report: 'tightest' }))).toEqual([]));
  test('a quota for each credential', async () => expect(await objections(limited({ partition: 'credential' }))).toEqual([]));
  test('header names in lower case and in another order', async () =>
    expect(
      await objections(contract, (reply) => ({
        ...reply,
        headers: Array.from({ length: reply.headers.length / 2 }, (_, index) => [
          reply.headers[index * 2]!.toLowerCase(),
          reply.headers[index * 2 + 1]!,
        ])
          .toReversed()
          .flat(),
      })),
    ).toEqual([]));
  test('further members in every body, and their order reversed', async () =>
    expect(
      await objections(contract, (reply) =>
        json(reply, (body) => (Array.isArray(body) ? body : reversed({ ...body, traceId: String(Math.trunc(reply.status)) }))),
      ),
    ).toEqual([]));
  test('a charset behind the media type', async () =>
    expect(
      await objections(contract, (reply) => {
        const type = headerValue(reply.headers, 'content-type');
        return type
          ? { ...reply, headers: [...withoutHeader(reply.headers, 'content-type'), 'Content-Type', `${type}; charset=utf-8`] }
          : reply;
      }),
    ).toEqual([]));
  test('bodies that tell each request from the next', async () => {
    let count = 0;
    const next = () => `no. ${(count += 1)}`;
    expect(
      await objections(contract, (reply, { channel }) =>
        json(reply, (body) => (reply.status === 401 && channel === 'target' ? { ...body, meta: { 'x-request': next() } } : body)),
      ),
    ).toEqual([]);
  });
  test('objects that remember when they were read', async () => {
    let count = 0;
    const read = () => (count += 1);
    expect(
      await objections(contract, (reply, { method, target }) =>
        method === 'GET' && reply.status === 200 && /\/conversations\/[^/]+$/.test(target)
          ? json(reply, (body) => ({ ...body, views: read() }))
          : reply,
      ),
    ).toEqual([]);
  });
  test('401 for an address that the list does not hold', async () =>
    expect(
      await objections({ ...contract, ipBlocked: contract.unauthorized }, (reply) =>
        reply.status === 401 && headerValue(reply.headers, 'www-authenticate') === undefined
          ? { ...reply, headers: [...reply.headers, 'WWW-Authenticate', 'Bearer realm="elsewhere"'] }
          : reply,
      ),
    ).toEqual([]));
  test('a connection that is closed on an address that the list does not hold, but for the documented body', async () => {
    const mock = stillMock(contract);
    const target = inProcessTarget(mock);
    const closing: Target = {
      ...target,
      async send(call) {
        const { reply, ...sent } = await target.send(call);
        const blocked = mock.journal().at(-1)?.gate === 'address';
        return blocked ? { ...sent, trouble: { kind: 'closed', says: 'closed' } } : { ...sent, ...(reply && { reply }) };
      },
    };
    const findings = await judgeAll(sessionFor(mock, {}, closing));
    const red = findings.filter(({ checks }) => checks.some(({ outcome }) => outcome !== 'pass' && outcome !== 'not-applicable'));
    expect(red.map(({ requirement }) => requirement)).toEqual(['address/refusal-has-the-documented-body']);
  });
  test('404 for an object that the caller may not touch', async () =>
    expect(
      await objections(contract, (reply, call) =>
        reply.status === 403 && call.channel === 'target' && /\/conversations\/[^/]+/.test(call.target) ? { ...reply, status: 404 } : reply,
      ),
    ).toEqual([]));
});
