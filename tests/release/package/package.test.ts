/**
 * The package as its users install it, from the tarball: beside the lowest and the newest supported Playwright, in an ES module and a CommonJS project,
 * without a project, and globally; on the lowest Node.js 20 and on Node.js 24.
 *
 * @module
 */
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blocks } from '../../support/pages.ts';
import { nodeOf, packed, projectWith, root, run, withNode } from './tarball.ts';

const manifest: { peerDependencies: { [name: string]: string }; engines: { node: string }; exports: object } = JSON.parse(
  await readFile(join(root, 'package.json'), 'utf8'),
);
const readme = await readFile(join(root, 'README.md'), 'utf8');
const lowest = /\d+\.\d+\.\d+/.exec(manifest.peerDependencies['@playwright/test']!)![0];
const nodes = [/\d+\.\d+/.exec(manifest.engines.node)![0], '24'] as const;

const folder = await mkdtemp(join(tmpdir(), 'auth-conformance-package-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function sizeOf(path: string): Promise<number> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const sizes = entries.filter((entry) => entry.isFile()).map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

let tarball = '';
/** The folders of the executables, by version. */
const bins = new Map<string, string>();
beforeAll(async () => {
  tarball = await packed(join(folder, 'one'));
  for (const version of nodes) bins.set(version, await nodeOf(join(folder, `node-${version}`), version));
}, 600_000);

test('the tarball is the same byte for byte if it is made again', { timeout: 600_000 }, async () => {
  const sha256 = async (file: string) =>
    createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
  expect(await sha256(await packed(join(folder, 'two')))).toBe(await sha256(tarball));
});

test('publint finds nothing in the tarball', { timeout: 120_000 }, async () => {
  const { buffer } = new Uint8Array(await readFile(tarball));
  const { messages } = await publint({ pack: { tarball: buffer }, strict: true });
  expect(messages).toEqual([]);
});

test('are-the-types-wrong finds nothing at any entry point, for ES modules, CommonJS and bundlers', { timeout: 120_000 }, async () => {
  const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(await readFile(tarball))));
  if (!analysis.types) expect.fail('the package has no types');
  // "node10" is how Node.js 10 resolved packages: without `exports`. TypeScript 7 no longer has it.
  const problems = analysis.problems.filter((problem) => !('resolutionKind' in problem) || problem.resolutionKind !== 'node10');
  expect(problems).toEqual([]);
  expect(Object.keys(analysis.entrypoints)).toEqual(Object.keys(manifest.exports));
});

describe('an installation without Playwright', () => {
  const place = join(folder, 'small');
  const inside = (path: string) => join(place, 'node_modules/auth-conformance', path);
  beforeAll(() => projectWith(place, [tarball], { options: ['--legacy-peer-deps'] }), 600_000);

  test('has at most 60 packages and 30 MB, and the bill of materials names them and what the build contains', async () => {
    const { packages }: { packages: { [path: string]: { version?: string } } } = JSON.parse(
      await readFile(join(place, 'package-lock.json'), 'utf8'),
    );
    const installed = Object.entries(packages)
      .filter(([path]) => path !== '' && path !== 'node_modules/auth-conformance')
      .map(([path]) => path.split('node_modules/').at(-1)!);
    expect(installed.length).toBeLessThanOrEqual(60);
    expect(await sizeOf(join(place, 'node_modules'))).toBeLessThan(30_000_000);
    const bill: { components: { group?: string; name: string }[] } = JSON.parse(await readFile(inside('sbom.cdx.json'), 'utf8'));
    const named = new Set(bill.components.map(({ group, name }) => (group === undefined ? name : `${group}/${name}`)));
    const contained: { name: string }[] = JSON.parse(await readFile(inside('dist/bundled.json'), 'utf8'));
    expect(contained.map(({ name }) => name)).toContain('@redocly/openapi-core');
    expect([...installed, ...contained.map(({ name }) => name)].filter((name) => !named.has(name))).toEqual([]);
    expect([...named].filter((name) => /^(?:vitest|typescript|esbuild)$/.test(name))).toEqual([]);
  });

  test('has the documents that messages name', async () => {
    const files = (await readdir(inside('dist'), { recursive: true })).filter((file) => file.endsWith('.js'));
    const texts = await Promise.all(files.map((file) => readFile(inside(join('dist', file)), 'utf8')));
    const code = texts.map((text) => text.replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '')).join('\n');
    const named = [...new Set(code.match(/\bdocs\/[\w/.-]+\.(?:md|ya?ml|json)\b/g))];
    expect(named).toContain('docs/catalogue.md');
    await Promise.all(named.map((path) => stat(inside(path))));
  });
});

/** What the program of `consumer.ts` prints. */
const consumed = {
  statuses: [200, 200],
  client: [],
  verdict: 'conformant',
  codes: ['configuration/invalid', 'document/unreadable'],
  projects: ['auth-conformance', 'own'],
};
const settings = [
  ['node16', 'node16'],
  ['nodenext', 'nodenext'],
  ['esnext', 'bundler'],
] as const;

describe.each([
  { name: 'an ES module project beside the lowest Playwright', type: 'module', version: lowest, node: nodes[0] },
  { name: 'a CommonJS project beside the newest Playwright', type: 'commonjs', version: 'latest', node: nodes[1] },
])('in $name', ({ type, version, node }) => {
  const place = join(folder, type);
  // From version 3 on, Mock Service Worker has no CommonJS and needs Node.js 22.
  const packages = ['msw@2', 'typescript@5.9', '@types/node@20', `@playwright/test@${version}`];
  beforeAll(async () => {
    await projectWith(place, [tarball, ...packages], { manifest: { type } });
    await cp(join(root, 'tests/release/package/consumer.ts'), join(place, 'consumer.ts'));
    for (const example of ['header-key', 'playwright'])
      await cp(join(root, 'examples', example), join(place, example), { recursive: true });
  }, 600_000);

  test.each(nodes)('the command works, and the mock is conformant, on Node.js %s', { timeout: 600_000 }, async (each) => {
    const args = ['--no-install', 'auth-conformance', 'run', '--target', 'mock', '--quiet', '--report-dir', `report-${each}`];
    const { stdout } = await run('npx', args, { cwd: place, env: withNode(bins.get(each)!) });
    expect(stdout).toMatch(/^CONFORMANT/m);
    const scores = stdout.match(/^(contract|standards) .*$/gm) ?? [];
    expect(scores).toHaveLength(2);
    for (const line of scores) expect(readme).toContain(line);
  });

  const compilers = [join(place, 'node_modules/typescript/bin/tsc'), join(root, 'node_modules/typescript/bin/tsc')];
  test.each(settings)('a program compiles with module %s and moduleResolution %s', { timeout: 600_000 }, async (module, resolution) => {
    for (const compiler of compilers) {
      const options = [
        '--strict',
        '--target',
        'es2023',
        '--types',
        'node',
        '--noEmit',
        '--module',
        module,
        '--moduleResolution',
        resolution,
      ];
      const { stdout } = await run('node', [compiler, ...options, 'consumer.ts'], { cwd: place }).catch((error: unknown) => {
        if (error instanceof Error && 'stdout' in error) return { stdout: String(error.stdout) };
        throw error;
      });
      // Declarations of other packages are checked too; mistakes there are theirs.
      expect(stdout.split('\n').filter((line) => line.trim() !== '' && !/^node_modules\/(?!auth-conformance)|^ /.test(line))).toEqual([]);
    }
  });

  test('a program uses every entry point on either Node.js, without a warning', { timeout: 600_000 }, async () => {
    const options = ['--target', 'es2023', '--types', 'node', '--skipLibCheck', '--module', 'nodenext', '--outDir', 'built'];
    await run('node', [compilers[0]!, ...options, 'consumer.ts'], { cwd: place });
    expect(await readFile(join(place, 'built/consumer.js'), 'utf8')).toMatch(type === 'module' ? /^import /m : /\brequire\(/);
    for (const each of nodes) {
      const { stdout, stderr } = await run('node', ['built/consumer.js'], { cwd: place, env: withNode(bins.get(each)!) });
      expect([JSON.parse(stdout), stderr], each).toEqual([consumed, '']);
    }
  });

  test(`the suites run beside the tests of a Playwright configuration on Node.js ${node}`, { timeout: 600_000 }, async () => {
    const cwd = join(place, 'playwright');
    const use = `{ launchOptions: { executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] } }`;
    await writeFile(
      join(cwd, 'chromium.config.ts'),
      `import config from './playwright.config.ts';\nexport default { ...config, use: ${use} };\n`,
    );
    const args = ['--no-install', 'playwright', 'test', '--config', 'chromium.config.ts', '--grep', '@errors|the page'];
    const { stdout } = await run('npx', args, { cwd, env: withNode(bins.get(node)!) });
    expect(stdout).toMatch(/✓ .*\[auth-conformance\] .* errors\/media-type:/);
    expect(stdout).toMatch(/✓ .*\[own\] .* the page lists the specimens/);
    expect(stdout).toMatch(/✓ .*\[own\] .* the page says that a key was revoked/);
  });
});

describe('without a project', () => {
  const args = ['run', '--target', 'mock', '--only', 'whoami', '--quiet'];

  test('npx runs the command in an empty folder', { timeout: 600_000 }, async () => {
    const empty = join(folder, 'empty');
    await mkdir(empty);
    const env = withNode(bins.get('24')!, { npm_config_cache: join(folder, 'cache') });
    const { stdout } = await run('npx', ['--yes', `--package=${tarball}`, 'auth-conformance', ...args], { cwd: empty, env });
    expect(stdout).toMatch(/^CONFORMANT/m);
    expect(await readdir(empty)).toEqual(['auth-conformance-report']);
  });

  test('the guide for SDK authors leads to the failures that it explains', { timeout: 600_000 }, async () => {
    const place = join(folder, 'guide');
    await mkdir(place);
    const page = await readFile(join(root, 'docs/guide-sdk.md'), 'utf8');
    // The parts up to the first corrections; the others name a reader's own document and application.
    const end = page.split('\n').indexOf('## 5. OAuth');
    const guide = blocks.filter((block) => block.page === 'docs/guide-sdk.md' && block.line < end);
    for (const { text } of guide.filter(({ info }) => info === 'js')) {
      const [, name] = /^\/\/ (\S+)\n/.exec(text)!;
      await writeFile(join(place, name!), text);
    }
    const steps = guide.flatMap(({ info, text }) => (info === 'sh' ? (text.match(/^np[mx] .*$/gm) ?? []) : []));
    expect(steps.length).toBeGreaterThan(4);
    let written = '';
    for (const step of steps) {
      const [, command, code = '0'] = /^(.*?)(?: # exit (\d+))?$/.exec(step)!;
      const line = command!.startsWith('npm install') ? command!.replace('auth-conformance', tarball) : command!;
      const ended = await run('sh', ['-c', line], { cwd: place, env: withNode(bins.get('24')!) }).catch((error: unknown) => error);
      expect(ended instanceof Error && 'code' in ended ? ended.code : 0, step).toBe(Number(code));
      if (ended !== null && typeof ended === 'object' && 'stdout' in ended) written += String(ended.stdout);
    }
    const [failure] = guide.flatMap(({ info, text }) => (info === 'text' ? (/^✗ .*$/m.exec(text) ?? []) : []));
    expect(written).toContain(failure);
  });

  test('a global installation has the command', { timeout: 600_000 }, async () => {
    const prefix = join(folder, 'global');
    await mkdir(prefix);
    await run('npm', ['install', '--global', '--prefix', prefix, '--no-audit', '--no-fund', tarball]);
    const { stdout } = await run(join(prefix, 'bin/auth-conformance'), args, { cwd: prefix, env: withNode(bins.get(nodes[0])!) });
    expect(stdout).toMatch(/^CONFORMANT/m);
  });
});
