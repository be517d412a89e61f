/**
 * Puts what the package uses of a large dependency into one file of the build, with the licenses and a list of what is in it. `npm run sbom` names
 * these packages too.
 *
 * @module
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const file = 'dist/spec/loading/redocly.js';

/** The folders of the packages that input files belong to. */
function foldersOf(inputs: readonly string[]): readonly string[] {
  const folders = inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path) ?? []);
  return [...new Set(folders)].toSorted();
}

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: [file],
  outfile: file,
  allowOverwrite: true,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  // Packages in CommonJS import modules of Node's.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
});

const packages = await Promise.all(
  foldersOf(Object.entries(metafile.outputs[file]!.inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : []))).map(
    async (folder) => {
      const { name, version, license }: { name: string; version: string; license: string } = JSON.parse(
        await readFile(join(root, folder, 'package.json'), 'utf8'),
      );
      const texts = (await readdir(join(root, folder))).filter((one) => /^licen[cs]e/i.test(one)).toSorted();
      const terms = await Promise.all(texts.map((text) => readFile(join(root, folder, text), 'utf8')));
      return { name, version, notice: [`${name} ${version} (${license})`, ...terms.map((text) => text.trim())].join('\n\n') };
    },
  ),
);
await writeFile(
  join(root, 'dist/bundled.json'),
  `${JSON.stringify(
    packages.map(({ name, version }) => ({ name, version })),
    undefined,
    2,
  )}\n`,
);
await writeFile(join(root, 'dist/bundled-licenses.txt'), `${packages.map(({ notice }) => notice).join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
