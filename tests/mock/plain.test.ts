import { expect, test } from 'vitest';
import { createMock } from '../../mock/create.ts';
import { bundled } from './mocks.ts';

const url = 'http://api.aimychats.com/v1/auth/test';

test('Plain HTTP is rejected as documented, unless it is to be served like HTTPS', async () => {
  for (const [plain, status] of [
    ['as-documented', 403],
    ['served', 200],
  ] as const) {
    const mock = createMock(bundled, { plain });
    const response = await mock.fetch(url, { headers: { Authorization: `Bearer ${mock.principals['reader']!.secret}` } });
    expect(response.status).toBe(status);
    expect(response.headers.get('Strict-Transport-Security')).toBeNull();
  }
  expect((await createMock(bundled, { plain: 'served' }).fetch(url)).status).toBe(401);
});

test('OAuth endpoints that are served over plain HTTP name URLs of plain HTTP', async () => {
  const mock = createMock(bundled, { plain: 'served' });
  const metadata = await mock.fetch('http://127.0.0.1:4011/.well-known/oauth-authorization-server');
  expect(metadata.status).toBe(200);
  expect(await metadata.json()).toMatchObject({ issuer: 'http://127.0.0.1:4011' });
});
