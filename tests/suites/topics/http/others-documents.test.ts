import { describe, expect, test } from 'vitest';
import type { Contract, Json, JsonObject } from '../../../../spec/contract.ts';
import { answers, load, run } from '../../../support/field.ts';
import { having } from '../../../proof/fair/reading.ts';

const security = [{ Key: [] }];
const json = (schema: Json, example?: Json): JsonObject => ({ 'application/json': { schema, ...(example !== undefined && { example }) } });
const responses = (parts: JsonObject = {}) => ({ 200: { description: 'Good.', ...parts }, 401: { description: 'Who?' } });

/** The checks of some requirements that were decided, and what became of them. */
async function decided(contract: Contract, about: RegExp, change: Parameters<typeof run>[1]['change'] = (sent) => sent) {
  const { checks } = await run(contract, { change });
  return checks.filter(({ id, outcome }) => about.test(id) && outcome !== 'not-applicable').map(({ id, outcome }) => ({ id, outcome }));
}

describe('a Cache-Control that the document states', () => {
  const headers = (example: string): JsonObject => ({ headers: { 'Cache-Control': { schema: { type: 'string' }, example } } });
  const reading = (example: string) =>
    load({ security, paths: { '/kept': { get: { operationId: 'kept', security, responses: responses(headers(example)) } } } });
  const about = /^http\/(?:shared-caching|cache-control)\//;

  test.each(['max-age=3600', 'public, max-age=60', 's-maxage=30'])('is accepted: %s', async (value) => {
    const outcomes = (await decided(await reading(value), about)).map(({ outcome }) => outcome);
    expect(new Set(outcomes)).toEqual(new Set(['pass']));
  });

  test.each([
    ['public, max-age=3600', ['http/cache-control', 'http/shared-caching']],
    [undefined, ['http/cache-control']],
  ])('excuses no other one: %s', async (sent, expected) => {
    const change = answers((reply) => having(reply, 'Cache-Control', sent));
    const failed = (await decided(await reading('max-age=3600'), about, change)).filter(({ outcome }) => outcome === 'fail');
    expect([...new Set(failed.map(({ id }) => id.split('/').slice(0, 2).join('/')))].toSorted()).toEqual(expected);
  });
});

test('HEAD with a valid credential is not compared with a GET that needs a body', async () => {
  const requestBody = { required: true, content: json({ type: 'object', required: ['of'], properties: { of: { const: 'all' } } }) };
  const contract = await load({
    security,
    paths: { '/asked': { get: { operationId: 'asked', security, requestBody, responses: responses() } } },
  });
  const outcomes = await decided(contract, /^http\/head-.*\/asked\//);
  expect(outcomes.map(({ id }) => id)).toEqual(['http/head-authentication/asked/missing', 'http/head-content/asked/missing']);
  expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['pass']));
});

test('which error comes first is judged where a credential is needed', async () => {
  const made = { 201: { description: 'Made.', content: json({ type: 'object' }, { id: 'o1' }) }, 401: { description: 'Who?' } };
  const collection = (name: string, open: boolean): JsonObject => ({
    [`/${name}`]: { post: { operationId: `make-${name}`, security, responses: made } },
    [`/${name}/{id}`]: {
      get: {
        operationId: `read-${name}`,
        security: open ? [] : security,
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        responses: responses({ content: json({ type: 'object' }, { id: 'o1' }) }),
      },
    },
  });
  const about = /^http\/authentication-first\/.*no-such-object/;
  expect(await decided(await load({ security, paths: collection('open', true) }), about)).toEqual([]);
  expect(await decided(await load({ security, paths: { ...collection('open', true), ...collection('own', false) } }), about)).toEqual([
    { id: 'http/authentication-first/read-own/bad-credential-and-no-such-object', outcome: 'pass' },
  ]);
});
