import { expect, test } from 'vitest';
import { createJournal } from '../../../mock/state/journal.ts';
import { ask, bundledMock, field } from '../mocks.ts';

test('The journal says of every request which gate decided, why, and who asked', async () => {
  const mock = bundledMock();
  await ask(mock, 'GET /v1/auth/test', { as: 'reader' });
  await ask(mock, 'GET /v1/conversations/conv_123?x=y', { as: 'writer' });
  await ask(mock, 'GET /v1/auth/test', { as: `${mock.principals['reader']!.secret}.w1` });
  expect(mock.journal()).toMatchObject([
    { method: 'GET', path: '/auth/test', status: 200, gate: 'success', operation: 'testAuth', principal: 'reader', window: '10000/hour' },
    { path: '/conversations/{id}', status: 403, gate: 'scopes', outcome: 'rejected', principal: 'writer' },
    { gate: 'success', namespace: 'w1' },
  ]);
});

test('The journal holds no secret, wherever it was sent', async () => {
  const mock = bundledMock();
  const { secret } = mock.principals['reader']!;
  const basic = btoa(`${secret}:`);
  await ask(mock, `GET /v1/auth/test?access_token=${secret}`, { as: 'reader' });
  await ask(mock, `GET /v1/${secret}`, { as: 'reader' });
  await ask(mock, `GET /elsewhere/${secret}`, {});
  await ask(mock, `GET /v1/conversations/${secret}`, { as: 'reader' });
  await ask(mock, 'POST /v1/conversations', { as: 'writer', json: { token: secret } });
  await ask(mock, 'GET /v1/auth/test', { headers: ['Authorization', `Basic ${basic}`, 'X-Api-Key', secret] });
  await ask(mock, 'GET /v1/auth/test', { headers: ['Authorization', `Bearer ${secret} ${secret}`] });
  await ask(mock, 'GET /v1/auth/test', { as: 'revoked' });
  const text = JSON.stringify(mock.journal());
  expect(mock.journal()).toHaveLength(8);
  for (const { secret: each } of Object.values(mock.principals)) expect(text).not.toContain(each);
  expect(text).not.toContain(basic);
});

test('No answer repeats a credential', async () => {
  const mock = bundledMock();
  const { secret } = mock.principals['reader']!;
  const answers = [
    await ask(mock, `GET /v1/${secret}?k=${secret}`, { as: 'reader', headers: ['X-Request-Id', secret, 'Origin', secret] }),
    await ask(mock, 'POST /v1/conversations', { as: 'writer', json: { title: 7, token: secret } }),
    await ask(mock, `GET /v1/auth/test`, { headers: ['Authorization', `Basic ${secret}`] }),
  ];
  expect(JSON.stringify(answers)).not.toContain(secret);
});

test('A full journal forgets its oldest entry', () => {
  const journal = createJournal(2);
  const entry = { at: 0, method: 'GET', path: '/', status: 200, gate: 'success', outcome: 'served', cause: { code: 'metadata' } } as const;
  const nobody = { operation: undefined, principal: undefined, namespace: undefined, window: undefined, step: undefined };
  const idOf = (number: number) => `req_${number}`;
  for (const number of [1, 2, 3]) journal.write({ ...entry, ...nobody, number, idOf });
  expect(journal.read().map(({ id }) => id)).toEqual(['req_2', 'req_3']);
});

test('The deciding gate is named in the answer only where that is asked for', async () => {
  expect(field(await ask(bundledMock(), 'GET /v1/auth/test', { as: 'reader' }), 'X-Mock-Decision')).toBe(
    'gate=success; outcome=served; principal=reader; window=10000/hour; why=testAuth',
  );
  expect(field(await ask(bundledMock({ explain: false }), 'GET /v1/auth/test', { as: 'reader' }), 'X-Mock-Decision')).toBeUndefined();
});
