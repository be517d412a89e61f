import { expect, test } from 'vitest';
import type { JsonObject } from '../../spec/contract.ts';
import { answering, ask, bodyOf, field, noon, smallContract, smallMock } from './mocks.ts';

const paths: JsonObject = {
  '/things': {
    get: { operationId: 'listThings', responses: answering([{ id: 'a' }]) },
    post: {
      operationId: 'addThing',
      responses: { '201': { description: 'Made.', content: { 'application/json': { example: { id: 'a' } } } } },
    },
  },
  '/things/{id}': {
    parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
    get: { operationId: 'getThing', responses: answering({ id: 'a' }) },
  },
};
const extension = {
  plans: { small: { limits: ['5/minute', '50/hour'] }, large: { limits: ['9/minute'] } },
  rateLimit: { remaining: ['$response.header.X-Remaining'] },
  accounts: { shop: { plan: 'small' }, bank: { plan: 'large' } },
  principals: { clerk: { account: 'shop' }, owner: { account: 'shop' }, teller: { account: 'bank' } },
};
const documented = (change: JsonObject = {}, others: JsonObject = {}) =>
  smallContract(paths, { 'x-auth-conformance': { ...extension, ...change }, ...others });
const served = () => smallMock(paths, { 'x-auth-conformance': extension });
const remaining = async (mock: ReturnType<typeof served>, as: string) => {
  const answer = await ask(mock, 'GET /api/things', { as });
  return answer.status === 200 ? field(answer, 'X-Remaining') : answer.status;
};

test('A reloaded mock serves the new document, and keeps clock, journal, faults and objects', async () => {
  const mock = served();
  mock.clock.advance(60_000);
  mock.faults.arm(['reports-constant-remaining']);
  const { id } = bodyOf<{ readonly id: string }>(await ask(mock, 'POST /api/things', { as: 'clerk', json: { id: 'x' } }));
  const later = { ...paths, '/news': { get: { operationId: 'readNews', responses: answering({ title: 'new' }) } } };
  expect(mock.reload(smallContract(later, { 'x-auth-conformance': extension }))).toEqual({ forgottenKeys: 0 });
  expect(bodyOf(await ask(mock, 'GET /api/news', { as: 'clerk' }))).toEqual({ title: 'new' });
  expect((await ask(mock, `GET /api/things/${id}`, { as: 'clerk' })).status).toBe(200);
  expect(mock.contract.operations.map((operation) => operation.id)).toContain('readNews');
  expect(mock.clock.now()).toBe(noon + 60_000);
  expect(mock.journal().map(({ operation }) => operation)).toEqual(['addThing', 'readNews', 'getThing']);
  expect(mock.faults.armed()).toEqual(['reports-constant-remaining']);
});

test('Used quotas stay used: in the window of the same length, wherever the plan has it now', async () => {
  const mock = served();
  expect([await remaining(mock, 'clerk'), await remaining(mock, 'clerk')]).toEqual(['4', '3']);
  mock.reload(documented({ plans: { ...extension.plans, small: { limits: ['2/day', '7/minute', '50/hour'] } } }));
  const [small] = mock.quotas();
  expect(small!.windows.map(({ limit, remaining: left }) => [limit, left])).toEqual([
    [2, 2],
    [7, 5],
    [50, 48],
  ]);
});

test('Minted keys stay, with the plan that their account has now', async () => {
  const mock = served();
  const { credential: own } = mock.mint({ plan: 'large' });
  const { credential: shop } = mock.mint({ account: 'shop' });
  expect(await remaining(mock, shop)).toBe('4');
  expect(mock.reload(documented({ accounts: { ...extension.accounts, shop: { plan: 'large' } } }))).toEqual({ forgottenKeys: 0 });
  expect([await remaining(mock, own), await remaining(mock, shop), await remaining(mock, 'clerk')]).toEqual(['8', '7', '6']);
});

test('Keys whose plan, account, scheme or principal is gone are forgotten, and counted', async () => {
  const mock = served();
  const { credential: large } = mock.mint({ plan: 'large' });
  const { credential: bank } = mock.mint({ account: 'bank' });
  const { credential: rotated } = mock.rotate(mock.principals['owner']!.secret);
  const { credential: stays } = mock.mint({ plan: 'small' });
  const changed = documented({
    plans: { small: extension.plans.small },
    accounts: { shop: { plan: 'small' } },
    principals: { clerk: { account: 'shop' } },
  });
  expect(mock.reload(changed)).toEqual({ forgottenKeys: 3 });
  const codes = [large, bank, rotated, mock.principals['clerk']!.secret, stays].map(
    async (as) => (await ask(mock, 'GET /api/things', { as })).status,
  );
  expect(await Promise.all(codes)).toEqual([401, 401, 401, 200, 200]);
  const other = { components: { securitySchemes: { Other: { type: 'http', scheme: 'bearer' } } }, security: [{ Other: [] }] };
  expect(mock.reload(documented({}, other))).toEqual({ forgottenKeys: 1 });
});

test('What happened to the keys of the document stays: revoked, rotated, with an end', async () => {
  const mock = served();
  const { clerk, owner, teller } = mock.principals;
  mock.revoke(clerk!.secret);
  const { credential: second } = mock.rotate(owner!.secret, { graceSeconds: 60 });
  mock.reload(
    documented({ principals: { ...extension.principals, owner: { account: 'shop', expendable: true }, guard: { account: 'bank' } } }),
  );
  const code = async (as: string) => (await ask(mock, 'GET /api/things', { as })).status;
  expect([await code(clerk!.secret), await code(teller!.secret), await code('guard')]).toEqual([401, 200, 200]);
  expect(mock.principals['owner']).toMatchObject({ expendable: true });
  mock.clock.advance(60_000);
  expect([await code(owner!.secret), await code(second)]).toEqual([401, 200]);
});

test('A document that does not fit the own credentials is not taken', async () => {
  const mock = smallMock(paths, { 'x-auth-conformance': extension }, { credentials: { clerk: 'my-own-key' } });
  const { clerk: _, ...others } = extension.principals;
  expect(() => mock.reload(documented({ principals: others }))).toThrow(
    /^credentials: expected a principal \(owner, teller\), got "clerk"/,
  );
  expect((await ask(mock, 'GET /api/things', { as: 'my-own-key' })).status).toBe(200);
});
