import { describe, expect, test } from 'vitest';
import type { Json } from '../../../../spec/contract.ts';
import { loadContract } from '../../../../spec/load.ts';
import type { Principal } from '../../../../suites/engine/settings.ts';
import { files } from '../../../spec/documents.ts';
import { inProcessTarget, sessionFor, stillMock } from '../../../support/in-process.ts';
import type { RequirementId } from '../../../../spec/catalogue/catalogue.ts';

const schema: Json = { type: 'array', items: { type: 'object', required: ['id'], properties: { id: { type: 'string' } } } };
const get = (operationId: string, more: { readonly [name: string]: Json } = {}): Json => ({
  get: {
    operationId,
    responses: {
      200: { description: 'ok', content: { 'application/json': { schema: { ...(schema as object), ...more } } } },
      401: { description: 'no' },
      403: { description: 'not your role' },
    },
  },
});
const document: Json = {
  openapi: '3.1.0',
  info: { title: 'Roles', version: '1' },
  servers: [{ url: 'https://roles.example' }],
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: { '/notes': get('listNotes'), '/users': get('listUsers'), '/drafts': get('listDrafts', { 'x-assumed': true }) },
};

/** The outcomes of a requirement at a server that answers some paths in its own way. */
async function outcomes(
  requirement: RequirementId,
  answers: { readonly [path: string]: readonly [number, string] },
  role: Partial<Principal> = {},
) {
  const contract = await loadContract(await files({ 'openapi.json': JSON.stringify(document) }));
  const mock = stillMock(contract);
  const target = inProcessTarget(mock);
  const isGood = (headers: readonly string[]) => headers.some((value) => value === `Bearer ${principal.secret}`);
  const given = Object.entries(mock.principals).find(([, { state }]) => state === 'active');
  const principal: Principal = {
    name: 'reader',
    secret: given![1].secret,
    account: 'one',
    scopes: [],
    state: 'active',
    expendable: false,
    ...role,
  };
  const session = sessionFor(
    mock,
    { principals: [principal], allow: { writes: false, burn: false, destructive: false } },
    {
      ...target,
      send: async (call) => {
        const [status, body] = answers[call.target] ?? [200, '[{"id":"1"}]'];
        if (!isGood(call.headers)) return target.send(call);
        return { ...(await target.send(call)), reply: { status, headers: ['Content-Type', 'application/json'], body } };
      },
    },
  );
  const { checks } = await session.judge(requirement);
  return Object.fromEntries(checks.map(({ id, outcome, cause }) => [id.split('/')[2], cause ? `${outcome}: ${cause.code}` : outcome]));
}

describe('an operation that documents 403 and asks for no scope', () => {
  const forbidden = { '/users': [403, '{}'] } as const;

  test('may reject a principal for its role', async () =>
    expect(await outcomes('credentials/valid', forbidden)).toEqual({
      listNotes: 'pass',
      listUsers: 'not-applicable: role-unknown',
      listDrafts: 'pass',
    }));

  test('must serve a principal whose role allows it', async () =>
    expect(await outcomes('credentials/valid', forbidden, { may: ['listNotes', 'listUsers', 'listDrafts'] })).toMatchObject({
      listUsers: 'fail',
    }));

  test('must reject a principal whose role forbids it', async () => {
    expect(await outcomes('scopes/missing', forbidden, { mayNot: ['listUsers'] })).toMatchObject({
      listUsers: expect.stringMatching(/^(?:pass|blocked: not-configured)$/),
    });
    expect(await outcomes('scopes/missing', {}, { mayNot: ['listUsers'] })).toMatchObject({ listUsers: 'fail' });
    expect(await outcomes('scopes/missing', {}, { may: ['listNotes'] })).toMatchObject({ listUsers: 'fail', listDrafts: 'fail' });
  });
});

test('a success with another body is accepted, and its body is a requirement of its own', async () => {
  const wrong = { '/notes': [200, '[{"name":"1"}]'], '/drafts': [200, '{}'] } as const;
  expect(await outcomes('credentials/valid', wrong)).toMatchObject({ listNotes: 'pass', listDrafts: 'pass' });
  expect(await outcomes('credentials/success-body', wrong)).toEqual({
    listNotes: 'fail',
    listUsers: 'pass',
    listDrafts: 'not-applicable: assumed-body-differs',
  });
});
