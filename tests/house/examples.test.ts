import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadContract } from '../../spec/load.ts';
import { blocks, execute, root, where, type Block, type Outcome } from '../support/pages.ts';

/** The API page shows declarations without their bodies, which are no programs. */
const isSignature = ({ page, info }: Block) => page === 'docs/api.md' && info === 'ts signature';
const examples = blocks.filter((block) => /^ts\b/.test(block.info) && !isSignature(block));
const running = examples.filter(({ info }) => info === 'ts run');

/** The source of each entry point of the package, because examples run without a build. */
const { exports }: { readonly exports: Readonly<Record<string, string | { readonly types: string }>> } = JSON.parse(
  await readFile(join(root, 'package.json'), 'utf8'),
);
const entries = Object.entries(exports).flatMap(([name, target]) =>
  typeof target === 'string'
    ? []
    : [{ name: join('auth-conformance', name), source: target.types.replace(/^\.\/dist\/(.*)\.d\.ts$/, '$1.ts') }],
);
const paths = Object.fromEntries(entries.map(({ name, source }) => [name, [join(root, source)]]));

describe('every TypeScript example', () => {
  let folder: string;
  let compiled: Outcome;
  let ran: Outcome;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'auth-conformance-docs-'));
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    await mkdir(join(folder, 'examples'));
    await symlink(join(root, 'examples/header-key'), join(folder, 'examples/header-key'));
    const sdk = ['client.ts', 'client.test.ts', 'session.ts', 'session.test.ts'].map((name) => join(root, 'examples/sdk', name));
    const files = [...examples.map((_, index) => `example-${index}.ts`), ...sdk];
    const compilerOptions = { paths, noUnusedLocals: false, typeRoots: [join(root, 'node_modules/@types')] };
    const configuration = { extends: join(root, 'tsconfig.json'), compilerOptions, files, include: [] };
    const calls = running.map((block) => `await import('./example-${examples.indexOf(block)}.ts');`);
    await Promise.all([
      writeFile(join(folder, 'package.json'), '{ "type": "module" }'),
      writeFile(join(folder, 'tsconfig.json'), JSON.stringify(configuration)),
      ...examples.map((block, index) => writeFile(join(folder, `example-${index}.ts`), `${block.text}\nexport {};\n`)),
      writeFile(
        join(folder, 'all.ts'),
        [...calls, `await import('${sdk[1]}');`, `await import('${sdk[3]}');`, 'export {};', ''].join('\n'),
      ),
    ]);
    const tsconfig = { TSX_TSCONFIG_PATH: join(folder, 'tsconfig.json') };
    [compiled, ran] = await Promise.all([
      execute([join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], folder),
      execute(['--import', join(root, 'node_modules/tsx/dist/esm/index.mjs'), 'all.ts'], folder, tsconfig),
    ]);
  }, 120_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('compiles', () => {
    expect(examples.length).toBeGreaterThan(2);
    // What is wrong with the sources themselves is for `npm run types` to say.
    const problems = compiled.output.split('\n').filter((line) => /^(?:example-\d|\S*examples\/sdk)/.test(line));
    expect(problems.map((line) => line.replace(/^example-(\d+)\.ts/, (_, index: string) => where(examples[Number(index)]!)))).toEqual([]);
  });

  test('and every test resolves the entry points as package.json exports them', async () => {
    const { compilerOptions }: { readonly compilerOptions: { readonly paths: Readonly<Record<string, readonly string[]>> } } = JSON.parse(
      await readFile(join(root, 'tsconfig.json'), 'utf8'),
    );
    const resolved = Object.entries(compilerOptions.paths).map(([name, [path]]) => [name, [join(root, path!)]]);
    expect(Object.fromEntries(resolved)).toEqual(paths);
  });

  test('runs, where it says so, and prints what its comments promise', () => {
    const promised = running.flatMap(({ text }) => [...text.matchAll(/^console\.log\(.*\/\/ (\w+)$/gm)].map(([, words]) => words!));
    const printed = ran.output.split('\n');
    expect(running.length).toBeGreaterThan(1);
    expect(promised.length).toBeGreaterThan(2);
    expect(
      promised.filter((words) => !printed.includes(words)),
      ran.output,
    ).toEqual([]);
  });

  test('of a client passes its own tests', () => {
    expect(ran.code, ran.output).toBe(0);
    expect(ran.output).toMatch(/pass 6\b/);
    expect(ran.output).toMatch(/fail 0\b/);
  });
});

describe('the overlay for a document of somebody else’s', () => {
  const overlay = join(root, 'examples/overlay/auth.overlay.yaml');
  const document = join(root, 'examples/overlay/openapi.yaml');

  test('adds plans, a self-test and principals, and leaves the document’s operations alone', async () => {
    const [bare, whole] = await Promise.all([loadContract(document), loadContract(document, { overlays: [overlay] })]);
    expect([bare.plans, bare.whoami]).toEqual([[], undefined]);
    expect(whole.plans.map(({ name, windows }) => [name, windows.map(({ label }) => label)])).toEqual([
      ['sailor', ['60/hour', '10/minute']],
      ['harbour', ['1000/hour']],
    ]);
    expect(whole.whoami?.operation).toBe('whoAmI');
    expect(whole.principals.map(({ name }) => name)).toContain('diver');
    expect(whole.operations.map(({ id, responses }) => [id, responses.map(({ status }) => status)])).toEqual(
      bare.operations.map(({ id, responses }) => [id, responses.map(({ status }) => status)]),
    );
  });
});
