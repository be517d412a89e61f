import { appendFile, copyFile, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { bundledDocument, readContract } from '../../spec/loading/bundled.ts';
import { loadContract } from '../../spec/load.ts';
import { readCompiled, writeCompiled } from '../../spec/loading/compiled.ts';

const folder = await mkdtemp(join(tmpdir(), 'compiled-'));
afterAll(() => rm(folder, { recursive: true }));

async function compiledAt(name: string): Promise<string> {
  const document = join(folder, name);
  await copyFile(bundledDocument, document);
  await writeCompiled(document, await loadContract(document));
  return document;
}

test('A compiled contract reads back as the one that it was made of, and as frozen', async () => {
  const document = await compiledAt('same.yaml');
  const contract = await readCompiled(document);
  expect(contract).toStrictEqual(JSON.parse(JSON.stringify(await loadContract(document))));
  expect(contract).toEqual(await loadContract(document));
  expect(Object.isFrozen(contract!.operations[0]!.security)).toBe(true);
});

test('A compiled contract names its document by where it is now, in all its places', async () => {
  const document = await compiledAt('before.yaml');
  const moved = join(folder, 'after.yaml');
  await rename(document, moved);
  await rename(join(folder, 'before.contract.json'), join(folder, 'after.contract.json'));
  expect(await readCompiled(moved)).toEqual(await loadContract(moved));
});

test('A contract that was compiled from another text than the document’s is not taken', async () => {
  const document = await compiledAt('changed.yaml');
  await appendFile(document, '# changed\n');
  expect(await readCompiled(document)).toBeUndefined();
});

test('A document that was not compiled is loaded', async () => {
  const document = join(folder, 'plain.yaml');
  await copyFile(bundledDocument, document);
  expect(await readCompiled(document)).toBeUndefined();
  expect((await readContract(document)).sha256).toBe((await readContract(bundledDocument)).sha256);
});
