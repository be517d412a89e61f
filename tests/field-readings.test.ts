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
  const redirects = answers((reply, { channel, target }) =>
    channel === 'plain' ? { ...reply, status: 301, headers: ['Location', `https://things.example${target}`], body: '' } : reply,
  );
  const insecure: Json = { status: 403 };
  const stating = (more: { readonly [name: string]: Json } = {}): Json => ({ rejections: { insecure }, ...more });
  test.each([
    ['is redirected by a document that is silent, at the cost of a warning', {}, 'transport/plain-http-is-not-redirected'],
    ['is redirected against what the document states', { 'x-auth-conformance': stating() }, 'transport/plain-http-is-refused'],
    [
      'is redirected where the statement is an assumption, at the cost of a warning',
      { 'x-auth-conformance': stating({ assumed: ['/rejections/insecure'] }) },
      'transport/plain-http-is-not-redirected',
    ],
  ])('%s', async (_, parts, id) => {
    const { checks } = await run(await load({ security: [{ Key: [] }], ...parts }), { change: redirects });
    const red = checks.filter(({ outcome }) => outcome === 'fail').map((check) => check.id.split('/').slice(0, 2).join('/'));
    expect([...new Set(red)].filter((failed) => failed.includes('plain-http-is') && !failed.includes('403'))).toEqual([id]);
  });
  test('is not redirected by a redirect to plain HTTP', async () => {
    const elsewhere = answers((reply, { channel }) =>
      channel === 'plain' ? { ...reply, status: 302, headers: ['Location', 'http://things.example/'], body: '' } : reply,
    );
    const { objections } = await run(await load({ security: [{ Key: [] }] }), { change: elsewhere });
    expect(objections.some((objection) => objection.startsWith('fail transport/plain-http-is-refused'))).toBe(true);
  });
  test('is not looked for where the API itself is served over it', async () => {
    const contract = await load({ servers: [{ url: 'http://things.example/api' }] });
    const { calls } = await run(contract, {});
    expect(calls.filter(({ channel }) => channel === 'plain')).toEqual([]);
  });
});

const security: Json = [{ Key: [] }];

describe('a name that is given only once', () => {
  const schema = (name: Json): Json => ({ type: 'object', required: ['name'], properties: { name, colour: { type: 'string' } } });
  const documentWith = (name: Json) => {
    const body = { content: { 'application/json': { schema: schema(name), example: { name: 'one', colour: 'red' } } } };
    return load({
      security,
      'x-auth-conformance': {
        accounts: { one: {}, two: {} },
        principals: { first: { account: 'one' }, second: { account: 'two' }, former: { account: 'one', state: 'revoked' } },
      },
      paths: {
        '/things': {
          post: { operationId: 'makeThing', security, requestBody: body, responses: { 201: { description: 'Made.', ...body } } },
        },
        '/things/{name}': {
          parameters: [{ name: 'name', in: 'path', required: true, schema: { type: 'string' } }],
          get: { operationId: 'readThing', security, responses: { 200: { description: 'It.', ...body } } },
        },
      },
    });
  };
  /** A server that knows every name that was ever given. */
  const unique = (status: number) => {
    const given = new Set<string>();
    return answers((reply, { method, body }) => {
      if (method !== 'POST' || reply.status !== 201) return reply;
      const { name }: { readonly name: string } = JSON.parse(body!);
      if (given.has(name)) return { ...reply, status };
      given.add(name);
      return reply;
    });
  };
  const makes = 'credentials/valid-credential-is-accepted/makeThing';

  test.each([409, 422])('and refused with %i the second time: every principal has another one', async (status) => {
    const { checks, calls } = await run(await documentWith({ type: 'string', maxLength: 20 }), { change: unique(status) });
    const mine = checks.filter(({ id }) => id.startsWith(makes));
    expect(mine.length).toBeGreaterThan(1);
    expect(mine.map(({ outcome }) => outcome)).toEqual(mine.map(() => 'pass'));
    const bodies = calls.flatMap(({ method, body }) => (method === 'POST' && body?.startsWith('{"name"') ? [body] : []));
    expect(bodies.every((body) => body.includes('"colour":"red"'))).toBe(true);
  });
  test('and that the schema allows no other of stays what it is', async () => {
    const { calls } = await run(await documentWith({ type: 'string', const: 'one' }), { change: unique(409) });
    const bodies = calls.flatMap(({ method, body }) => (method === 'POST' && body?.startsWith('{"name"') ? [body] : []));
    expect(new Set(bodies)).toEqual(new Set(['{"name":"one","colour":"red"}']));
  });
});

describe('what changes something outside the objects of the run', () => {
  const done: Json = { 204: { description: 'Done.' } };
  const paths: Json = {
    '/things': { get: { operationId: 'listThings', security, responses: { 200: { description: 'Things.' } } } },
    '/settings': { put: { operationId: 'changeSettings', security, responses: done } },
    '/restart': {
      post: {
        operationId: 'restart',
        security,
        requestBody: { content: { 'application/json': { schema: { type: 'object' } } } },
        responses: done,
      },
    },
  };
  const sentWith = async (allow: Settings['allow']) => {
    const { calls } = await run(await load({ security, paths }), { settings: { allow } });
    return calls.filter(
      ({ method, target, channel }) => ['POST', 'PUT'].includes(method) && channel === 'target' && /settings|restart/.test(target),
    );
  };
  test.each([
    [true, false],
    [false, true],
  ])('is never called with one of the two permissions that it takes', async (writes, destructive) => {
    expect(await sentWith({ writes, burn: true, destructive })).toEqual([]);
  });
  test('is called with the permissions to write and to destroy', async () => {
    const sent = await sentWith({ writes: true, burn: true, destructive: true });
    expect(new Set(sent.map(({ method, target }) => `${method} ${target.split('/').at(-1)}`))).toEqual(
      new Set(['PUT settings', 'POST restart']),
    );
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

test('Basic without a realm is told of wherever it is, and Basic with an empty one is not', async () => {
  const contract = await load({ components: { securitySchemes: { Key: { type: 'http', scheme: 'basic' } } }, security: [{ Key: [] }] });
  const challenged = async (challenge: string) => {
    const change = answers((reply) =>
      reply.status === 401
        ? { ...reply, headers: [...withoutHeader(reply.headers, 'WWW-Authenticate'), 'WWW-Authenticate', challenge] }
        : reply,
    );
    const { objections } = await run(contract, { change });
    return objections.filter((objection) => objection.includes('realm'));
  };
  expect(await challenged('Negotiate, basic charset="UTF-8", REALM=""')).toEqual([]);
  expect((await challenged('Basic, Bearer realm="api"'))[0]).toMatch(/^fail http\/basic-challenge-has-a-realm\//);
});
