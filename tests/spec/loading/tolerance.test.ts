import { createServer } from 'node:http';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Contract } from '../../../spec/contract.ts';
import type { LoadOptions } from '../../../spec/loading/bundled.ts';
import { loadContract } from '../../../spec/load.ts';
import { complaint, files } from '../documents.ts';

const head = `openapi: 3.0.3
info: { title: Things, version: '1' }
`;
const schemes = `components:
  securitySchemes:
    Key: { type: apiKey, in: header, name: X-Key }
`;
const paths = `security: [{ Key: [] }]
paths:
  /things: { get: { operationId: listThings, responses: { '200': { description: Things. } } } }
`;
const sound = head + paths + schemes;

/** What is ignored in a document, in lines. */
const ignored = ({ mistakes }: Contract) => mistakes.map(({ message, line, column }) => `${line}:${column} ${message}`);

const harmless: { readonly [what: string]: readonly [document: string, mistakes: readonly string[]] } = {
  'a reference within an extension of another tool': [`${sound}  x-policies: { general: { $ref: '../policies.yaml' } }\n`, []],
  'null in the documentation of a tag': [
    `${head}tags: [{ name: things, externalDocs: { url: 'https://things.example', description: null } }]\n${paths}${schemes}`,
    ['3:71 expected type "string" but got "null"'],
  ],
  'a discriminator that maps to a plain name': [
    `${sound}  schemas:\n    Cat: { type: object }\n    Pet: { type: object, discriminator: { propertyName: kind, mapping: { cat: Cat } } }\n`,
    [],
  ],
  'a discriminator that maps to nothing': [
    `${sound}  schemas:\n    Pet: { type: object, discriminator: { propertyName: kind, mapping: { dog: '#/components/schemas/Dog' } } }\n`,
    [],
  ],
  'a reference to a missing schema': [
    `${head}security: [{ Key: [] }]\npaths:\n  /things: { get: { operationId: listThings, responses: { '200': { description: Things., content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } } } } }\n${schemes}`,
    ['5:121 expected a reference to an existing part, got "#/components/schemas/Thing"'],
  ],
  'an operationId that another operation has': [
    `${sound.replace(schemes, '')}  /others: { get: { operationId: listThings, responses: { '200': { description: Others. } } } }\n${schemes}`,
    ['6:34 expected a unique operationId, got "listThings"'],
  ],
  'scopes that are null': [
    sound.replace('security: [{ Key: [] }]', 'security: [{ Key: null }]'),
    ['3:14 expected type "array" but got "null"'],
  ],
  'a path whose file is missing': [
    sound.replace(schemes, `  /others: { $ref: others.yaml }\n${schemes}`),
    ['6:3 expected a reference to an existing part, got "others.yaml": the file does not exist'],
  ],
  'a closing bracket at the indentation of its key': [`${sound}  examples:\n    One:\n      value: {\n        "id": 1\n      }\n`, []],
};

describe('a document can be used despite', () => {
  test.for(Object.entries(harmless))('%s', async ([, [document, mistakes]]) => {
    const contract = await loadContract(await files({ 'openapi.yaml': document }));
    expect(ignored(contract)).toEqual(mistakes);
    expect(contract.operations[0]).toMatchObject({ id: 'listThings', public: false, security: [{ requirements: [{ scheme: 'Key' }] }] });
    expect(JSON.stringify(contract.document)).not.toContain('"$ref"');
  });
});

const variations: { readonly [what: string]: readonly [document: string, mistakes: readonly string[]] } = {
  'a path with a query': [
    sound.replace(schemes, `  /things?beta=true: { get: { responses: { '200': { description: Things. } } } }\n${schemes}`),
    ['6:3 expected a path without query and fragment, got "/things?beta=true": its operations are left out; declare a query as parameters'],
  ],
  'a path with a fragment': [
    sound.replace(schemes, `  /things#new: { get: { responses: { '200': { description: Things. } } } }\n${schemes}`),
    ['6:3 expected a path without query and fragment, got "/things#new": its operations are left out; declare a query as parameters'],
  ],
  'a server that is not on the web': [
    `${sound}servers: [{ url: 'ftp://things.example' }]\n`,
    ['9:18 expected an http or https URL, got "ftp://things.example": the server is ignored'],
  ],
  'a server with a variable that it does not declare': [
    `${sound}servers: [{ url: 'https://{tenant}.things.example/v1' }]\n`,
    ['9:18 expected the variables of the URL among the variables of the server, got "tenant"'],
  ],
};

describe('a document has operations and servers that can be used despite', () => {
  test.for(Object.entries(variations))('%s', async ([, [document, mistakes]]) => {
    const contract = await loadContract(await files({ 'openapi.yaml': document }));
    expect(ignored(contract)).toEqual(mistakes);
    expect(contract.operations.map(({ id }) => id)).toEqual(['listThings']);
    expect(contract.servers.map(({ url }) => url)).toEqual(document.includes('{tenant}') ? ['https://tenant.things.example/v1'] : []);
  });
});

test('Two paths with one template are one path, whose parameters are named as in the first', async () => {
  const parameter = (name: string) => `parameters: [{ name: ${name}, in: path, required: true, schema: { type: integer } }]`;
  const one = `  /things/{id}: { get: { operationId: getThing, ${parameter('id')}, responses: {} } }\n`;
  const two = `  /things/{key}: { get: { operationId: again, responses: {} }, delete: { operationId: removeThing, ${parameter('key')}, responses: {} } }\n`;
  const contract = await loadContract(await files({ 'openapi.yaml': sound.replace(schemes, one + two + schemes) }));
  expect(contract.operations.map(({ id, path: template }) => `${id} ${template}`)).toEqual([
    'listThings /things',
    'getThing /things/{id}',
    'removeThing /things/{id}',
  ]);
  expect(contract.operations[2]!.parameters.map(({ name, schema }) => `${name} ${schema}`)).toEqual([
    'id /paths/~1things~1{key}/delete/parameters/0/schema',
  ]);
  expect(ignored(contract)).toEqual([
    '7:3 expected one path for a template, got "/things/{key}" in addition to "/things/{id}": move its operations there',
  ]);
});

test('An operation with the operationId of an earlier one is named by its method and path', async () => {
  const contract = await loadContract(await files({ 'openapi.yaml': harmless['an operationId that another operation has']![0] }));
  expect(contract.operations.map(({ id }) => id)).toEqual(['listThings', 'GET /others']);
});

test('All references to a missing file are one mistake', async () => {
  const lines = ['a', 'b', 'c'].map((name) => `    ${name}: { $ref: 'missing.yaml#/${name}' }\n`).join('');
  const contract = await loadContract(await files({ 'openapi.yaml': `${sound}  schemas:\n${lines}` }));
  expect(ignored(contract)).toEqual([
    '10:5 expected a reference to an existing part, got "missing.yaml#/a": the file does not exist; 2 more references lead there',
  ]);
});

describe('a document is refused for', () => {
  const cases: { readonly [what: string]: readonly [files: { readonly [name: string]: string }, message: string] } = {
    'a referenced file that cannot be parsed': [
      { 'openapi.yaml': sound.replace(schemes, `  /others: { $ref: others.yaml }\n${schemes}`), 'others.yaml': 'get: { responses: [\n' },
      'expected YAML or JSON: deficient indentation (others.yaml:2:1)',
    ],
    'a scheme in use that does not say how its credential is sent': [
      { 'openapi.yaml': sound.replace('in: header, ', '') },
      'components.securitySchemes.Key: the field "in" must be present on this level (openapi.yaml:8:5)',
    ],
    'security that is no list': [
      { 'openapi.yaml': sound.replace('[{ Key: [] }]', 'null') },
      'security: expected type "array" but got "null" (openapi.yaml:3:1)',
    ],
  };
  test.for(Object.entries(cases))('%s', async ([, [written, message]]) => {
    const file = await files(written);
    expect(await complaint(() => loadContract(file))).toBe(message);
  });

  test('a reference out of its folder, unless that folder is allowed', async () => {
    const document = sound.replace(schemes, `  /others: { $ref: ../others.yaml }\n${schemes}`);
    const other = `get: { operationId: listOthers, responses: { '200': { description: Others. } } }`;
    const file = await files({ 'api/openapi.yaml': document, 'others.yaml': other });
    expect((await complaint(() => loadContract(file))).replaceAll(/(?:--allow-dir) \S+/g, '--allow-dir DIR')).toBe(
      'paths["/others"]: expected a file beneath the folder of the document, got others.yaml: pass --allow-dir DIR if the document may read it (openapi.yaml:6:3)',
    );
    const allowed = await loadContract(file, { allowedDirectories: [path.dirname(path.dirname(file))] });
    expect(allowed.operations.map(({ id }) => id)).toEqual(['listThings', 'listOthers']);
  });
});

describe('URLs that a document refers to', () => {
  const started = async (
    answer: (url: string) => readonly [status: number, headers: { readonly [name: string]: string }, body: string],
  ) => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url!);
      const [status, headers, body] = answer(request.url!);
      response.writeHead(status, headers).end(body);
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
    return { origin: `http://127.0.0.1:${address.port}`, asked };
  };
  const other = JSON.stringify({ get: { operationId: 'listOthers', responses: { 200: { description: 'Others.' } } } });
  const referring = (url: string) => sound.replace(schemes, `  /others: { $ref: '${url}' }\n${schemes}`);
  const ids = async (source: string, options: LoadOptions = {}) => (await loadContract(source, options)).operations.map(({ id }) => id);

  test('are not fetched for a document of this machine, unless they are allowed', async () => {
    const { origin, asked } = await started(() => [200, { 'content-type': 'application/json' }, other]);
    const file = await files({ 'openapi.yaml': referring(`${origin}/others.json`) });
    expect(await complaint(() => loadContract(file))).toContain('pass --allow-remote if the document may read it');
    expect(asked).toEqual([]);
    expect(await ids(file, { allowRemote: true })).toEqual(['listThings', 'listOthers']);
  });

  test('are fetched from the origin of the document, and a redirect to another origin is not followed', async () => {
    const elsewhere = await started(() => [200, { 'content-type': 'application/json' }, other]);
    const { origin } = await started((url) => {
      if (url === '/moved.json') return [302, { location: `${elsewhere.origin}/others.json` }, ''];
      if (url === '/others.json') return [200, {}, other];
      return [200, {}, referring(url === '/one.yaml' ? 'others.json' : 'moved.json')];
    });
    expect(await ids(`${origin}/one.yaml`)).toEqual(['listThings', 'listOthers']);
    const { mistakes, operations } = await loadContract(`${origin}/two.yaml`);
    expect(operations.map(({ id }) => id)).toEqual(['listThings']);
    expect(mistakes[0]!.message).toContain(`the server redirects to ${elsewhere.origin}/others.json, which may not be read`);
    expect(elsewhere.asked).toEqual([]);
  });

  test('of examples are not fetched', async () => {
    const { origin, asked } = await started(() => [200, {}, '{}']);
    const example = `  examples: { One: { externalValue: '${origin}/one.json' } }\n`;
    await loadContract(await files({ 'openapi.yaml': sound + example }), { allowRemote: true });
    expect(asked).toEqual([]);
  });
});
