import { describe, expect, test } from 'vitest';
import { compileDocument } from '../../../spec/load.ts';
import type { Target } from '../../../suites/http/target.ts';
import { weather } from '../standards/documents.ts';
import { inProcessTarget, judgeAll, sessionFor, stillMock } from '../../support/in-process.ts';
import { objections } from './reading.ts';
import { bundled, readings } from './readings.ts';

describe('a server that reads the document or a standard in another fair way is not blamed', () => {
  test.each(readings)('$title', async (reading) => expect(await objections(reading)).toEqual([]));
});

const topics = /^(?:http|credentials|transport|envelope)\//;

test('nobody at plain HTTP leaves nothing to judge there', async () => {
  const open = await objections({
    title: 'plain',
    judgedBy: bundled,
    about: topics,
    change: (reply, { channel }) => (channel === 'plain' || channel === 'plain-oauth' ? 'closed' : reply),
  });
  expect(open).toEqual([]);
});

test('a server without HEAD is told that it should have it, and not that it is open', async () => {
  const failed = await objections({
    title: 'head',
    judgedBy: bundled,
    about: topics,
    change: (reply, { method }) => (method === 'HEAD' ? { ...reply, status: 501, body: '' } : reply),
  });
  expect([...new Set(failed.map((line) => line.replace(/^(\w+) ([\w-]+\/[\w-]+).*/s, '$1 $2')))]).toEqual(['fail http/head-consistency']);
});

test('a connection that is closed on an address that the list does not hold, but for the documented body', async () => {
  const mock = stillMock(bundled);
  const target = inProcessTarget(mock);
  const closing: Target = {
    ...target,
    async send(call) {
      const { reply, ...sent } = await target.send(call);
      const blocked = reply?.status === 403 && mock.journal().at(-1)?.gate === 'address';
      return blocked ? { ...sent, trouble: { kind: 'closed', message: 'closed' } } : { ...sent, ...(reply && { reply }) };
    },
  };
  const findings = await judgeAll(sessionFor(mock, {}, closing));
  const red = findings.filter(({ checks }) => checks.some(({ outcome }) => outcome !== 'pass' && outcome !== 'not-applicable'));
  expect(red.map(({ requirement }) => requirement)).toEqual(['address/rejection-body']);
});

test('deletions that are all answered with a text of their own leave it open whether anything was deleted', async () => {
  let count = 0;
  const open = await objections({
    title: 'jobs',
    judgedBy: bundled,
    about: /^abuse\//,
    change: (reply, { method }) =>
      method === 'DELETE' && reply.status === 404
        ? { status: 200, headers: ['Content-Type', 'text/plain'], body: `job-${(count += 1)}` }
        : reply,
  });
  expect(open.map((line) => line.split(' ')[0])).toEqual(open.map(() => 'inconclusive'));
  expect(open).toContainEqual(expect.stringContaining('served as well, with another response each time'));
});

test('objects that all accounts share are a question, and no failure', async () => {
  const shared = { ...bundled, principals: bundled.principals.map((principal) => ({ ...principal, account: 'acme' })) };
  const mock = stillMock(shared);
  const apart = Object.entries(mock.principals).map(([name, principal]) => ({
    name,
    ...principal,
    account: bundled.principals.find((original) => original.name === name)!.account,
  }));
  const findings = await judgeAll(sessionFor(mock, { principals: apart, only: ['abuse'] }));
  const open = findings.flatMap(({ checks }) => checks).filter(({ outcome }) => outcome === 'inconclusive');
  expect(findings.flatMap(({ checks }) => checks).filter(({ outcome }) => outcome === 'fail')).toEqual([]);
  expect(open.map(({ reason }) => reason)).toContainEqual(expect.stringContaining('accounts share these objects'));
});

test('a document whose example is of an earlier draft is not held to this one', async () => {
  const text = JSON.stringify(weather().document).replaceAll(String.raw`\"hour\";r=99;t=60`, 'limit=100, remaining=99, reset=60');
  const earlier = compileDocument(JSON.parse(text.replaceAll(String.raw`\"hour\";q=100;w=3600`, '100;w=3600')));
  const findings = await judgeAll(sessionFor(stillMock(earlier), { only: ['limits/ratelimit-syntax'] }));
  expect(findings.find(({ requirement }) => requirement === 'limits/ratelimit-syntax')).toMatchObject({
    outcome: 'not-applicable',
    reason: 'the document declares no structured rate limit headers',
  });
});
