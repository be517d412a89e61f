import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { Json, JsonObject } from '../../spec/contract.ts';
import { isObject } from '../../spec/json/json.ts';
import { DocumentError } from '../../spec/loading/problem.ts';

/** Writes files into a folder of their own, gone after the test; answers the path of the first. */
export async function files(contents: { readonly [name: string]: string }): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'auth-conformance-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, text] of Object.entries(contents)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return path.join(folder, Object.keys(contents)[0]!);
}

/** The message of the document error that something throws, the names of its files without folders. */
export async function complaint(attempt: () => unknown): Promise<string> {
  try {
    await attempt();
  } catch (error) {
    if (error instanceof DocumentError) return error.message.replaceAll(/\/[^\s()"]*\/(?=[\w-]+\.(ya?ml|json))/g, '');
    throw error;
  }
  return 'no complaint';
}

/** A small sound document: `GET /things` behind a bearer scheme named Key, whose requirement and responses may be replaced. */
export function small(parts: { readonly [name: string]: Json } = {}): JsonObject {
  const { openapi = '3.1.0', security = [{ Key: ['read'] }], responses = {}, components = {}, paths = {}, ...rest } = parts;
  return {
    openapi,
    info: { title: 'Things', version: '1' },
    servers: [{ url: 'https://things.example/api' }],
    paths: {
      '/things': { get: { operationId: 'listThings', security, responses: { 200: { description: 'Things.' }, ...object(responses) } } },
      ...object(paths),
    },
    components: { securitySchemes: { Key: { type: 'http', scheme: 'bearer' } }, ...object(components) },
    ...rest,
  };
}

function object(value: Json): JsonObject {
  return isObject(value) ? value : {};
}
