/**
 * The recipes of CONTRIBUTING.md, followed in a copy of the sources: a requirement with its check and fault, a scenario and a report format are
 * added in the files that the recipe names and in no other, the copy compiles, and what was added works.
 *
 * @module
 */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../support/pages.ts';

const execute = promisify(execFile);

/** A text that goes into an existing file, before the first or last place of a mark, or a new file. */
type Addition =
  | { readonly file: string; readonly text: string }
  | { readonly file: string; readonly before: string; readonly text: string; readonly last?: true };

interface Recipe {
  readonly heading: string;
  /** What stands for the parts of the recipe's paths in angle brackets. */
  readonly names: { readonly [placeholder: string]: string };
  readonly additions: readonly Addition[];
}

const words = `    title: 'The whoami response is fresh',
    demand: 'The response of the whoami operation MUST NOT come from a cache.',
    pointer: pointers.whoami,
    why: 'It shows who the caller is now.',
    checked: 'No live principal gets a response with an Age header.',
    failure: 'A cache stands before the operation.',
    fix: 'Exclude the operation from the cache.',`;

const recipes: readonly Recipe[] = [
  {
    heading: 'A requirement with its check and fault',
    names: { topic: 'whoami' },
    additions: [
      {
        file: 'spec/catalogue/whoami.ts',
        before: "  'whoami/body': promised(",
        text: `  'whoami/fresh': promised('whoami', 'MUST', {\n${words}\n  }),\n`,
      },
      {
        file: 'suites/topics/whoami/checks.ts',
        before: "  'whoami/body': check(",
        text: `  'whoami/fresh': check(freshScenario, {
    applies: declared,
    judge: ({ probes: { call } }) => {
      const age = headerValue(replyOf(call).headers, 'age');
      if (age === undefined) return [];
      return [{ code: 'response-has-age', at: '$response.header.Age', expected: { kind: 'absent' }, actual: age, exchange: call.id }];
    },
  }),\n`,
      },
      {
        file: 'suites/topics/whoami/checks.ts',
        before: 'import { whoamiScenario',
        text: "import { headerValue } from '../../../spec/message.ts';\nimport { freshScenario } from './fresh.ts';\n",
      },
      {
        file: 'suites/words/whoami.ts',
        before: "  'body-header-differ'",
        text: "  'response-has-age': 'the response comes from a cache',\n",
      },
      {
        file: 'mock/faults/whoami.ts',
        before: "  'whoami-omits-member': {",
        text: `  'whoami-is-cached': {
    breaks: ['whoami/fresh'],
    description: 'The whoami response is ten seconds old.',
    apply: onWhoami((response) => ({ ...response, headers: [...response.headers, 'Age', '10'] })),
  },\n`,
      },
      {
        file: 'docs/promises.yaml',
        before: '    - text: Any live key may call it.',
        text: '    - text: Its success is of now.\n      requirements: [whoami/fresh]\n',
      },
    ],
  },
  {
    heading: 'A scenario',
    names: { topic: 'whoami', scenario: 'fresh' },
    additions: [
      {
        file: 'suites/topics/whoami/fresh.ts',
        text: `import type { CallProbes, Case } from '../../engine/evidence.ts';
import { operationOf, principalNamed, type Scenario } from '../../engine/scenario.ts';

export const freshScenario: Scenario<Case, CallProbes> = {
  name: 'fresh',
  description: 'Calls the whoami operation as every active principal.',
  cases: ({ contract, principals }) => {
    if (!contract.whoami) return [];
    const operation = operationOf(contract, contract.whoami.operation);
    const live = principals.active.filter((principal) => principals.concerns(principal, operation));
    return live.map(({ name }) => ({ operation: operation.id, principal: name, cost: 1 }));
  },
  async play(context, cases) {
    const { contract, principals } = context;
    for (const testCase of cases) {
      const operation = operationOf(contract, testCase.operation);
      const caller = principals.caller(principalNamed(principals, testCase.principal), operation);
      context.observe(testCase, { controls: [], probes: { call: await context.send(operation, { caller }) } });
    }
  },
};
`,
      },
      { file: 'suites/topics/scenarios.ts', before: '  whoamiScenario,', text: '  freshScenario,\n' },
      {
        file: 'suites/topics/scenarios.ts',
        before: 'import { whoamiScenario',
        text: "import { freshScenario } from './whoami/fresh.ts';\n",
      },
    ],
  },
  {
    heading: 'A report format',
    names: { format: 'line' },
    additions: [
      {
        file: 'reporters/line/line.ts',
        text: `import type { Format } from '../format.ts';

/** The verdict in one line. */
export const line: Format = { name: 'line', file: 'line.txt', render: ({ verdict }) => \`\${verdict}\\n\` };
`,
      },
      { file: 'reporters/formats.ts', before: 'import { markdown }', text: "import { line } from './line/line.ts';\n" },
      { file: 'reporters/formats.ts', before: '  terminal,', text: '  line,\n' },
    ],
  },
];

/** The paths of a recipe of CONTRIBUTING.md. */
async function filesOf({ heading, names }: Recipe): Promise<readonly string[]> {
  const text = await readFile(join(root, 'CONTRIBUTING.md'), 'utf8');
  const section = text.split(`### ${heading}\n`)[1]!.split('\n#')[0]!;
  const paths = [...section.matchAll(/^\d+\. `([^`]+)`/gm)].map(([, path]) => path!);
  return paths.map((path) => path.replace(/<(\w+)>/g, (_, name: string) => names[name]!)).toSorted();
}

let folder: string;
const main = (...args: readonly string[]) =>
  execute(process.execPath, [join(folder, 'dist/cli/main.js'), ...args], { cwd: folder, maxBuffer: 2 ** 26 });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'auth-conformance-recipes-'));
  const copied = [
    'spec',
    'mock',
    'suites',
    'client',
    'reporters',
    'cli',
    'examples',
    'scripts',
    'docs/promises.yaml',
    'package.json',
    'tsconfig.json',
    'tsconfig.build.json',
  ];
  await Promise.all(copied.map((name) => cp(join(root, name), join(folder, name), { recursive: true })));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const addition of recipes.flatMap(({ additions }) => additions)) await add(addition);
  await execute('npm', ['run', '--silent', 'build'], { cwd: folder }).catch(({ stdout }: { stdout: string }) => expect.fail(stdout));
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

async function add(addition: Addition): Promise<void> {
  const path = join(folder, addition.file);
  if (!('before' in addition)) {
    await mkdir(dirname(path), { recursive: true });
    return writeFile(path, addition.text);
  }
  const text = await readFile(path, 'utf8');
  const place = text.lastIndexOf(addition.before);
  expect(place, `${addition.before} is in ${addition.file}`).toBeGreaterThanOrEqual(0);
  return writeFile(path, text.slice(0, place) + addition.text + text.slice(place));
}

test.each(recipes)('$heading: the recipe names every file that changes, and no other', async (recipe) => {
  expect([...new Set(recipe.additions.map(({ file }) => file))].toSorted()).toEqual(await filesOf(recipe));
});

test(
  'the sound mock meets the new requirement, which the new scenario checks, and the new format is written',
  { timeout: 120_000 },
  async () => {
    await main('run', '--target', 'mock', '--only', 'whoami/fresh', '--report-dir', 'report', '--format', 'line,json');
    expect(await readFile(join(folder, 'report/line.txt'), 'utf8')).toBe('conformant\n');
    const { requirements } = JSON.parse(await readFile(join(folder, 'report/results.json'), 'utf8'));
    expect(requirements.map(({ id, outcome }: { id: string; outcome: string }) => [id, outcome])).toEqual([['whoami/fresh', 'pass']]);
  },
);

test('the new fault violates the new requirement and nothing else', { timeout: 180_000 }, async () => {
  const { stdout } = await main('prove', '--fault', 'whoami-is-cached', '--json', '--quiet');
  const { faults } = JSON.parse(stdout.slice(0, stdout.lastIndexOf('}') + 1));
  expect(faults).toMatchObject([{ fault: 'whoami-is-cached', fate: 'killed', red: ['whoami/fresh'] }]);
});
