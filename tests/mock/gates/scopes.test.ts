import { expect, test } from 'vitest';
import { ask, bundled, bundledMock, field } from '../mocks.ts';

const granted = (scopes: readonly string[]) => new Set(scopes.flatMap((scope) => [scope, ...(bundled.implies[scope] ?? [])]));

test('Every principal may call exactly the operations that its scopes allow', async () => {
  const mock = bundledMock();
  const seen: string[] = [];
  const expected: string[] = [];
  for (const [name, principal] of Object.entries(mock.principals)) {
    if (principal.state !== 'active' || principal.from || principal.account !== 'acme') continue;
    for (const { id, method, path, security } of bundled.operations) {
      const item = path.includes('{') ? await created(mock) : '';
      const answer = await ask(mock, `${method} /v1${path.replace('{id}', item)}`, { as: name, json: { title: 'x' } });
      seen.push(`${name} ${id} ${answer.status === 403 ? 'refused' : 'served'}`);
      const allowed = security.some(({ requirements }) =>
        requirements.every(({ scopes }) => scopes.every((scope) => granted(principal.scopes).has(scope))),
      );
      expected.push(`${name} ${id} ${allowed ? 'served' : 'refused'}`);
      if (answer.status !== 403) expect(answer.status).toBeLessThan(300);
    }
  }
  expect(seen).toEqual(expected);
  expect(seen).toContain('writer listConversations refused');
  expect(seen).toContain('admin deleteConversation served');
  expect(seen).toContain('deleter testAuth served');
});

async function created(mock: ReturnType<typeof bundledMock>): Promise<string> {
  const answer = await ask(mock, 'POST /v1/conversations', { as: 'writer', json: { title: 'x' } });
  return JSON.parse(answer.body).id;
}

test('A 403 tells a bearer which scope it lacks', async () => {
  const answer = await ask(bundledMock(), 'DELETE /v1/conversations/conv_123', { as: 'reader' });
  expect(field(answer, 'WWW-Authenticate')).toBe('Bearer realm="AImyChats API", error="insufficient_scope", scope="delete"');
});

test('A refused change leaves the object as it was', async () => {
  const mock = bundledMock();
  const before = await ask(mock, 'GET /v1/conversations/conv_123', { as: 'reader' });
  expect((await ask(mock, 'PATCH /v1/conversations/conv_123', { as: 'reader', json: { title: 'stolen' } })).status).toBe(403);
  expect((await ask(mock, 'DELETE /v1/conversations/conv_123', { as: 'reader' })).status).toBe(403);
  expect((await ask(mock, 'GET /v1/conversations/conv_123', { as: 'reader' })).body).toBe(before.body);
});
