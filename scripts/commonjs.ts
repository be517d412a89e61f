/**
 * Writes what CommonJS files find at each entry point of the build: a module that requires the ES module, so that both kinds of importers share one
 * instance, and CommonJS twins of its declarations. TypeScript rejects the declarations of an ES module there, or gives them the wrong types of others.
 *
 * @see https://nodejs.org/api/modules.html#loading-ecmascript-modules-using-require
 * @module
 */
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { exports }: { readonly exports: { readonly [name: string]: string | { readonly types: string; readonly default: string } } } =
  JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));

/** The beginnings of import specifiers of the build’s own modules, up to the extension. */
const own = /((?:from |import\()['"])(\.[^'"]+)\.[jt]sx?(?=['"])/g;

/** Writes the twin of a declaration file, and those of all that it imports. */
async function writeTwin(path: string, written: Set<string>): Promise<void> {
  if (written.has(path)) return;
  written.add(path);
  const text = await readFile(path, 'utf8');
  await writeFile(path.replace(/\.ts$/, '.cts'), text.replaceAll(own, '$1$2.cjs'));
  for (const [, , stem] of text.matchAll(own)) await writeTwin(join(dirname(path), `${stem!}.d.ts`), written);
}

const written = new Set<string>();
for (const target of Object.values(exports)) {
  if (typeof target === 'string') continue;
  const types = join(root, target.types);
  await writeTwin(types, written);
  const stem = types.replace(/\.d\.ts$/, '');
  const module = relative(dirname(stem), join(root, target.default)).replace(/^(?!\.)/, './');
  await writeFile(`${stem}.cjs`, `'use strict';\nmodule.exports = require('${module}');\n`);
}
