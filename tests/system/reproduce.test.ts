import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startMockTarget, type MockTarget } from '../../cli/run/mock-target.ts';
import { reproduce } from '../../reporters/reproduce/reproduce.ts';
import { isUnwritten } from '../../reporters/reproduce/spec.ts';
import { openTarget } from '../../suites/http/probe.ts';
import { variableOf } from '../../suites/redaction/redactor.ts';
import { failing, type Failing } from '../reporters/reproduce/failing.ts';
import { recordedRun } from './recorded.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));

/** How each file ended, by its path. */
type Statuses = ReadonlyMap<string, { readonly status: string; readonly message: string }>;

let folder: string;
let mocks: readonly MockTarget[] = [];
let written: readonly { readonly fault: string; readonly file: string; readonly text: string }[] = [];
const secrets: { [variable: string]: string } = {};
let red: Statuses, green: Statuses;
let compiled: string;

/** The files of one failure, against the mock that fails and, with its addresses, against one that does not. */
async function filesOf({ fault, requirement, contract }: Failing) {
  const flags = { allow: [], slow: false, only: [requirement], skip: [], ownTarget: false };
  const [faulty, sound] = await Promise.all([
    startMockTarget(contract, flags, [fault], 'auth-conformance-system'),
    startMockTarget(contract, flags, [], 'auth-conformance-system'),
  ]);
  mocks = [...mocks, faulty, sound];
  const target = await openTarget(faulty.settings);
  try {
    const result = await recordedRun(contract, faulty.settings, target);
    // Principals of the second document that are called as those of the first keep the first's secrets: its file needs none of them.
    // What the run has spent is there again, as it is for whoever opens the file a day later.
    for (const { secret } of faulty.settings.principals) await target.capabilities.reset?.(secret);
    for (const { name, secret } of faulty.settings.principals) secrets[variableOf(name)] ??= secret;
    for (const { name, clientSecret = '' } of faulty.settings.clients) secrets[`${variableOf(name)}_CLIENT_SECRET`] ??= clientSecret;
    const first = reproduce.files!(result).find(({ text }) => !isUnwritten(text));
    if (!first) throw new Error(`${fault} leaves no test`);
    const moved = [faulty, sound].map(({ settings }) => [settings.target, settings.httpTarget].map((url) => new URL(url).origin));
    const elsewhere = moved[0]!.reduce((text, origin, index) => text.replaceAll(origin, moved[1]![index]!), first.text);
    for (const [kind, text] of [
      ['red', first.text],
      ['green', elsewhere],
    ] as const) {
      const path = join(folder, kind, fault, first.file);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    }
    return { fault, file: first.file, text: first.text, settings: faulty.settings };
  } finally {
    await target.close();
  }
}

/** Runs a command in the folder, and answers what it wrote. */
function output(...args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const { PATH, HOME } = process.env;
    const env = { PATH, HOME, NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'), ...secrets };
    const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    child.on('error', reject);
    child.on('close', () => resolve(text));
  });
}

interface Suite {
  readonly suites?: readonly Suite[];
  readonly specs?: readonly {
    readonly file: string;
    readonly tests: readonly { readonly results: readonly { readonly status: string; readonly error?: { readonly message: string } }[] }[];
  }[];
}

async function played(kind: 'red' | 'green'): Promise<Statuses> {
  const report: Suite = JSON.parse(
    await output(join(project, 'node_modules/@playwright/test/cli.js'), 'test', `${kind}/`, '--workers', '2', '--reporter', 'json'),
  );
  const specs = (suite: Suite): Suite['specs'] => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap((one) => specs(one) ?? [])];
  return new Map(
    (specs(report) ?? []).map(({ file, tests }) => {
      const [last] = tests[0]?.results ?? [];
      return [file, { status: last?.status ?? 'none', message: last?.error?.message ?? '' }];
    }),
  );
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'auth-conformance-reproduce-'));
  await symlink(join(project, 'node_modules'), join(folder, 'node_modules'));
  const all = [];
  for (const one of failing) all.push(await filesOf(one));
  written = all;
  const authorities = mocks.flatMap(({ settings }) => settings.tls.ca ?? []);
  await writeFile(join(folder, 'ca.pem'), authorities.join('\n'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  const options = {
    target: 'ES2022',
    module: 'NodeNext',
    moduleResolution: 'NodeNext',
    strict: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    noUncheckedIndexedAccess: true,
    types: ['node'],
    skipLibCheck: true,
    noEmit: true,
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['red'] }));
  compiled = await output(join(project, 'node_modules/typescript/bin/tsc'), '-p', '.');
  red = await played('red');
  green = await played('green');
}, 300_000);

afterAll(async () => {
  await Promise.all(mocks.map(({ close }) => close()));
  await rm(folder, { recursive: true, force: true });
});

describe('a file that reproduces a failure', () => {
  test.each(failing.map(({ fault, requirement }) => [fault, requirement]))(
    'of %s is red while it lasts and green without (%s)',
    (fault) => {
      const { file } = written.find((one) => one.fault === fault)!;
      const [while_, after] = [red.get(`red/${fault}/${file}`), green.get(`green/${fault}/${file}`)];
      expect(while_?.status).toBe('failed');
      expect(while_?.message, 'fails by an expectation, and not by a mistake of its own').toContain('expect(');
      expect(after, after?.message).toMatchObject({ status: 'passed' });
    },
  );

  test('compiles strictly, with the types of Node and Playwright alone', () => {
    expect(compiled).toBe('');
  });

  test('holds no secret', () => {
    const found = written.filter(({ text }) => Object.values(secrets).some((secret) => secret !== '' && text.includes(secret)));
    expect(found).toEqual([]);
  });
});
