/**
 * The files that a run and its workers share, in one private folder.
 *
 * @module
 */
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RequirementId } from '../../spec/catalogue/catalogue.ts';
import type { Contract } from '../../spec/contract.ts';
import type { ScenarioRecord } from '../engine/evidence.ts';
import type { Secret, Redactor } from '../redaction/redactor.ts';
import type { Finding, Recordings, Spent } from '../engine/session.ts';
import type { Settings } from '../engine/settings.ts';
import type { HeldCredential, HeldCredentials } from '../http/renewal/renewal.ts';
import type { TracedRequest, Tracing } from '../http/tracing.ts';
import { isAlive } from './owner.ts';

/** The environment variable that names the folder. */
export const runVariable = 'AUTH_CONFORMANCE_RUN';

export interface Run {
  readonly contract: Contract;
  readonly settings: Settings;
  /** Keys the tags of secrets. */
  readonly key: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Requests that were sent before the suites began. */
  readonly spent: number;
  /** `record` keeps findings for the command line; `throw` fails the Playwright test, as its users expect. */
  readonly mode: 'record' | 'throw';
  /** How many workers play it, if the command line starts them. */
  readonly workers?: number;
  /** Whether tests are started again and again, as in Playwright's UI mode, and play their scenarios anew. */
  readonly repeats?: boolean;
  /** The ids of the planned requirements, each a test; all requirements if absent. */
  readonly requirements?: readonly RequirementId[];
  /** The id of the only check to make; all checks if absent. */
  readonly check?: string;
  /** The id of the trace that its requests are part of; they are not traced if absent. */
  readonly trace?: string;
}

/** Writes the input of the workers; it contains secrets, so only its owner may read it. */
export async function writeRun(folder: string, run: Run): Promise<void> {
  await mkdir(join(folder, 'scenarios'), { recursive: true });
  await writeFile(join(folder, 'run.json'), JSON.stringify(run), { mode: 0o600 });
}

export async function readRun(folder: string): Promise<Run> {
  const [run] = parsed<Run>(await readFile(join(folder, 'run.json'), 'utf8'));
  if (!run) throw new Error(`${folder} contains no run`);
  return run;
}

/** Forgets what was played and spent, for another start of the tests. Secrets and credentials stay. */
export function beginAgain(folder: string): void {
  const file = join(folder, 'run.json');
  const [run] = parsed<Run>(readFileSync(file, 'utf8'));
  for (const name of ['scenarios', 'budget.json']) rmSync(join(folder, name), { recursive: true, force: true });
  mkdirSync(join(folder, 'scenarios'));
  writeFileSync(file, JSON.stringify({ ...run, startedAt: Date.now() }), { mode: 0o600 });
}

export function appendFinding(folder: string, finding: Finding): void {
  appendFileSync(join(folder, 'findings.ndjson'), `${JSON.stringify(finding)}\n`);
}

/** All complete findings; a line that was cut off by an interruption is ignored. */
export async function readFindings(folder: string): Promise<readonly Finding[]> {
  const text = await readFile(join(folder, 'findings.ndjson'), 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => parsed<Finding>(line));
}

export async function readScenarios(folder: string): Promise<readonly ScenarioRecord[]> {
  const names = await readdir(join(folder, 'scenarios')).catch(() => []);
  const scenarios: ScenarioRecord[] = [];
  // One after another: with long responses, the texts of all would take as much memory as the records.
  for (const name of names.filter((one) => one.endsWith('.json'))) {
    scenarios.push(...parsed<ScenarioRecord>(await readFile(join(folder, 'scenarios', name), 'utf8')));
  }
  return scenarios;
}

/** Secrets that were found during the run, such as tokens: the command line redacts them in its reports. */
export async function readSecrets(folder: string): Promise<readonly Secret[]> {
  const text = await readFile(join(folder, 'secrets.ndjson'), 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => parsed<Secret>(line));
}

/** A redactor that also writes added secrets to a file for the command line. */
export function leavingIn(folder: string, redactor: Redactor): Redactor {
  const add = (secret: Secret) => {
    redactor.add(secret);
    appendFileSync(join(folder, 'secrets.ndjson'), `${JSON.stringify(secret)}\n`, { mode: 0o600 });
  };
  return { ...redactor, add };
}

/** Notes requests in a file for the command line; their URLs may contain secrets. */
export function tracingIn(folder: string, trace: string): Tracing {
  const note = (request: TracedRequest) => appendFileSync(join(folder, 'requests.ndjson'), `${JSON.stringify(request)}\n`, { mode: 0o600 });
  return { trace, note };
}

/** The requests that were noted so far, in the order of their ends. */
export async function readRequests(folder: string): Promise<readonly TracedRequest[]> {
  const text = await readFile(join(folder, 'requests.ndjson'), 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => parsed<TracedRequest>(line));
}

/** Current credentials on disk, so that replaced and parallel workers continue with the newest one. */
export function heldIn(folder: string): HeldCredentials {
  const pathOf = (name: string) => join(folder, `held-${encodeURIComponent(name)}.json`);
  return {
    read: async (name) => parsed<HeldCredential>(await readFile(pathOf(name), 'utf8').catch(() => ''))[0],
    async write(name, held) {
      await writeFile(`${pathOf(name)}.part`, JSON.stringify(held), { mode: 0o600 });
      await rename(`${pathOf(name)}.part`, pathOf(name));
    },
  };
}

/** A value that this module has written; none if it was not written completely. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller knows what it wrote
function parsed<Value>(text: string): readonly Value[] {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
    return text === '' ? [] : [JSON.parse(text) as Value];
  } catch {
    return [];
  }
}

/** The interval for checking whether another worker has finished a scenario, in milliseconds. */
const intervalMs = 25;

/**
 * Scenario records on disk, so that replaced and parallel workers find the scenarios that were already played. One scenario is played at a
 * time with any number of workers, because they share the quotas and the clock of the target, and the count of what was used.
 *
 * @param alone - whether there is one worker, which plays as many scenarios at a time as it likes
 */
export function diskRecordings(folder: string, alone = false): Recordings {
  const known = new Map<string, Promise<ScenarioRecord>>();
  const once = async (scenario: string, play: () => Promise<ScenarioRecord>): Promise<ScenarioRecord> => {
    const file = join(folder, 'scenarios', `${scenario}.json`);
    const lock = join(folder, 'scenarios', 'scenario.lock');
    for (;;) {
      const [record] = parsed<ScenarioRecord>(await readFile(file, 'utf8').catch(() => ''));
      if (record) return record;
      if (alone || (await taken(lock))) {
        try {
          const played = await play();
          await writeFile(`${file}.part`, JSON.stringify(played));
          await rename(`${file}.part`, file);
          return played;
        } finally {
          if (!alone) await rm(lock, { force: true });
        }
      }
      await sleep(intervalMs);
    }
  };
  const budgetFile = join(folder, 'budget.json');
  return {
    once(scenario, play) {
      const record = known.get(scenario) ?? once(scenario, play);
      known.set(scenario, record);
      return record;
    },
    ...(!alone && {
      sharedBudget: {
        read: async () => parsed<Spent>(await readFile(budgetFile, 'utf8').catch(() => ''))[0],
        write: (spent: Spent) => writeFile(budgetFile, JSON.stringify(spent)),
      },
    }),
  };
}

/** Takes a lock; a lock whose owner has ended counts as free. */
async function taken(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    const owner = Number(await readFile(lock, 'utf8').catch(() => ''));
    if (owner > 0 && !isAlive(owner)) await rm(lock, { force: true });
    return false;
  }
}
