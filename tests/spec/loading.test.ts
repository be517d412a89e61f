import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { bundledDocument, compileDocument, loadContract } from '../../spec/load.ts';
import { complaint, files, small } from './documents.ts';

const SOUND = JSON.stringify(small());

async function serve(status: number, body: string): Promise<string> {
  const server = createServer((_request, response) => response.writeHead(status).end(body));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
  return `http://127.0.0.1:${address.port}/openapi.json`;
}

test('A missing file, a folder and an empty file are named for what they are', async () => {
  expect(await complaint(() => loadContract('nowhere/openapi.yaml'))).toMatchInlineSnapshot(
    `"expected an OpenAPI document, but the file does not exist (nowhere/openapi.yaml)"`,
  );
  expect(await complaint(() => loadContract('spec'))).toMatchInlineSnapshot(`"expected an OpenAPI document, but it is a folder (spec)"`);
  const empty = await files({ 'openapi.yaml': ' \n' });
  expect(await complaint(() => loadContract(empty))).toMatchInlineSnapshot(
    `"expected an OpenAPI document, got an empty file (openapi.yaml)"`,
  );
});

test.each([
  [undefined, 'undefined'],
  [null, 'null'],
  [[], 'an array'],
  [new URL('file:///openapi.yaml'), 'object'],
])('From JavaScript, %j is no source of a document', async (source, got) => {
  await expect(Reflect.apply(loadContract, undefined, [source])).rejects.toThrow(
    new TypeError(`loadContract: expected the path or URL of a document, got ${got}`),
  );
});

test('What the extensions of other tools refer to is not looked at', async () => {
  const path = await files({ 'openapi.json': JSON.stringify({ ...small(), 'x-topics': [{ content: { $ref: 'missing.md' } }] }) });
  expect((await loadContract(path)).title).toBe('Things');
});

test('A document can be fetched, and a server that does not have it is named', async () => {
  const contract = await loadContract(await serve(200, SOUND));
  expect(contract.title).toBe('Things');
  const missing = await complaint(async () => loadContract(await serve(404, '')));
  expect(missing).toMatchInlineSnapshot(`"expected an OpenAPI document, but the server returned 404 (http:openapi.json)"`);
  const closed = (await complaint(() => loadContract('http://127.0.0.1:1/openapi.yaml'))).replace(/fetched: .* \(/, 'fetched: WHY (');
  expect(closed).toMatchInlineSnapshot(`"expected an OpenAPI document, but it cannot be fetched: WHY (http:openapi.yaml)"`);
});

test('A relative server of a fetched document stands on the server that it was fetched from', async () => {
  const url = await serve(200, JSON.stringify(small({ servers: [{ url: '/v3' }] })));
  const contract = await loadContract(url);
  expect(contract.servers).toEqual([{ url: new URL('/v3', url).href, secure: false, host: new URL(url).host, basePath: '/v3' }]);
});

test('Text that is neither YAML nor JSON is refused where it breaks', async () => {
  const broken = await files({ 'openapi.yaml': 'openapi: 3.1.0\ninfo: { title: [\n' });
  expect(await complaint(() => loadContract(broken))).toMatchInlineSnapshot(
    `"expected an OpenAPI document, got invalid YAML or JSON: deficient indentation (openapi.yaml:3:1)"`,
  );
  const doubled = await files({ 'openapi.yaml': 'openapi: 3.1.0\nopenapi: 3.0.0\n' });
  expect(await complaint(() => loadContract(doubled))).toMatchInlineSnapshot(
    `"expected an OpenAPI document, got invalid YAML or JSON: duplicated mapping key (openapi.yaml:2:1)"`,
  );
  const circular = await files({ 'openapi.yaml': 'openapi: &self [*self]\n' });
  expect(await complaint(() => loadContract(circular))).toMatchInlineSnapshot(
    `"expected an OpenAPI document, got invalid YAML or JSON: an alias refers to itself, or there are more than 1000 levels (openapi.yaml:1:1)"`,
  );
});

test('What is no OpenAPI 3 document is told what it is', async () => {
  const messages = await Promise.all(
    ['swagger: "2.0"', 'openapi: 4.0.0', 'openapi: 3.1', 'asyncapi: 3.0.0', 'overlay: 1.0.0', '[]', 'title: Things', 'just text'].map(
      async (text) => {
        const file = await files({ 'openapi.yaml': text });
        return complaint(() => loadContract(file));
      },
    ),
  );
  expect(messages.join('\n')).toMatchInlineSnapshot(`
    "swagger: expected an OpenAPI document of version 3.0, 3.1 or 3.2, got Swagger "2.0": convert it first with npx swagger2openapi FILE --outfile openapi.json (openapi.yaml:1:10)
    openapi: expected an OpenAPI document of version 3.0, 3.1 or 3.2, got "4.0.0" (openapi.yaml:1:10)
    openapi: expected an OpenAPI document of version 3.0, 3.1 or 3.2, got 3.1 (openapi.yaml:1:10)
    asyncapi: expected an OpenAPI document of version 3.0, 3.1 or 3.2, got an AsyncAPI document (openapi.yaml:1:11)
    overlay: expected an OpenAPI document of version 3.0, 3.1 or 3.2, got an Overlay: pass it with --overlay, in addition to the document (openapi.yaml:1:10)
    expected an OpenAPI document of version 3.0, 3.1 or 3.2, got a list (openapi.yaml:1:1)
    expected an OpenAPI document of version 3.0, 3.1 or 3.2, got an object without the member "openapi" (openapi.yaml:1:1)
    expected an OpenAPI document of version 3.0, 3.1 or 3.2, got a string (openapi.yaml:1:1)"
  `);
});

test('Everything that leaves unknown who may call is found at once, misspelt members with what was meant', async () => {
  const file = await files({
    'openapi.yaml': `openapi: 3.1.0
info:
  title: Things
  version: '1'
paths:
  /things:
    get:
      operationId: listThings
      secruity: []
      x-anything: true
      extra: harmless
      responses:
        '200': { description: 1 }
        '401': { $ref: '#/components/responses/Nowhere' }
    post:
      operationId: addThing
      security: [{ Key: read }]
      responses: {}
    put:
      operationId: replaceThing
      security: [{ Kee: [] }]
      responses: {}
components:
  securitySchemes:
    Key: { type: http, scheme: bearer }
`,
  });
  expect(await complaint(() => loadContract(file))).toMatchInlineSnapshot(`
    "paths["/things"].get.secruity: property "secruity" is not expected here; did you mean "security"? (openapi.yaml:9:7)
    paths["/things"].post.security[0].Key: expected type "array" but got "string" (openapi.yaml:17:25)
    paths["/things"].put.security[0].Kee: expected a declared security scheme (Key), got "Kee"; did you mean "Key"? (openapi.yaml:21:20)"
  `);
});

test('An unknown scheme is named with its place', async () => {
  const file = await files({
    'openapi.yaml': `openapi: 3.1.0
info: { title: Things, version: '1' }
security:
  - Kye: []
paths:
  /things:
    get: { operationId: list, responses: { '200': { description: Things. } } }
    put: { operationId: list, responses: { '200': { description: Things. } } }
components:
  securitySchemes:
    Key: { type: http, scheme: bearer }
`,
  });
  expect(await complaint(() => loadContract(file))).toMatchInlineSnapshot(`
    "security[0].Kye: expected a declared security scheme (Key), got "Kye"; did you mean "Key"? (openapi.yaml:4:5)"
  `);
});

const lineOf = ({ file: path, line }: { file: string; line?: number }) => `${path.split('/').at(-1)}:${line}`;

test('Files that a document refers to are pulled in, and what they hold keeps its place', async () => {
  const file = await files({
    'openapi.yaml': `openapi: 3.1.0
info: { title: Things, version: '1' }
paths:
  /things: { $ref: 'things.yaml' }
components:
  securitySchemes:
    Key: { type: http, scheme: bearer }
`,
    'things.yaml': `get:
  operationId: listThings
  security: [{ Key: [] }]
  responses:
    '200': { description: Things. }
    '401': { $ref: 'errors.yaml#/NoKey' }
`,
    'errors.yaml': `NoKey:
  description: No key.
  content:
    application/json:
      schema: { $ref: '#/Failure' }
Failure:
  type: object
  required: [code]
  properties:
    code: { const: no_key }
    cause: { $ref: '#/Failure' }
`,
  });
  const { operations, document } = await loadContract(file);
  const { place, unauthorized } = operations[0]!;
  expect([lineOf(place), lineOf(unauthorized.place)]).toEqual(['things.yaml:1', 'errors.yaml:1']);
  expect(unauthorized.content[0]!.example).toEqual({ code: 'no_key' });
  expect(JSON.stringify(document)).not.toMatch(/\.yaml/);
});

test('A broken reference in another file is named with its place there', async () => {
  const file = await files({
    'openapi.yaml': `openapi: 3.1.0\ninfo: { title: Things, version: '1' }\npaths:\n  /things: { $ref: 'things.yaml' }\n`,
    'things.yaml': `get:\n  responses:\n    '200': { $ref: '#/nowhere' }\n`,
  });
  const { mistakes, operations } = await loadContract(file);
  expect(mistakes.map((mistake) => `${mistake.message} ${lineOf(mistake)}`)).toEqual([
    'expected a reference to an existing part, got "#/nowhere" things.yaml:3',
  ]);
  expect(operations[0]!.success).toMatchObject({ status: 200, content: [] });
});

test('JSON, OpenAPI 3.0, 3.1 and 3.2 all load', async () => {
  for (const openapi of ['3.0.3', '3.1.1', '3.2.0']) {
    const file = await files({ 'openapi.json': JSON.stringify(small({ openapi, security: [{ Key: [] }] })) });
    const contract = await loadContract(file);
    expect(contract.openapi).toBe(openapi.slice(0, 3));
    expect(contract.operations[0]!.place.line).toBe(1);
  }
});

const hashOf = async (file: string, overlays: readonly string[] = []) => (await loadContract(file, { overlays })).sha256;

test('The hash is of the bytes, overlays included', async () => {
  const [one, same, other] = await Promise.all([SOUND, SOUND, `${SOUND}\n`].map((text) => files({ 'openapi.json': text })));
  const overlay = await files({
    'overlay.yaml': 'overlay: 1.0.0\ninfo: { title: x, version: 1 }\nactions: [{ target: $.info, update: {} }]\n',
  });
  expect(await hashOf(one!)).toBe(await hashOf(same!));
  expect(await hashOf(one!)).not.toBe(await hashOf(other!));
  expect(await hashOf(one!, [overlay])).not.toBe(await hashOf(one!));
});

test('The bundled document is found from wherever the project is used', () => {
  expect(bundledDocument).toMatch(/^\/.*\/spec\/openapi\.yaml$/);
});

test('A document in process needs no file, is left alone and is named in messages', async () => {
  const document = small();
  const contract = compileDocument(document, { source: 'my test' });
  expect(contract.operations[0]!.place).toEqual({ pointer: '/paths/~1things/get', file: 'my test' });
  expect(Object.isFrozen(document)).toBe(false);
  expect(await complaint(() => compileDocument(small({ security: [{ Kee: [] }] })))).toMatchInlineSnapshot(
    `"paths["/things"].get.security[0].Kee: expected a declared security scheme (Key), got "Kee"; did you mean "Key"? (in-process document)"`,
  );
});
