import { expect, test } from 'vitest';
import { compileDocument, loadContract } from '../../spec/load.ts';
import type { Json } from '../../spec/contract.ts';
import { complaint, files, small } from './documents.ts';

const extended = (extension: Json, parts: { readonly [name: string]: Json } = {}) =>
  complaint(() => compileDocument(small({ ...parts, 'x-auth-conformance': extension }), { source: 'it' }));

test('A window that is none is refused in the file, line and column where it stands', async () => {
  const file = await files({
    'openapi.yaml': `openapi: 3.1.0
info: { title: Things, version: '1' }
paths: {}
x-auth-conformance:
  plans:
    free: { limits: [100/hour, 10/min] }
`,
  });
  expect(await complaint(() => loadContract(file))).toMatchInlineSnapshot(
    `"x-auth-conformance.plans.free.limits[1]: expected COUNT/UNIT such as 10/minute, got "10/min" (openapi.yaml:6:32)"`,
  );
});

test('Everything that is wrong with the extension is found at once', async () => {
  const message = await extended({
    plans: { free: { limits: ['0/hour', 5], features: ['oauth'] }, empty: { limits: [] } },
    rateLimit: { window: 'rolling', limit: [], reset: ['X-Reset'], retryafter: [] },
    rejections: { insecure: { status: 200 } },
    whoami: { user: '$response.body#/id' },
    principals: { reader: { from: ['10.0.0.300'], expendable: 'no' }, nobody: { from: [] } },
    clients: { app: { redirectUris: ['/callback'] } },
    assumed: ['rateLimit'],
  });
  expect(message).toMatchInlineSnapshot(`
    "x-auth-conformance.plans.free.limits[0]: expected COUNT/UNIT such as 10/minute, got "0/hour" (it)
    x-auth-conformance.plans.free.limits[1]: expected COUNT/UNIT such as 10/minute, got 5 (it)
    x-auth-conformance.plans.free.features[0]: expected one of oauth2, ipAllowList, got "oauth" (it)
    x-auth-conformance.plans.empty.limits: expected at least one window such as 10/minute, got [] (it)
    x-auth-conformance.rateLimit.window: expected one of fixed, sliding, got "rolling" (it)
    x-auth-conformance.rateLimit.limit: expected a list with at least one expression, got [] (it)
    x-auth-conformance.rateLimit.reset[0]: expected an expression such as $response.header.Retry-After or $response.body#/error/code, got "X-Reset" (it)
    x-auth-conformance.rateLimit.retryafter: expected one of partition, window, report, limit, remaining, reset, retryAfter, got "retryafter"; did you mean "retryAfter"? (it)
    x-auth-conformance.rejections.insecure.status: expected a status from 400 to 499, got 200 (it)
    x-auth-conformance.whoami.operationId: expected an operationId, got nothing (it)
    x-auth-conformance.principals.reader.from[0]: expected an address or CIDR range such as 203.0.113.0/24, got "10.0.0.300" (it)
    x-auth-conformance.principals.reader.expendable: expected true or false, got "no" (it)
    x-auth-conformance.principals.nobody.from: expected at least one address or CIDR range; remove the member to allow every address, got [] (it)
    x-auth-conformance.clients.app.redirectUris[0]: expected an absolute URI, got "/callback" (it)
    x-auth-conformance.assumed[0]: expected a JSON Pointer such as /rateLimit/window, got "rateLimit" (it)"
  `);
});

test('Whatever the extension names must exist, and what was probably meant is told', async () => {
  const message = await extended({
    plans: { free: { limits: ['10/minute'] } },
    implies: { admin: ['raed'] },
    whoami: { operationId: 'listThngs' },
    rejections: { insecure: { status: 403, response: '#/components/responses/Insecure' } },
    accounts: { acme: { plan: 'fre' } },
    principals: { reader: { account: 'acne', scheme: 'key', scopes: ['reda'] } },
    clients: { app: { account: 'nobody', scopes: ['read', 'sing'] } },
    assumed: ['/plans/free', '/plans/pro', '/rateLimit/window'],
  });
  expect(message).toMatchInlineSnapshot(`
    "x-auth-conformance.implies.admin: expected a scope of the document (read), got "admin" (it)
    x-auth-conformance.implies.admin[0]: expected a scope of the document (read), got "raed"; did you mean "read"? (it)
    x-auth-conformance.whoami.operationId: expected an operationId (listThings), got "listThngs"; did you mean "listThings"? (it)
    x-auth-conformance.accounts.acme.plan: expected a plan (free), got "fre"; did you mean "free"? (it)
    x-auth-conformance.principals.reader.account: expected an account (acme), got "acne"; did you mean "acme"? (it)
    x-auth-conformance.principals.reader.scopes[0]: expected a scope of the document (read), got "reda"; did you mean "read"? (it)
    x-auth-conformance.clients.app.account: expected an account (acme), got "nobody" (it)
    x-auth-conformance.clients.app.scopes[1]: expected a scope of the document (read), got "sing" (it)
    x-auth-conformance.principals.reader.scheme: expected a declared security scheme (Key), got "key"; did you mean "Key"? (it)
    x-auth-conformance.rejections.insecure.response: expected a reference to a response, got "#/components/responses/Insecure", which does not exist (it)
    x-auth-conformance.assumed[1]: expected a pointer to a member of x-auth-conformance, got "/plans/pro", which does not exist (it)"
  `);
});

test('A literal secret is refused and not repeated', async () => {
  const message = await extended({
    principals: { reader: { secret: 'hunter2', apiKey: 'hunter3' } },
    clients: { app: { clientSecret: 'hunter4' } },
  });
  expect(message).toMatchInlineSnapshot(`
    "x-auth-conformance.principals.reader.secret: expected no secret: a document describes principals and clients without their secrets, and the mock generates those (it)
    x-auth-conformance.principals.reader.apiKey: expected no secret: a document describes principals and clients without their secrets, and the mock generates those (it)
    x-auth-conformance.clients.app.clientSecret: expected no secret: a document describes principals and clients without their secrets, and the mock generates those (it)"
  `);
  expect(message).not.toContain('hunter');
});

const restricting = (features: readonly string[]) => ({
  plans: { free: { features } },
  accounts: { acme: { plan: 'free' } },
  principals: { office: { account: 'acme', from: ['192.0.2.0/24'] } },
});

test('An account without the feature cannot restrict addresses', async () => {
  expect(await extended(restricting([]))).toMatchInlineSnapshot(
    `"x-auth-conformance.principals.office.from: expected no addresses, because the plan of this account does not have the feature ipAllowList (it)"`,
  );
  expect(await extended(restricting(['ipAllowList']))).toBe('no complaint');
});

test('Scopes beside the requirements belong to OpenAPI 3.0 alone', async () => {
  expect(await extended({ scopes: { listThings: ['read'] } })).toMatchInlineSnapshot(
    `"x-auth-conformance.scopes: expected no scopes here, because in OpenAPI 3.1 the security requirements name them (it)"`,
  );
  expect(await extended({ scopes: { listThings: ['read'] } }, { openapi: '3.0.3', security: [{ Key: [] }] })).toBe('no complaint');
});

test('An extension that is no object is refused', async () => {
  expect(await extended([])).toMatchInlineSnapshot(`"x-auth-conformance: expected an object, got [] (it)"`);
});

test('Implications are closed over any number of steps, and a cycle does not make a scope imply itself', () => {
  const security = [{ Key: ['a', 'b', 'c', 'd'] }];
  const { implies } = compileDocument(small({ security, 'x-auth-conformance': { implies: { a: ['b'], b: ['c'], c: ['d', 'a'] } } }));
  expect(implies).toEqual({ a: ['b', 'c', 'd'], b: ['c', 'd', 'a'], c: ['d', 'a', 'b'] });
  for (const [scope, implied] of Object.entries(implies)) {
    const further = implied.flatMap((other) => implies[other] ?? []);
    expect([...implied, scope]).toEqual(expect.arrayContaining(further));
  }
});

test('Principals and clients get their defaults', () => {
  const contract = compileDocument(
    small({ 'x-auth-conformance': { accounts: { acme: {} }, principals: { reader: {} }, clients: { app: {} } } }),
  );
  expect(contract.principals).toEqual([{ name: 'reader', account: 'acme', scheme: 'Key', scopes: [], state: 'active', expendable: false }]);
  expect(contract.clients).toEqual([{ name: 'app', account: 'acme', scopes: [], redirectUris: [], public: false }]);
});
