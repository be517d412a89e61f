/**
 * What servers in the field do and are right to do; docs/field-notes.md tells which.
 *
 * @module
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Contract, Json } from '../spec/contract.ts';
import { loadContract } from '../spec/load.ts';
import { headerValue, withoutHeader } from '../spec/message.ts';
import { spoilings } from '../suites/credentials.ts';
import type { Settings } from '../suites/settings.ts';
import type { Call, Reply, Sent } from '../suites/target.ts';
import { files, small } from './spec/documents.ts';
import { inProcessTarget, judgeAll, sessionFor, stillMock } from './support/in-process.ts';

interface Field {
  /** Whether the target offers the test hooks of the mock. */
  readonly hooks?: boolean;
  readonly settings?: Partial<Settings>;
  readonly change?: (sent: Sent, call: Call) => Sent;
}

/** What becomes of a run against a mock whose answers are changed on their way: what does not pass, and which calls were sent. */
async function run(contract: Contract, { hooks = true, settings = {}, change = (sent) => sent }: Field) {
  const mock = stillMock(contract);
  const target = inProcessTarget(mock);
  const calls: Call[] = [];
  const send = async (call: Call) => {
    calls.push(call);
    return change(await target.send(call), call);
  };
  const session = sessionFor(mock, settings, { ...target, send, capabilities: hooks ? target.capabilities : {} });
  const checks = (await judgeAll(session)).flatMap((finding) => finding.checks);
  const undisputed = new Set(['pass', 'not-applicable']);
  const objections = checks
    .filter(({ outcome }) => !undisputed.has(outcome))
    .map(({ id, outcome, reason }) => `${outcome} ${id}: ${reason}`);
  return { calls, checks, objections };
}

const answers =
  (change: (reply: Reply, call: Call) => Reply) =>
  ({ reply, ...sent }: Sent, call: Call): Sent =>
    reply ? { ...sent, reply: change(reply, call) } : sent;

const load = async (parts: { readonly [name: string]: Json }) =>
  loadContract(await files({ 'openapi.json': JSON.stringify(small(parts)) }));

const keys = { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Api-Key' } } };
const plainText: Json = { description: 'No.', content: { 'text/plain': { schema: { type: 'string' } } } };

const refuses = answers((reply) =>
  reply.status === 401 ? { ...reply, status: 403, headers: withoutHeader(reply.headers, 'WWW-Authenticate') } : reply,
);

describe('an API key that is refused with 403', () => {
  test('is refused, where the document describes no 401', async () => {
    const contract = await load({ components: keys, security: [{ key: [] }] });
    const { objections } = await run(contract, { change: refuses });
    expect(objections.filter((objection) => objection.includes('credentials/'))).toEqual([]);
  });
  test.each([
    ['the document describes a 401', { components: keys, security: [{ key: [] }], responses: { 401: plainText } }],
    ['the scheme has a challenge', { security: [{ Key: [] }] }],
  ])('is not refused as it should be, where %s', async (_, parts) => {
    const { objections } = await run(await load(parts), { change: refuses });
    expect(objections.some((objection) => objection.includes('credentials/missing-credential-is-401'))).toBe(true);
  });
});

describe('plain HTTP', () => {
  test('is answered by the layer of TLS without a media type', async () => {
    const contract = await load({});
    const bare = answers((reply, { channel }) =>
      channel === 'plain' ? { status: 400, headers: [], body: 'Client sent an HTTP request to an HTTPS server.' } : reply,
    );
    const { checks } = await run(contract, { change: bare });
    const red = checks.filter(({ id, outcome }) => id.startsWith('envelope/') && outcome !== 'pass' && outcome !== 'not-applicable');
    expect(red).toEqual([]);
  });
  test('leaves nothing open about all other answers where nobody listens for it', async () => {
    const deaf = (sent: Sent, { channel }: Call): Sent => {
      const { reply, ...rest } = sent;
      return channel === 'plain' ? { ...rest, trouble: { kind: 'refused', says: 'refused' } } : { ...rest, ...(reply && { reply }) };
    };
    const { objections } = await run(await load({ security: [{ Key: [] }] }), { change: deaf });
    expect(objections.filter((objection) => !objection.includes('transport/'))).toEqual([]);
  });
  test('is not looked for where the API itself is served over it', async () => {
    const contract = await load({ servers: [{ url: 'http://things.example/api' }] });
    const { calls } = await run(contract, {});
    expect(calls.filter(({ channel }) => channel === 'plain')).toEqual([]);
  });
});

test('names that are given only once leave no change and no deletion untried', async () => {
  const example: Json = { name: 'one' };
  const thing = { content: { 'application/json': { schema: { type: 'object', required: ['name'] }, example } } };
  const contract = await load({
    security: [{ Key: [] }],
    paths: {
      '/things': {
        get: { operationId: 'listThings', security: [{ Key: [] }], responses: { 200: { description: 'Things.' } } },
        post: {
          operationId: 'makeThing',
          security: [{ Key: [] }],
          requestBody: thing,
          responses: { 201: { description: 'Made.', ...thing } },
        },
      },
      '/things/{name}': {
        parameters: [{ name: 'name', in: 'path', required: true, schema: { type: 'string' } }],
        get: { operationId: 'readThing', security: [{ Key: [] }], responses: { 200: { description: 'It.', ...thing } } },
        put: {
          operationId: 'changeThing',
          security: [{ Key: [] }],
          requestBody: thing,
          responses: { 200: { description: 'It.', ...thing } },
        },
        delete: { operationId: 'deleteThing', security: [{ Key: [] }], responses: { 204: { description: 'Gone.' } } },
      },
    },
  });
  let there = false;
  const once = answers((reply, { method, target }) => {
    const made = method === 'POST' && target.endsWith('/things') && reply.status === 201;
    if (made && there) return { ...reply, status: 409 };
    if (made) there = true;
    if (method === 'DELETE' && reply.status === 204) there = false;
    return reply;
  });
  const { checks } = await run(contract, { change: once });
  const left = checks.filter(
    ({ id, outcome }) => /missing-credential|unknown-credential-is-401-on|refused-write/.test(id) && outcome !== 'pass',
  );
  expect(left.map(({ id, reason }) => `${id}: ${reason}`)).toEqual([]);
});

test('an altered credential is another one for decoders of base64 as well', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 40 }),
      fc.constantFrom('base64' as const, 'base64url' as const),
      (bytes, encoding) => {
        const good = Buffer.from(bytes);
        const altered = spoilings['altered']!.spoil(good.toString(encoding));
        expect(Buffer.from(altered, encoding).equals(good)).toBe(false);
      },
    ),
  );
});

test('a limit of a few seconds is spent from its beginning without a hook to reset it', async () => {
  const contract = await load({ responses: { 429: plainText }, 'x-auth-conformance': { plans: { usual: { limits: ['30/3second'] } } } });
  const { checks } = await run(contract, { hooks: false });
  const early = checks.filter(({ id }) => id.startsWith('limits/nothing-is-refused-early'));
  expect(early.map(({ outcome }) => outcome)).toEqual(['pass']);
});

test('an answer without content is asked for in the type of the documented refusal', async () => {
  const json: Json = { description: 'No.', content: { 'application/json': { schema: { type: 'object' }, example: {} } } };
  const { calls } = await run(await load({ responses: { 401: json } }), {});
  const asked = calls.filter(({ method, target }) => method === 'GET' && target === '/api/things');
  expect(asked.some(({ headers }) => headerValue(headers, 'Accept') === 'application/json')).toBe(true);
  expect(asked.filter(({ headers }) => headerValue(headers, 'Accept') === '*/*')).toEqual([]);
});

test('what nobody declared is not tried on what the run has not made, unless it may destroy', async () => {
  const contract = await load({ security: [{ Key: [] }] });
  const tried = async (destructive: boolean) => {
    const { calls } = await run(contract, { settings: { allow: { writes: true, burn: true, destructive } } });
    return calls.some(({ method, target }) => method === 'DELETE' && target === '/api/things');
  };
  expect([await tried(false), await tried(true)]).toEqual([false, true]);
});
