import { expect, test } from 'vitest';
import type { JsonObject } from '../../../spec/contract.ts';
import { reportedQuota } from '../../../suites/expectations/quota.ts';
import { expectFields } from '../../../suites/expectations/rate-fields.ts';
import { answered } from '../../suites/expectations/evidence.ts';
import { answering, ask, field, smallContract, smallMock } from '../mocks.ts';

const text = (example?: string): JsonObject => ({ schema: { type: 'string' }, ...(example !== undefined && { example }) });

/** A document whose success has RateLimit and RateLimit-Policy like this. */
function declaring(service: string | undefined, policy: string | undefined): readonly [JsonObject, JsonObject] {
  const { '200': success } = answering({ ok: true });
  const headers = { RateLimit: text(service), 'RateLimit-Policy': text(policy) };
  const plans = { free: { limits: ['8/10second', '50/minute'] } };
  return [{ '/it': { get: { responses: { '200': { ...Object(success), headers } } } } }, { 'x-auth-conformance': { plans } }];
}

async function sent(service?: string, policy?: string): Promise<readonly (readonly (string | undefined)[])[]> {
  const mock = smallMock(...declaring(service, policy));
  const as = Object.entries(mock.principals).find(([, { state }]) => state === 'active')![0];
  const answers = [await ask(mock, 'GET /api/it', { as }), await ask(mock, 'GET /api/it', { as })];
  return answers.map((answer) => [field(answer, 'RateLimit'), field(answer, 'RateLimit-Policy')]);
}

test('RateLimit and RateLimit-Policy are sent in the documented draft, and the remaining count falls', async () => {
  expect(await sent('limit=8, remaining=7, reset=9', '8;w=10')).toEqual([
    ['limit=8, remaining=7, reset=10', '8;w=10, 50;w=60'],
    ['limit=8, remaining=6, reset=10', '8;w=10, 50;w=60'],
  ]);
  const current = [
    ['"8/10second";r=7;t=10', '"8/10second";q=8;w=10, "50/minute";q=50;w=60'],
    ['"8/10second";r=6;t=10', '"8/10second";q=8;w=10, "50/minute";q=50;w=60'],
  ];
  expect(await sent('"default";r=50;t=30', '"default";q=100;w=60')).toEqual(current);
  expect(await sent()).toEqual(current);
});

test('The suites read limit, remaining and reset from the one header of draft 7', () => {
  const contract = smallContract(...declaring('limit=8, remaining=7, reset=9', '8;w=10'));
  const reply = (value: string) => ({ status: 200, headers: ['Date', 'Fri, 15 Jan 2027 08:00:00 GMT', 'RateLimit', value], body: '' });
  expect(reportedQuota(contract, reply('limit=8, remaining=7, reset=9'))).toEqual({ limit: 8, remaining: 7, resetAt: 1_800_000_009 });
  const fields = (value: string) => expectFields({ ...answered(reply(value)), operation: contract.operations[0]!.id }, contract);
  expect(fields('limit=8, remaining=7, reset=9')).toEqual([]);
  expect(fields('limit=8, remaining=few')?.map(({ code }) => code)).toEqual(['not-a-whole-number', 'rate-limit-header-missing']);
});
