import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import * as browser from '../../mock/browser.ts';
import { createHandlers } from '../../mock/msw.ts';
import * as node from '../../mock/index.ts';
import { bundledDocument, loadContract } from '../../spec/load.ts';
import { readRequest } from '../../mock/listeners/fetch.ts';

const path = (place: string) => fileURLToPath(new URL(`../../${place}`, import.meta.url));
const documents = (await readdir(path('examples/documents'))).filter((name) => /^[^.]+\.(?:yaml|json)$/.test(name));

test('the entry point for browsers exports what the one for Node.js exports', () => {
  expect(Object.keys(browser).toSorted()).toEqual(Object.keys(node).toSorted());
});

test('a bundle for browsers needs no module of Node.js', async () => {
  const entries = ['mock/browser.ts', 'mock/msw.ts', 'mock/faults/index.ts'];
  const { outputFiles } = await build({
    stdin: { contents: entries.map((entry) => `export * from './${entry}';`).join('\n'), resolveDir: path('.') },
    bundle: true,
    format: 'esm',
    write: false,
    logLevel: 'silent',
  });
  expect(outputFiles).toHaveLength(1);
});

test.each([bundledDocument, ...documents.map((name) => path(`examples/documents/${name}`))])(
  'the contract of %s is the same after it was JSON, and its mock works',
  async (document) => {
    const contract = await loadContract(document);
    const copy: typeof contract = JSON.parse(JSON.stringify(contract));
    expect(copy).toEqual(contract);
    const mock = browser.createMock(copy);
    expect(createHandlers(mock).length).toBeGreaterThan(0);
    const { path: first, method } = copy.operations.find(({ security }) => security.length > 0)!;
    const url = `https://${copy.servers[0]?.host || 'example.com'}${copy.servers[0]?.basePath ?? ''}${first}`;
    expect((await mock.fetch(url, { method })).status).toBeLessThan(500);
    expect(mock.journal()).toHaveLength(1);
  },
);

test('in a browser there is neither a loader nor a listener', async () => {
  await expect(browser.loadContract()).rejects.toThrow('documents are loaded in Node.js');
  await expect(browser.createMock(await loadContract(bundledDocument)).listen()).rejects.toThrow('no sockets in a browser');
});

test('a request without a body has none, also in browsers without Request.body', async () => {
  const withoutBody = (init: RequestInit) => Object.defineProperty(new Request('https://example.com/', init), 'body', { value: undefined });
  expect(await readRequest(withoutBody({}), { peer: '127.0.0.1' })).not.toHaveProperty('body');
  expect(await readRequest(withoutBody({ method: 'POST', body: 'x' }), { peer: '127.0.0.1' })).toHaveProperty('body', 'x');
});
