/**
 * Tests that are loaded once, and to which one mutant after the other is shown. A new process, or new modules, for each mutant would take a
 * hundred times as long as the tests themselves. What Stryker wants of it is in `plugin.mjs`.
 *
 * @module
 */
import { pathToFileURL } from 'node:url';
import { configureGlobal } from 'fast-check';
import type { Check } from '../../suites/engine/check.ts';
import { checks } from '../../suites/topics/checks.ts';
import { collected } from './collected.ts';
import type { Probation } from './probation.ts';
import { trials } from './trials.ts';

/** The tests of the project that need no socket and no hook. */
const files: readonly string[] = [
  'tests/suites/topics/limits/window-exhaustion.test.ts',
  'tests/suites/expectations/response.test.ts',
  'tests/suites/expectations/counting.test.ts',
  'tests/suites/expectations/fields.test.ts',
  'tests/suites/expectations/leaks.test.ts',
  'tests/suites/expectations/limiter.test.ts',
  'tests/suites/expectations/oauth.test.ts',
  'tests/suites/expectations/rate-fields.test.ts',
  'tests/suites/expectations/retry.test.ts',
  'tests/suites/expectations/steady.test.ts',
  'tests/suites/expectations/uniform.test.ts',
  'tests/suites/topics/oauth/codes.test.ts',
  'tests/suites/topics/oauth/flows.test.ts',
  'tests/suites/topics/http/expectations.test.ts',
  'tests/suites/topics/http/pairs.test.ts',
  'tests/suites/engine/judge.test.ts',
  'tests/suites/topics/limits/limiter.test.ts',
  'tests/mock/gates/bodies.test.ts',
  'tests/mock/gates/credentials.test.ts',
  'tests/mock/gates/limits.test.ts',
  'tests/mock/gates/methods.test.ts',
  'tests/mock/gates/precedence.test.ts',
  'tests/mock/gates/preferences.test.ts',
  'tests/mock/gates/rejections.test.ts',
  'tests/mock/state/resources.test.ts',
  'tests/mock/gates/routes.test.ts',
  'tests/mock/gates/scopes.test.ts',
  'tests/mock/gates/validation.test.ts',
  'tests/mock/state/whoami.test.ts',
  'tests/mock/state/windows.test.ts',
  'tests/mock/oauth/authorize.test.ts',
  'tests/mock/oauth/flow.test.ts',
  'tests/mock/oauth/others.test.ts',
  'tests/mock/oauth/token.test.ts',
  'tests/suites/redaction/needles.test.ts',
  'tests/reporters/gathering/outcome.test.ts',
  'tests/reporters/gathering/verdict.test.ts',
  'tests/proof/standards/expectations.test.ts',
];

/** How many seconds of a processor a mutant is tried for; what common code does is seen by a thousand trials. */
const patience = Number(process.env['MUTATION_PATIENCE'] ?? 2);

/** What mutated modules share: which mutant is active, and which were passed by, by which test. The names are those of Stryker. */
export interface Switchboard {
  activeMutant?: string;
  currentTestId?: string;
  mutantCoverage?: Coverage;
  hitCount?: number;
  hitLimit?: number;
}

/** How often which mutant was passed by, while modules were loaded and in each test. */
export interface Coverage {
  readonly static: Readonly<Record<string, number>>;
  readonly perTest: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** How a test ended; `failure` says why it failed, and is absent where it did not. */
export interface Ending {
  readonly id: string;
  readonly name: string;
  readonly fileName: string;
  readonly timeSpentMs: number;
  readonly failure?: string;
}

export interface WarmTests {
  /** Runs every test, and gives them back in the order in which a mutant is to be shown to them. */
  readonly whole: () => Promise<{ readonly endings: readonly Ending[]; readonly coverage: Coverage }>;
  /** Shows the active mutant to some tests, one after the other, until one fails, its loops go round too often or patience ends. */
  readonly until: (ids: readonly string[]) => Promise<readonly Ending[]>;
  /** The same for a mutant of a table of checks, which is evaluated once: its module is loaded again. Undefined for any other module. */
  readonly reloaded: (file: string) => Promise<readonly Ending[] | undefined>;
}

/** Loads the tests; no mutant may be active meanwhile. */
export async function warmTests(switchboard: Switchboard): Promise<WarmTests> {
  // A property is refuted by any example, the same in every run; the smallest one is not looked for.
  configureGlobal({ seed: 1, endOnFailure: true });
  const all = [...(await collected(files)), ...trials];
  const tests = new Map(all.map((test) => [`${test.file} ${test.name}`, test]));
  const show = (ids: readonly string[]) => until(ids, tests, switchboard);
  return {
    whole: () => whole(tests, switchboard),
    until: show,
    reloaded: (file) => withChecksOf(file, (about) => show([...tests].filter(([, test]) => about.has(test.about)).map(([id]) => id))),
  };
}

let reloads = 0;

/** Puts the checks of a module that is loaded anew in the place of those that are there, until something is done. */
async function withChecksOf<Result>(file: string, act: (about: ReadonlySet<string>) => Promise<Result>): Promise<Result | undefined> {
  const table: Record<string, Check> = checks;
  const exported: Record<string, unknown> = await import(`${pathToFileURL(file).href}?reload=${(reloads += 1)}`);
  const anew = Object.values(exported)
    .flatMap((value) => (typeof value === 'object' && value !== null ? Object.entries(value) : []))
    .filter((entry): entry is [string, Check] => entry[0] in table);
  if (anew.length === 0) return undefined;
  const before = { ...table };
  Object.assign(table, Object.fromEntries(anew));
  try {
    return await act(new Set(anew.flatMap(([id, { scenario }]) => [id, scenario.name])));
  } finally {
    Object.assign(table, before);
  }
}

async function whole(all: ReadonlyMap<string, Probation>, switchboard: Switchboard): ReturnType<WarmTests['whole']> {
  const endings: Ending[] = [];
  // The mutated modules have hold of this object, so it is never replaced.
  const coverage = (switchboard.mutantCoverage ??= { static: {}, perTest: {} });
  for (const [id, test] of all) {
    switchboard.currentTestId = id;
    endings.push(await ended(id, test));
  }
  delete switchboard.currentTestId;
  const ordered = inTurns(endings, (id) => all.get(id)!.about);
  const perTest = Object.fromEntries(ordered.map(({ id }) => [id, coverage.perTest[id] ?? {}]));
  // What is also passed by in tests is shown to them: of the rest alone the module has to be loaded again.
  const inTests = new Set(Object.values(perTest).flatMap((passed) => Object.keys(passed)));
  const once = Object.fromEntries(Object.entries(coverage.static).filter(([mutant]) => !inTests.has(mutant)));
  return { endings: ordered, coverage: { static: once, perTest } };
}

/** The quickest about each thing, then the second about each, so that the first hundred are about a hundred things. */
function inTurns(endings: readonly Ending[], about: (id: string) => string): readonly Ending[] {
  const seen = new Map<string, number>();
  return endings
    .toSorted((one, other) => one.timeSpentMs - other.timeSpentMs)
    .map((ending) => {
      const turn = seen.get(about(ending.id)) ?? 0;
      seen.set(about(ending.id), turn + 1);
      return { ending, turn };
    })
    .toSorted((one, other) => one.turn - other.turn)
    .map(({ ending }) => ending);
}

async function until(
  ids: readonly string[],
  all: ReadonlyMap<string, Probation>,
  switchboard: Switchboard,
): ReturnType<WarmTests['until']> {
  const endings: Ending[] = [];
  const began = process.cpuUsage().user;
  for (const id of ids) {
    const ending = await ended(id, all.get(id)!);
    endings.push(ending);
    const { hitCount = 0, hitLimit = Infinity } = switchboard;
    if (ending.failure !== undefined || hitCount > hitLimit || process.cpuUsage().user - began > patience * 1_000_000) break;
  }
  return endings;
}

async function ended(id: string, test: Probation): Promise<Ending> {
  const began = performance.now();
  const ending = () => ({ id, name: test.name, fileName: test.file, timeSpentMs: performance.now() - began });
  try {
    await test.run();
    return ending();
  } catch (error) {
    return { ...ending(), failure: error instanceof Error ? error.message : String(error) };
  }
}
