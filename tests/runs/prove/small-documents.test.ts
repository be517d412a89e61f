import { expect, test } from 'vitest';
import { inProcessTarget, judgeAll, sessionFor, stillMock } from '../../../cli/prove/in-process.ts';
import { compiled, flow, operation } from './parts.ts';
import { documents } from './small-documents.ts';

test.for(Object.entries(documents))('The mock is sound and nothing is left undecided where %s', async ([, parts]) => {
  const mock = stillMock(compiled(parts));
  const findings = await judgeAll(sessionFor(mock, {}, inProcessTarget(mock)));
  const results = findings.flatMap(({ checks }) => checks);
  const undecided = results.filter(({ outcome }) => outcome !== 'pass' && outcome !== 'not-applicable');
  expect(undecided.map(({ id, outcome, reason }) => `${outcome} ${id}: ${reason}`)).toEqual([]);
  expect(results.filter(({ outcome }) => outcome === 'pass').length).toBeGreaterThan(0);
});

test('Scopes belong to the credential of a scheme that has scopes', () => {
  const { principals } = compiled([
    'https://designs.example',
    `/files: { get: ${operation('listFiles', "[{ key: [] }, { flow: ['files:read'] }]")} }`,
    `key: { type: apiKey, in: header, name: X-Key }
    flow: ${flow("{ 'files:read': Files, 'hooks:read': Hooks }")}`,
  ]);
  expect(principals.filter(({ scopes }) => scopes.length === 1).map(({ name, scheme }) => `${name} ${scheme}`)).toEqual([
    'files-read flow',
    'hooks-read flow',
  ]);
});

test('An operation that is not tested is named with the reason, and apart from the schemes that are not simulated', () => {
  const { unsupported, untested } = compiled(documents['an operation requires a scheme that is not simulated']!);
  expect(untested).toContain('both: it requires a credential that is not simulated.');
  expect(unsupported.join(' ')).not.toContain('both');
  expect(compiled(documents['the token endpoint is an operation']!).untested).toContain(
    'token: its path is an endpoint of the authorization server, which the topic oauth tests.',
  );
});

test('An authorization server without flows is not served, and named, also where its metadata has a URL', () => {
  const [notServed, ...others] = compiled([
    'https://api.example',
    `/a: { get: ${operation('a', '[{ elsewhere: [read] }]')} }`,
    `elsewhere: { type: oauth2, oauth2MetadataUrl: 'https://id.example/metadata', flows: {} }`,
  ]).unsupported;
  expect(notServed).toContain('endpoints of elsewhere are not served');
  expect(others).toEqual([]);
});

test('Of OpenID Connect, what is not served is named, unless it is the metadata of a scheme with flows', () => {
  const notServed = (url: string, metadata: string) =>
    compiled([
      'https://api.example',
      `/a: { get: ${operation('a', '[{ login: [read] }]')} }`,
      `login: { type: openIdConnect, openIdConnectUrl: '${url}' }
    flow: { type: oauth2, oauth2MetadataUrl: '${metadata}', flows: { clientCredentials: { tokenUrl: 'https://id.example/token', scopes: { read: Read } } } }`,
    ]).unsupported;
  const discovery = 'https://id.example/.well-known/openid-configuration';
  expect(notServed('https://id.example/openid', 'https://id.example/metadata')).toEqual([
    'The authorization and token endpoints of login are not served, because the document does not name them: the mock serves the discovery document, its keys and signed tokens.',
  ]);
  expect(notServed(discovery, 'https://id.example/metadata')).toEqual([]);
  expect(notServed(discovery, discovery)).toEqual([]);
});

test('Only an operation that reads is taken for one that returns the caller’s identity', () => {
  const identity =
    "responses: { '200': { description: Fine, content: { application/json: { schema: { properties: { id: { type: string }, scopes: { type: array, items: { type: string } } } } } } } }";
  const whoami = (method: string) =>
    compiled([
      'https://keys.example',
      `/keys: { ${method}: { operationId: keys, security: [{ key: [] }], ${identity} } }`,
      `key: { type: http, scheme: bearer }`,
    ]).whoami;
  expect(whoami('post')).toBeUndefined();
  expect(whoami('get')?.operation).toBe('keys');
});

test('An example that its schema does not allow, and that is sent as it stands, is an assumption', () => {
  const { assumptions } = compiled([
    'https://sums.example',
    `/sums: { get: { operationId: sum, security: [{ key: [] }], responses: { '200': { description: Fine, content: { application/json: { schema: { allOf: [{ type: string }, { type: integer }] }, example: 12 } } } } } }`,
    `key: { type: http, scheme: bearer }`,
  ]);
  expect(assumptions).toContain(
    'Its schema does not allow the example of the 200 of sum. It is sent as it stands, since no other value could be made.',
  );
});

test('Schemes that are required together and share a header are alternatives, which is an assumption and no ignored part', () => {
  const { assumptions, mistakes } = compiled(documents['two schemes that share a header are required together']!);
  expect(assumptions).toContain('implicitly and byCode are required together, but share a header. The credential of either is accepted.');
  expect(mistakes).toEqual([]);
});
