import { expect, test } from 'vitest';
import { loadContract } from '../../../spec/load.ts';
import { createMock } from '../../../mock/create.ts';
import { ask, bodyOf, bundledMock, field, noon } from '../mocks.ts';

interface Conversation {
  readonly id: string;
  readonly title: string;
}

const list = async (mock: ReturnType<typeof bundledMock>, as: string) =>
  bodyOf<{ conversations: readonly Conversation[] }>(await ask(mock, 'GET /v1/conversations', { as })).conversations;
const create = (mock: ReturnType<typeof bundledMock>, as: string, title: string) =>
  ask(mock, 'POST /v1/conversations', { as, json: { title } });

test('What was created can be read, listed, changed and deleted, and is gone then', async () => {
  const mock = bundledMock();
  const answer = await create(mock, 'admin', 'Mine');
  const { id, title } = bodyOf<Conversation>(answer);
  expect([answer.status, title, field(answer, 'Location')]).toEqual([201, 'Mine', `/v1/conversations/${id}`]);
  const url = `/v1/conversations/${id}`;
  expect(bodyOf(await ask(mock, `GET ${url}`, { as: 'admin' }))).toMatchObject({ id, title: 'Mine' });
  expect((await ask(mock, `GET ${url}/summary`, { as: 'admin' })).status).toBe(200);
  expect(bodyOf(await ask(mock, `PATCH ${url}`, { as: 'admin', json: { title: 'Ours' } }))).toMatchObject({ id, title: 'Ours' });
  expect((await list(mock, 'admin')).map((one) => [one.id, one.title])).toContainEqual([id, 'Ours']);
  expect((await ask(mock, `DELETE ${url}`, { as: 'admin' })).status).toBe(204);
  for (const request of [`GET ${url}`, `DELETE ${url}`, `GET ${url}/summary`])
    expect((await ask(mock, request, { as: 'admin' })).status).toBe(404);
  expect((await list(mock, 'admin')).map((one) => one.id)).not.toContain(id);
});

test('The documented object exists from the start, and can be changed and deleted like any other', async () => {
  const mock = bundledMock();
  const url = '/v1/conversations/conv_123';
  expect(bodyOf(await ask(mock, `GET ${url}`, { as: 'reader' }))).toMatchObject({ id: 'conv_123' });
  await ask(mock, `PATCH ${url}`, { as: 'writer', json: { title: 'Changed' } });
  expect(bodyOf(await ask(mock, `GET ${url}`, { as: 'reader' }))).toMatchObject({ id: 'conv_123', title: 'Changed' });
  expect(await list(mock, 'reader')).toMatchObject([{ id: 'conv_123', title: 'Changed' }]);
  await ask(mock, `DELETE ${url}`, { as: 'deleter' });
  expect((await ask(mock, `GET ${url}`, { as: 'reader' })).status).toBe(404);
  expect(await list(mock, 'reader')).toEqual([]);
  expect((await ask(mock, `GET ${url}`, { as: 'other' })).status).toBe(200);
});

test('Another account, and another namespace, neither see nor change an object', async () => {
  const mock = bundledMock();
  const { id } = bodyOf<Conversation>(await create(mock, 'writer', 'Mine'));
  const { secret } = mock.principals['admin']!;
  for (const as of ['other', `${secret}.w1`]) {
    expect((await ask(mock, `GET /v1/conversations/${id}`, { as })).status).toBe(404);
    expect((await ask(mock, `DELETE /v1/conversations/${id}`, { as })).status).toBe(404);
    expect((await list(mock, as)).map((one) => one.id)).not.toContain(id);
  }
  expect((await ask(mock, `GET /v1/conversations/${id}`, { as: 'admin' })).status).toBe(200);
});

async function newIds(): Promise<readonly string[]> {
  const mock = bundledMock();
  const answers = await Promise.all(['a', 'b', 'c'].map((title) => create(mock, 'writer', title)));
  return answers.map((answer) => bodyOf<Conversation>(answer).id);
}

test('Ids follow from the seed, and no two are the same', async () => {
  const [once, again] = [await newIds(), await newIds()];
  expect(once).toEqual(again);
  expect(new Set(once).size).toBe(3);
});

test('What the schema does not allow is not taken over from what was sent', async () => {
  const mock = bundledMock();
  const answer = await ask(mock, 'POST /v1/conversations', { as: 'writer', json: { title: 'x', id: 'chosen', created_at: 7 } });
  const body = bodyOf<Conversation & { created_at: unknown }>(answer);
  expect(answer.status === 400 || (body.id !== 'chosen' && typeof body.created_at === 'string')).toBe(true);
});

test('A second document has a life cycle of its own, with no code of its own', async () => {
  const mock = createMock(await loadContract('examples/header-key/openapi.yaml'), { now: () => noon });
  const headers = ['X-Api-Key', mock.principals['all']!.secret];
  const answer = await ask(mock, 'POST /api/v2/specimens', { headers, json: { species: 'Bellis annua' } });
  const url = field(answer, 'Location')!;
  expect([answer.status, url]).toEqual([201, expect.stringMatching(/^\/api\/v2\/specimens\/H-/)]);
  expect(bodyOf(await ask(mock, `GET ${url}`, { headers }))).toMatchObject({ species: 'Bellis annua' });
  expect((await ask(mock, `DELETE ${url}`, { headers })).status).toBe(204);
  const gone = await ask(mock, `GET ${url}`, { headers });
  expect([gone.status, bodyOf(gone)]).toEqual([404, { success: false, reason: 'not_found', explanation: expect.any(String) }]);
});
