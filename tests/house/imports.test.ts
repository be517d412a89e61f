import { readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root, sourcesIn, type Source } from './sources.ts';

/** The table of ARCHITECTURE.md: what of ours each room may import besides itself, files or whole folders. */
const rooms: { readonly [room: string]: readonly string[] } = {
  spec: [],
  mock: ['spec/'],
  suites: ['spec/'],
  client: ['spec/', 'mock/', 'suites/result/', 'suites/redaction/', 'suites/words/'],
  reporters: ['suites/result/'],
  cli: ['spec/', 'mock/', 'suites/', 'client/', 'reporters/'],
};

/** Where each package may be imported: files, or beginnings of paths. */
const packages: { readonly [name: string]: readonly string[] } = {
  '@redocly/openapi-core': ['spec/loading/redocly.ts'],
  ajv: ['spec/schema/validator.ts', 'spec/schema/format.ts'],
  'ajv-formats': ['spec/schema/validator.ts', 'spec/schema/format.ts'],
  scslre: ['spec/lint/rules/patterns.ts'],
  'jsonpath-rfc9535': ['spec/loading/overlay.ts'],
  randexp: ['spec/schema/texts.ts'],
  msw: ['mock/msw.ts', 'client/live.ts'],
  // In the files that reproduce a failure, which are text here.
  '@playwright/test': ['suites/playwright/', 'reporters/reproduce/spec.ts', 'cli/conformance/define-conformance.ts'],
  undici: ['suites/http/'],
  '@noble/curves': ['mock/state/es256.ts'],
  '@noble/hashes': ['mock/oauth/sha256.ts', 'mock/state/es256.ts'],
  jose: ['mock/state/verifier.ts'],
  redis: ['mock/replicas/connection.ts'],
  '@opentelemetry/exporter-trace-otlp-http': ['cli/traces/exporter.ts'],
  '@opentelemetry/resources': ['cli/traces/exporter.ts'],
  'set-cookie-parser': ['reporters/har/cookies.ts'],
  'structured-headers': ['suites/expectations/structured.ts'],
  oauth4webapi: ['cli/configuration/discovery.ts', 'suites/oauth/certified-client.ts', 'suites/oauth/other-grants.ts'],
  preact: ['reporters/html', 'cli/prove/formats/html.tsx'],
  'preact-render-to-string': ['reporters/html/html.tsx', 'cli/prove/formats/html.tsx'],
  picocolors: ['reporters/terminal'],
  yargs: ['cli/main.ts', 'cli/mock-options.ts', 'cli/options.ts', 'cli/result-options.ts'],
  yaml: ['cli/', 'spec/loading/files/parse.ts'],
  zod: ['spec/extension/schema.ts', 'suites/result/', 'suites/http/hooks.ts', 'reporters/schema.ts', 'cli/'],
};

/** Where modules of Node's, `process` and the time of day may be used; everywhere else they arrive as facts. */
const worldly: readonly (readonly [place: string, what: RegExp])[] = [
  ['cli/', /./],
  // In the files that reproduce a failure, which are text here.
  ['reporters/reproduce/generated/forged.ts', /^Date\.now$/],
  ['reporters/reproduce/generated/senders.ts', /^node:(?:https?|net|tls|http2)$/],
  ['reporters/reproduce/spec.ts', /^(?:process|node:crypto)$/],
  ['reporters/reproduce/generated/support.ts', /^process$/],
  ['suites/playwright/', /./],
  ['suites/http/', /./],
  ['spec/schema/bounded.ts', /^process$/],
  ['spec/loading/bundled.ts', /^node:url$/],
  ['spec/load.ts', /^node:crypto$/],
  ['spec/loading/compiled.ts', /^node:(?:crypto|fs\/promises)$/],
  ['spec/loading/name.ts', /^node:path$/],
  ['spec/loading/read.ts', /^node:path$/],
  ['spec/loading/files/', /^node:(?:fs|fs\/promises|path)$/],
  ['suites/principals/credentials.ts', /^node:crypto$/],
  ['suites/engine/bodies/long-bodies.ts', /^node:crypto$/],
  ['suites/engine/shards/part.ts', /^node:crypto$/],
  ['suites/result/exchange.ts', /^node:crypto$/],
  ['suites/principals/certificates.ts', /^node:crypto$/],
  ['suites/principals/forgeries.ts', /^node:crypto$/],
  ['suites/topics/oauth/steps/token-endpoint.ts', /^node:crypto$/],
  ['suites/oauth/pkce.ts', /^node:crypto$/],
  ['suites/redaction/redactor.ts', /^node:crypto$/],
  ['mock/listeners/tls/certificate.ts', /^node:crypto$/],
  ['mock/listeners/control.ts', /^node:(?:crypto|http)$/],
  ['client/process/', /./],
  ['client/world.ts', /^Date\.now$/],
  ['mock/assemble.ts', /^Date\.now$/],
  ['mock/listeners/operating/health.ts', /^process$/],
  ['mock/listeners/operating/draining.ts', /^node:(?:http|http2|net)$/],
  ['mock/replicas/commit.ts', /^node:crypto$/],
  ['mock/replicas/connection.ts', /^node:crypto$/],
  ['mock/replicas/replica.ts', /^(?:Date\.now|node:crypto)$/],
  ['mock/replicas/transactor.ts', /^node:async_hooks$/],
  ['mock/listeners/journal-stream.ts', /^node:http$/],
  ['mock/listeners/http1.ts', /^node:(?:http|stream)$/],
  ['mock/listeners/http2.ts', /^node:(?:http|http2|net)$/],
  ['mock/listeners/listen.ts', /^(?:Date\.now|node:(?:fs\/promises|os|path))$/],
  ['mock/listeners/tls/identities.ts', /^(?:Date\.now|node:(?:fs\/promises|os|path))$/],
  ['mock/listeners/request-listeners.ts', /^node:tls$/],
  ['mock/listeners/bind.ts', /^node:net$/],
  ['mock/listeners/tls/client-certificates.ts', /^node:(?:fs\/promises|path|tls)$/],
  ['mock/listeners/connections.ts', /^node:net$/],
  ['mock/listeners/tls/peer-certificate.ts', /^node:(?:crypto|tls)$/],
];

const sources = await sourcesIn(Object.keys(rooms));

const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');

function importsOf({ text }: Source): readonly string[] {
  const statements = /(?:\bfrom\s|\bimport\s*\(?)\s*['"]([^'"\s]+)['"]/g;
  return [...withoutComments(text).matchAll(statements)].map(([, specifier]) => specifier!);
}

/** The name of the package that a specifier belongs to. */
const packageOf = (specifier: string) => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)![0];

const within = (path: string, places: readonly string[]) => places.some((place) => path === place || path.startsWith(place));

function strangers(source: Source): readonly string[] {
  const room = source.path.split('/', 1)[0]!;
  return importsOf(source)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => normalize(join(dirname(source.path), specifier)))
    .filter((path) => !within(path, [`${room}/`, ...rooms[room]!]))
    .map((path) => `${source.path} imports ${path}`);
}

function misplacedPackages(source: Source): readonly string[] {
  return importsOf(source)
    .filter((specifier) => !specifier.startsWith('.') && !specifier.startsWith('node:'))
    .filter((specifier) => !within(source.path, packages[packageOf(specifier)] ?? []))
    .map((specifier) => `${source.path} imports ${specifier}`);
}

function worldlinessOf(source: Source): readonly string[] {
  const modules = importsOf(source).filter((specifier) => specifier.startsWith('node:'));
  const globals = withoutComments(source.text).match(/\bDate\.now\b|\bMath\.random\b|\bnew Date\(\)|\bprocess(?=[.[])/g) ?? [];
  const allowed = worldly.filter(([place]) => within(source.path, [place])).map(([, what]) => what);
  return [...modules, ...globals]
    .filter((found) => !allowed.some((what) => what.test(found)))
    .map((found) => `${source.path} uses ${found}`);
}

describe('the import table', () => {
  test('covers the sources of every room', () => {
    for (const room of Object.keys(rooms)) expect(sources.filter(({ path }) => path.startsWith(`${room}/`)).length).toBeGreaterThan(10);
  });

  test('no room imports another that it may not', () => {
    expect(sources.flatMap(strangers)).toEqual([]);
  });

  test('every package is imported only where the table says', () => {
    expect(sources.flatMap(misplacedPackages)).toEqual([]);
  });

  test('every package of the table is imported at each of its places', () => {
    const used = sources.flatMap((source) => importsOf(source).map((specifier) => ({ path: source.path, name: packageOf(specifier) })));
    const idle = Object.entries(packages).flatMap(([name, places]) =>
      places
        .filter((place) => name !== 'preact' && !used.some((one) => one.name === name && within(one.path, [place])))
        .map((place) => `${name} in ${place}`),
    );
    expect(idle).toEqual([]);
  });

  test('time, randomness, the process and Node’s modules occur only where the table says', () => {
    expect(sources.flatMap(worldlinessOf)).toEqual([]);
  });

  test('sees what would break it', () => {
    const gate: Source = {
      path: 'mock/gates/late.ts',
      text: `import { judge } from '../../suites/judge.ts';\nimport 'yaml';\nimport { hrtime } from 'node:process';\nconst at = Date.now() + Math.random() + process.uptime();`,
    };
    expect(strangers(gate)).toEqual(['mock/gates/late.ts imports suites/judge.ts']);
    expect(misplacedPackages(gate)).toEqual(['mock/gates/late.ts imports yaml']);
    expect(worldlinessOf(gate).map((line) => line.replace(/.* uses /, ''))).toEqual(['node:process', 'Date.now', 'Math.random', 'process']);
    const comment: Source = {
      path: 'mock/gates/quiet.ts',
      text: `// not Date.now()\n/** @see process.env */\nconst words = await import('../../spec/window.ts');`,
    };
    expect([strangers(comment), worldlinessOf(comment)]).toEqual([[], []]);
    expect(strangers({ path: 'reporters/x.ts', text: `export * from '../suites/engine/judge.ts';` })).toEqual([
      'reporters/x.ts imports suites/engine/judge.ts',
    ]);
  });
});

describe('the packages that package.json asks for', () => {
  test('are those that the table knows, each with its reason in docs/decisions.md', async () => {
    const { dependencies, peerDependencies }: { dependencies: object; peerDependencies: object } = JSON.parse(
      await readFile(join(root, 'package.json'), 'utf8'),
    );
    const built = ['@redocly/openapi-core', '@opentelemetry/exporter-trace-otlp-http', '@opentelemetry/resources'];
    const wanted = new Set([...Object.keys(dependencies), ...Object.keys(peerDependencies), ...built]);
    // Nothing imports it; it says which Prism this is.
    const known = new Set([...Object.keys(packages), '@stoplight/prism-cli']);
    expect([...wanted].filter((name) => !known.has(name))).toEqual([]);
    expect(Object.keys(packages).filter((name) => !wanted.has(name))).toEqual([]);
    const decisions = await readFile(join(root, 'docs/decisions.md'), 'utf8');
    expect([...wanted].filter((name) => !decisions.includes(`\`${name}\``))).toEqual([]);
  });
});
