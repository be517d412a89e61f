/**
 * Bundles parts of the build, and writes the licenses and a list of the packages that are in them. `npm run sbom` names these packages too.
 *
 * - What the package uses of a large dependency, which is then no dependency.
 * - The entry points that tests of others import, and the programs: a few files load three times as fast as some three hundred.
 *
 * @module
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type BuildOptions, type Metafile } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const parser = 'dist/spec/loading/redocly.js';

/** The folders of the packages that input files belong to. */
function foldersOf(inputs: readonly string[]): readonly string[] {
  const folders = inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path) ?? []);
  return [...new Set(folders)].toSorted();
}

const { dependencies, peerDependencies }: Readonly<Record<'dependencies' | 'peerDependencies', Readonly<Record<string, string>>>> =
  JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
/** Packages that the first response of a mock needs. */
const isLoadedFirst = (name: string) => /^(?:ajv|ajv-formats|randexp|@noble\/.*)$/.test(name);

const common = {
  absWorkingDir: root,
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
  banner: { js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);" },
} as const satisfies BuildOptions;

const packageNames = [...Object.keys(dependencies), ...Object.keys(peerDependencies)];
const suites = await readdir(join(root, 'dist/suites/playwright/topics'));

const bundles: readonly { readonly metafile: Metafile }[] = [
  await build({ ...common, entryPoints: [parser], outfile: parser, allowOverwrite: true }),
  await build({
    ...common,
    entryPoints: {
      mock: 'dist/mock/index.js',
      msw: 'dist/mock/msw.js',
      faults: 'dist/mock/faults/index.js',
      client: 'dist/client/index.js',
      spec: 'dist/spec/index.js',
    },
    // All files are two folders below dist, so that relative paths of modules there stay right.
    outdir: 'dist/entries/node',
    splitting: true,
    external: [join(root, parser), ...packageNames.filter((name) => !isLoadedFirst(name))],
  }),
  await build({
    ...common,
    // All packages stay outside, and the parser has its banner already.
    banner: {},
    entryPoints: [
      parser,
      'dist/cli/main.js',
      'dist/cli/conformance/index.js',
      'dist/cli/prove/worker.js',
      'dist/cli/workers/worker.js',
      'dist/cli/run/native-setup.js',
      'dist/reporters/index.js',
      ...['playwright.config', 'reporter', 'fresh-start'].map((name) => `dist/suites/playwright/${name}.js`),
      ...suites.filter((name) => name.endsWith('.suite.js')).map((name) => `dist/suites/playwright/topics/${name}`),
    ],
    // They stay where they are, and what they share is two folders below dist like its modules.
    outbase: 'dist',
    outdir: 'dist',
    chunkNames: 'entries/programs/[name]-[hash]',
    allowOverwrite: true,
    splitting: true,
    // Of what is no dependency, the ES modules: only a tenth of them is used.
    mainFields: ['module', 'main'],
    external: packageNames,
  }),
];
const outputs = bundles.flatMap(({ metafile }) => Object.values(metafile.outputs));
const inputs = outputs.flatMap((output) =>
  Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
);

const packages = await Promise.all(
  foldersOf(inputs).map(async (folder) => {
    const { name, version, license }: { name: string; version: string; license: string } = JSON.parse(
      await readFile(join(root, folder, 'package.json'), 'utf8'),
    );
    const texts = (await readdir(join(root, folder))).filter((one) => /^licen[cs]e/i.test(one)).toSorted();
    const terms = await Promise.all(texts.map((text) => readFile(join(root, folder, text), 'utf8')));
    return { name, version, notice: [`${name} ${version} (${license})`, ...terms.map((text) => text.trim())].join('\n\n') };
  }),
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
