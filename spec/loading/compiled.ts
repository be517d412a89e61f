import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import type { Contract } from '../contract.ts';
import { freeze } from '../json/json.ts';
import { nameOf } from './name.ts';

/** Placeholders for the document's path and its name in messages, which depend on the machine. */
const path = 'compiled:path';
const name = 'compiled:name';

/** The file next to the document. */
const fileOf = (document: string) => document.replace(/\.yaml$/, '.contract.json');

/** Writes the contract of a document to a file next to it. */
export async function writeCompiled(document: string, contract: Contract): Promise<void> {
  const own = nameOf(document);
  const text = JSON.stringify(contract, (_, value: unknown) => (value === document ? path : value === own ? name : value));
  await writeFile(fileOf(document), text);
}

/** Reads the contract next to a document; undefined if it is missing or outdated. */
export async function readCompiled(document: string): Promise<Contract | undefined> {
  const [body, kept] = await Promise.all([document, fileOf(document)].map((file) => readFile(file, 'utf8').catch(() => undefined)));
  if (body === undefined || kept === undefined) return undefined;
  const own = nameOf(document);
  const contract: Contract = JSON.parse(kept, (_, value: unknown) => (value === path ? document : value === name ? own : value));
  return contract.sha256 === createHash('sha256').update(body).digest('hex') ? freeze(contract) : undefined;
}
