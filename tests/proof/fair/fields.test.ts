/**
 * What servers in the field do and are right to do; docs/field-notes.md tells which.
 *
 * @module
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../../spec/contract.ts';
import { headerValue, withoutHeader } from '../../../spec/message.ts';
import { alterations } from '../../../suites/principals/credentials.ts';
import type { Call, Sent } from '../../../suites/http/target.ts';
import { answers, load, run } from '../../support/field.ts';

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
    expect(objections.some((objection) => objection.includes('credentials/missing'))).toBe(true);
  });
});

describe('plain HTTP', () => {
  test('is answered by the layer of TLS without a media type', async () => {
    const contract = await load({});
    const bare = answers((reply, { channel }) =>
      channel === 'plain' ? { status: 400, headers: [], body: 'Client sent an HTTP request to an HTTPS server.' } : reply,
    );
    const { checks } = await run(contract, { change: bare });
    const red = checks.filter(({ id, outcome }) => id.startsWith('errors/') && outcome !== 'pass' && outcome !== 'not-applicable');
    expect(red).toEqual([]);
  });
  test('leaves nothing open about all other answers where nobody listens for it', async () => {
    const deaf = (sent: Sent, { channel }: Call): Sent => {
      const { reply, ...rest } = sent;
      return channel === 'plain' ? { ...rest, trouble: { kind: 'refused', message: 'refused' } } : { ...rest, ...(reply && { reply }) };
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
    ['is redirected by a document that is silent, at the cost of a warning', {}, 'transport/plain-http-redirect'],
    ['is redirected against what the document states', { 'x-auth-conformance': stating() }, 'transport/plain-http'],
    [
      'is redirected where the statement is an assumption, at the cost of a warning',
      { 'x-auth-conformance': stating({ assumed: ['/rejections/insecure'] }) },
      'transport/plain-http-redirect',
    ],
  ])('%s', async (_, parts, id) => {
    const { checks } = await run(await load({ security: [{ Key: [] }], ...parts }), { change: redirects });
    const red = checks.filter(({ outcome }) => outcome === 'fail').map((check) => check.id.split('/').slice(0, 2).join('/'));
    expect([...new Set(red)].filter((failed) => /^transport\/plain-http(?:-redirect)?$/.test(failed))).toEqual([id]);
  });
  test('is not redirected by a redirect to plain HTTP', async () => {
    const elsewhere = answers((reply, { channel }) =>
      channel === 'plain' ? { ...reply, status: 302, headers: ['Location', 'http://things.example/'], body: '' } : reply,
    );
    const { objections } = await run(await load({ security: [{ Key: [] }] }), { change: elsewhere });
    expect(objections.some((objection) => objection.startsWith('fail transport/plain-http'))).toBe(true);
  });
  test('is not looked for where the API itself is served over it', async () => {
    const contract = await load({ servers: [{ url: 'http://things.example/api' }] });
    const { calls } = await run(contract, {});
    expect(calls.filter(({ channel }) => channel === 'plain')).toEqual([]);
  });
});

test('an altered credential is another one for decoders of base64 as well', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 40 }),
      fc.constantFrom('base64' as const, 'base64url' as const),
      (bytes, encoding) => {
        const good = Buffer.from(bytes);
        const altered = alterations.altered.alter(good.toString(encoding));
        expect(Buffer.from(altered, encoding).equals(good)).toBe(false);
      },
    ),
  );
});

test('a limit of a few seconds is spent from its beginning without a hook to reset it', async () => {
  const contract = await load({ responses: { 429: plainText }, 'x-auth-conformance': { plans: { usual: { limits: ['30/3second'] } } } });
  const { checks } = await run(contract, { hooks: false });
  const early = checks.filter(({ id }) => id.startsWith('limits/early-rejection'));
  expect(early.map(({ outcome }) => outcome)).toEqual(['pass']);
});

test('an answer without content is asked for in the type of the documented refusal', async () => {
  const json: Json = { description: 'No.', content: { 'application/json': { schema: { type: 'object' }, example: {} } } };
  const { calls } = await run(await load({ responses: { 401: json } }), {});
  const asked = calls.filter(({ method, target }) => method === 'GET' && target === '/api/things');
  expect(asked.some(({ headers }) => headerValue(headers, 'Accept') === 'application/json')).toBe(true);
  expect(asked.filter(({ headers }) => headerValue(headers, 'Accept') === '*/*')).toEqual([]);
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
  expect((await challenged('Basic, Bearer realm="api"'))[0]).toMatch(/^fail http\/basic-realm\//);
});
