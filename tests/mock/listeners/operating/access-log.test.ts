import { expect, test } from 'vitest';
import { withAccessLog, type AccessLogEntry } from '../../../../mock/listeners/operating/access-log.ts';
import type { IncomingRequest } from '../../../../mock/engine/request.ts';
import { bundledMock } from '../../mocks.ts';

const mock = bundledMock();
const { secret } = mock.principals['reader']!;
const request: IncomingRequest = {
  method: 'GET',
  target: `/v1/conversations/${secret}?key=${secret}`,
  headers: ['Host', 'api.example', 'Authorization', `Bearer ${secret}`],
  secure: true,
  peer: '192.0.2.1',
};

test.each([
  ['at once', mock],
  ['later', { ...mock, respond: async (given: IncomingRequest) => mock.respond(given) }],
])('A response that comes %s is logged once, without a secret', async (_, served) => {
  const entries: AccessLogEntry[] = [];
  const response = await withAccessLog(served, (entry) => entries.push(entry)).respond(request);
  expect(response.status).toBe(404);
  expect(entries).toEqual([
    {
      method: 'GET',
      path: '/v1/conversations/…',
      status: 404,
      requestId: expect.stringMatching(/^req_/),
      peer: '192.0.2.1',
      durationMs: expect.any(Number),
    },
  ]);
  expect(JSON.stringify(entries)).not.toContain(secret);
});

test('A method of any length is cut', async () => {
  const entries: AccessLogEntry[] = [];
  await withAccessLog(mock, (entry) => entries.push(entry)).respond({ ...request, method: 'X'.repeat(1000) });
  expect(entries[0]!.method).toHaveLength(40);
});
