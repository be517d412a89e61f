/**
 * One run against one target: plays each scenario once, when its first check is judged, and judges requirement by requirement.
 *
 * @module
 */
import type { RequirementId } from '../../spec/catalogue/catalogue.ts';
import type { Contract } from '../../spec/contract.ts';
import { createValidator } from '../../spec/schema/validator.ts';
import { createBudget } from './budget.ts';
import { checks } from '../topics/checks.ts';
import type { CheckContext } from './check.ts';
import { probesOf, type AnyObservation, type Case, type Evidence, type Observation, type ScenarioRecord } from './evidence.ts';
import { checkId, judgeCase, type JudgedCheck } from './judge.ts';
import { createQuotaPacer, type Balance } from './quota-pacer.ts';
import { narrowed } from './narrowing.ts';
import { callsFromHere } from '../principals/origin.ts';
import { createPrincipals } from '../principals/principals.ts';
import { schedule, type Schedule } from './schedule.ts';
import { hooksOf, passive, type ActiveScenario } from './scenario.ts';
import { scenarioNamed } from '../topics/scenarios.ts';
import { variableOf, type Redactor } from '../redaction/redactor.ts';
import type { Settings } from './settings.ts';
import { createScenarioContext } from './scenario-context.ts';
import type { Target } from '../http/target.ts';

/** The result of one requirement. */
export interface Finding {
  readonly requirement: RequirementId;
  readonly checks: readonly JudgedCheck[];
  /** `not-applicable` with a reason if it does not apply to the document; absent if the checks decide. */
  readonly outcome?: 'not-applicable';
  readonly reason?: string;
}

/** Keeps what was recorded, so that a scenario is played once in a run even if its worker is replaced. */
export interface Recordings {
  /** The record of a scenario. If there is none yet, plays it: once, with any number of workers. */
  once(scenario: string, play: () => Promise<ScenarioRecord>): Promise<ScenarioRecord>;
  /** The requests and quotas that all workers of a run have used; absent if there is only one worker. */
  readonly sharedBudget?: { read(): Promise<Spent | undefined>; write(spent: Spent): Promise<void> };
}

/** How much a run has used of its budget and of the target's quotas. */
export interface Spent {
  readonly requests: number;
  readonly quotas: Balance;
}

export interface SessionInput {
  readonly contract: Contract;
  readonly settings: Settings;
  readonly target: Target;
  readonly redactor: Redactor;
  readonly recordings?: Recordings;
  /** When the run began, in milliseconds since the epoch, and how many requests it has sent by now. */
  readonly startedAt?: number;
  readonly spent?: number;
  /** The id of the only check to make; all checks if absent. */
  readonly check?: string;
}

export interface Session {
  readonly schedule: Schedule;
  judge(requirement: RequirementId): Promise<Finding>;
  /** Sends only requests that clean up from now on; resolves when that is done. */
  halt(): Promise<void>;
}

/** Opens a session. Nothing is sent before something is judged. */
export function createSession(input: SessionInput): Session {
  const { contract, settings, target, redactor } = input;
  const principals = createPrincipals(contract, settings);
  const hooks = hooksOf(target.capabilities);
  const whole = schedule({ contract, principals, settings, hooks });
  const planned = input.check === undefined ? whole : narrowed(whole, input.check);
  const budget = createBudget(settings, target, input.startedAt ?? target.now(), input.spent);
  const pacer = createQuotaPacer(contract, target, { slow: settings.slow, secondsLeft: budget.secondsLeft });
  // The preflight called once as each principal that can call from here.
  if ((input.spent ?? 0) > 1) {
    for (const principal of principals.all)
      if (principal.state === 'active' && callsFromHere(principal, settings.origin)) pacer.book(principal.account, undefined);
  }
  const runContext = { contract, settings, target, principals, pacer, redactor, budget };
  const checkContext: CheckContext = { contract, validate: createValidator(contract), principals, settings };
  const recordings = input.recordings ?? inMemory();

  const playing = new Set<Promise<ScenarioRecord>>();
  const play = (scenario: ActiveScenario): Promise<ScenarioRecord> =>
    recordings.once(scenario.name, () => {
      const played = perform(scenario);
      playing.add(played);
      return played.finally(() => playing.delete(played));
    });
  const perform = async (scenario: ActiveScenario): Promise<ScenarioRecord> => {
    const { name } = scenario;
    const context = createScenarioContext(runContext, name);
    const cases = planned.scenarios.find((candidate) => candidate.name === name)?.cases ?? [];
    if (cases.length === 0) return context.record();
    const spent = await recordings.sharedBudget?.read();
    if (spent) {
      budget.adopt(spent.requests);
      pacer.adopt(spent.quotas);
    }
    try {
      try {
        await scenario.play(context, cases);
      } finally {
        await context.end();
      }
      return context.record();
    } catch (error) {
      return { ...context.record(), crash: redactor.redact(error instanceof Error ? (error.stack ?? error.message) : String(error)) };
    } finally {
      await recordings.sharedBudget?.write({ requests: budget.sent(), quotas: pacer.balance() });
    }
  };
  const playEverything = async (): Promise<ScenarioRecord> => {
    const records: ScenarioRecord[] = [];
    for (const { name } of planned.scenarios) records.push(await play(scenarioNamed(name)!));
    const observations = records.map((record): AnyObservation => {
      const undecided = unheard(record, new URL(settings.target).protocol === 'https:');
      return { case: { label: record.scenario }, controls: [], probes: record.exchanges, ...(undecided && { undecided }) };
    });
    return { scenario: passive.name, observations, exchanges: [], requests: 0, notes: [] };
  };
  return {
    schedule: planned,
    async halt() {
      budget.halt();
      await Promise.allSettled(playing);
    },
    async judge(requirement) {
      const row = planned.requirements.find(({ id }) => id === requirement);
      if (!row) return { requirement, checks: [], outcome: 'not-applicable', reason: 'not selected' };
      if (row.excluded !== undefined) return { requirement, checks: [], outcome: 'not-applicable', reason: row.excluded };
      const check = checks[requirement];
      const { scenario } = check;
      const record = scenario.kind === 'passive' ? await playEverything() : await play(scenario);
      return { requirement, checks: row.cases.map((testCase) => judged(requirement, testCase, record)) };
    },
  };

  function judged(requirement: RequirementId, testCase: Case, record: ScenarioRecord): JudgedCheck {
    try {
      const outcome = judgeCase(requirement, checks[requirement], testCase, record, checkContext);
      return outcome.outcome === 'pass' && checks[requirement].scenario.kind === 'passive' ? { ...outcome, exchanges: [] } : outcome;
    } catch (error) {
      const reason = redactor.redact(`the check itself failed: ${error instanceof Error ? error.message : String(error)}`);
      return { id: checkId(requirement, testCase), outcome: 'error', reason, exchanges: [] };
    }
  }
}

/** Why the exchanges of a scenario decide nothing, if they do not. */
function unheard({ exchanges, observations, crash }: ScenarioRecord, secure: boolean): Observation['undecided'] {
  if (crash !== undefined) return { cause: { code: 'scenario-incomplete' }, outcome: 'inconclusive' };
  if (exchanges.some(({ reply }) => reply)) return undefined;
  const held = observations
    .flatMap((observation) => [...probesOf(observation), ...observation.controls])
    .find(({ trouble }) => trouble?.kind === 'not-sent');
  if (held) {
    const { message, needs = 'a larger budget (budget), or a target that responds' } = held.trouble!;
    return { cause: { code: 'not-sent', why: message }, outcome: 'blocked', needs };
  }
  const blocked = observations.find(({ undecided }) => undecided?.outcome === 'blocked')?.undecided;
  if (exchanges.length === 0 && blocked) return blocked;
  const without = observations.every(({ facts, undecided }) => facts !== undefined || undecided?.outcome === 'not-applicable');
  if (exchanges.length === 0 && without) return { cause: { code: 'scenario-without-exchanges' }, outcome: 'not-applicable' };
  const closed = ({ connection, trouble }: Evidence) =>
    connection.scheme === 'http' && (trouble?.kind === 'refused' || trouble?.kind === 'closed');
  if (secure && exchanges.length > 0 && exchanges.every(closed)) return { cause: { code: 'plain-http-closed' }, outcome: 'not-applicable' };
  return { cause: { code: 'nothing-answered' }, outcome: 'inconclusive' };
}

/** Registers every secret of the configuration; for Basic credentials also the password alone. */
export function registerSecrets(redactor: Redactor, settings: Pick<Settings, 'principals' | 'clients' | 'hooks'>): void {
  for (const { name, secret } of settings.principals) {
    redactor.add({ name, value: secret, shell: `$${variableOf(name)}` });
    const password = /^[^:]+:(.{8,})$/s.exec(secret)?.[1];
    if (password !== undefined) redactor.add({ name: `${name}:password`, value: password, shell: `\${${variableOf(name)}#*:}` });
  }
  for (const { name, clientSecret, consent, resourceOwner } of settings.clients) {
    const parts = { client: clientSecret, code: consent.kind === 'code' ? consent.code : undefined, password: resourceOwner?.password };
    for (const [part, value] of Object.entries(parts)) {
      const variable = part === 'client' ? 'CLIENT_SECRET' : part.toUpperCase();
      if (value !== undefined) redactor.add({ name: `${name}:${part}`, value, shell: `$${variableOf(name)}_${variable}` });
    }
  }
  if (settings.hooks) redactor.add({ name: 'hooks', value: settings.hooks.token, shell: '$AUTH_CONFORMANCE_HOOKS_TOKEN' });
}

function inMemory(): Recordings {
  const records = new Map<string, Promise<ScenarioRecord>>();
  return {
    once(scenario, play) {
      const known = records.get(scenario) ?? play();
      records.set(scenario, known);
      return known;
    },
  };
}
