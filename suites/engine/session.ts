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
import { createLifetimes } from './lifetimes.ts';
import { createLongBodies, type KeptLength } from './bodies/long-bodies.ts';
import { createLimitWatch } from '../http/limit-watch.ts';
import { countsByAddress, createQuotaPacer, type Balance } from './quota-pacer.ts';
import { narrowed } from './narrowing.ts';
import { isGatewayError } from './persistent.ts';
import { callsFromHere } from '../principals/origin.ts';
import { lastCleanup, leftoversOf } from '../principals/leftovers.ts';
import { createPrincipals } from '../principals/principals.ts';
import { removeLeftovers } from '../principals/removal.ts';
import { schedule, withPart, type PlannedScenario, type Schedule } from './schedule.ts';
import { quietly } from './shards/quiet-time.ts';
import { hooksOf, passive, type ActiveScenario } from './scenario.ts';
import { scenarioNamed } from '../topics/scenarios.ts';
import { configuredSecrets, type SecretSettings } from '../redaction/configured.ts';
import type { Redactor } from '../redaction/redactor.ts';
import type { Settings } from './settings.ts';
import type { UnstatedLimit } from '../words/notes.ts';
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

/** How much a run has used of its budget, of the target's quotas, and of the room for long bodies. */
export interface Spent {
  readonly requests: number;
  readonly quotas: Balance;
  readonly bodies: KeptLength;
}

/** A wait that begins. */
export interface Wait {
  readonly seconds: number;
  /** The principal whose quota is waited for; absent if time has to pass for a check. */
  readonly principal?: string;
  /** How many requests the run has sent. */
  readonly sent: number;
}

/** A limit that no plan states, when a run meets the first one. */
export interface MetLimit extends UnstatedLimit {
  /** How many requests the run has sent. */
  readonly sent: number;
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
  /** Whether scenarios that mostly wait are started first and go on while others are played. Only for a run with one worker. */
  readonly overlaps?: boolean;
  readonly onWait?: (wait: Wait) => void;
  readonly onLimit?: (limit: MetLimit) => void;
}

export interface Session {
  readonly schedule: Schedule;
  /** @param of - which of its cases are judged, asked when everything that it needs has been played; all by default */
  judge(requirement: RequirementId, of?: (testCase: Case) => boolean): Promise<Finding>;
  /** Sends only requests that clean up from now on; resolves when that is done. */
  halt(): Promise<void>;
  /** Tries once more to remove what all scenarios left behind; undefined if nothing can be removed. */
  cleanUp(scenarios: readonly ScenarioRecord[]): Promise<ScenarioRecord | undefined>;
}

/** Opens a session. Nothing is sent before something is judged. */
export function createSession(input: SessionInput): Session {
  const { contract, redactor } = input;
  const principals = createPrincipals(contract, input.settings);
  const hooks = hooksOf(input.target.capabilities);
  const settings = withPart({ contract, principals, settings: input.settings, hooks });
  const part = settings.shard?.part;
  const target = quietly(input.target, part);
  const whole = schedule({ contract, principals, settings, hooks });
  const planned = input.check === undefined ? whole : narrowed(whole, input.check);
  const own = part ? { ...settings, budget: { ...settings.budget, requests: part.requests } } : settings;
  const budget = createBudget(own, target, input.startedAt ?? target.now(), input.spent);
  const pacer = createQuotaPacer(contract, target, {
    slow: settings.slow,
    secondsLeft: budget.secondsLeft,
    part,
    onWait: (seconds, principal) => input.onWait?.({ seconds, principal, sent: budget.sent() }),
  });
  // The preflight called once as each principal that can call from here.
  if ((input.spent ?? 0) > 1) {
    for (const principal of principals.all)
      if (principal.state === 'active' && callsFromHere(principal, settings.origin)) pacer.book(principal.account, undefined);
  }
  const lifetimes = createLifetimes(principals, settings);
  const onWait = (seconds: number) => input.onWait?.({ seconds, sent: budget.sent() });
  const limitWatch = createLimitWatch(contract, (limit) => input.onLimit?.({ ...limit, sent: budget.sent() }));
  const longBodies = createLongBodies(redactor);
  const runContext = { contract, settings: own, target, principals, pacer, redactor, longBodies, budget, lifetimes, limitWatch, onWait };
  const checkContext: CheckContext = { contract, validate: createValidator(contract), principals, settings };
  const recordings = input.recordings ?? inMemory();

  const playing = new Set<Promise<ScenarioRecord>>();
  const play = (scenario: ActiveScenario): Promise<ScenarioRecord> => {
    const played = recordings.once(scenario.name, () => perform(scenario));
    playing.add(played);
    return played.finally(() => playing.delete(played));
  };
  const perform = async (scenario: ActiveScenario): Promise<ScenarioRecord> => {
    const { name } = scenario;
    const context = createScenarioContext(runContext, name);
    const cases = planned.scenarios.find((candidate) => candidate.name === name)?.cases ?? [];
    if (cases.length === 0) return context.record();
    return recorded(context, () => scenario.play(context, cases));
  };
  const recorded = async (context: ReturnType<typeof createScenarioContext>, act: () => Promise<void>): Promise<ScenarioRecord> => {
    const spent = await recordings.sharedBudget?.read();
    if (spent) {
      budget.adopt(spent.requests);
      pacer.adopt(spent.quotas);
      longBodies.adopt(spent.bodies);
    }
    try {
      try {
        await act();
      } finally {
        await context.end();
      }
      return context.record();
    } catch (error) {
      return { ...context.record(), crash: redactor.redact(error instanceof Error ? (error.stack ?? error.message) : String(error)) };
    } finally {
      await recordings.sharedBudget?.write({ requests: budget.sent(), quotas: pacer.balance(), bodies: longBodies.used() });
    }
  };
  const rows = planned.scenarios;
  const expendable = new Set(principals.all.filter((principal) => principal.expendable).map(({ name }) => name));
  const waits = input.overlaps === true && !hooks.clock && !hooks.reset;
  const byAddress = countsByAddress(contract);
  const waiting =
    waits && !byAddress
      ? rows
          .map(({ name }) => scenarioNamed(name)!)
          .filter((scenario) => scenario.waits !== undefined)
          .toSorted((one, other) => one.waits! - other.waits!)
      : [];
  /** What is played after the rest: the principals of scenarios that were started first, or quotas that everybody at this address would wait for. */
  const isLate = ({ cases, permissions }: PlannedScenario): boolean =>
    byAddress ? waits && permissions.includes('burn') : waiting.length > 0 && cases.some(({ principal = '' }) => expendable.has(principal));
  const late = new Set(rows.filter(isLate).map(({ name }) => name));
  const started = new Map<string, Promise<ScenarioRecord>>();
  let inOrder: Promise<unknown> | undefined;
  const playInTurn = async (scenario: ActiveScenario): Promise<ScenarioRecord> => {
    let before: Promise<unknown> = Promise.resolve();
    if (started.size === 0) {
      for (const one of waiting) {
        const played = before.then(() => play(one));
        started.set(one.name, played);
        before = played;
      }
    }
    if (late.has(scenario.name)) await Promise.all(started.values());
    return started.get(scenario.name) ?? play(scenario);
  };
  const playEverything = async (): Promise<ScenarioRecord> => {
    const played = new Map<string, ScenarioRecord>();
    for (const { name } of rows.toSorted((one, other) => Number(late.has(one.name)) - Number(late.has(other.name))))
      played.set(name, await playInTurn(scenarioNamed(name)!));
    const records = rows.flatMap(({ name }) => played.get(name) ?? []);
    const observations = records.map((record): AnyObservation => {
      const undecided = unheard(record, new URL(settings.target).protocol === 'https:');
      return { case: { label: record.scenario }, controls: [], probes: record.exchanges.filter(isOfApi), ...(undecided && { undecided }) };
    });
    return { scenario: passive.name, observations, exchanges: [], requests: 0, notes: [] };
  };
  return {
    schedule: planned,
    async halt() {
      budget.halt();
      await Promise.allSettled(playing);
    },
    async cleanUp(scenarios) {
      const left = leftoversOf(contract, scenarios).filter(({ removal }) => removal !== undefined);
      if (left.length === 0) return undefined;
      const context = createScenarioContext(runContext, lastCleanup);
      return recorded(context, () => removeLeftovers(context, left));
    },
    async judge(requirement, of = () => true) {
      const row = planned.requirements.find(({ id }) => id === requirement);
      if (!row) return { requirement, checks: [], outcome: 'not-applicable', reason: 'not selected' };
      if (row.excluded !== undefined) return { requirement, checks: [], outcome: 'not-applicable', reason: row.excluded };
      const check = checks[requirement];
      const { scenario } = check;
      // What is asked first may have to wait for the rest: everything is played in the order that waits least.
      if (late.size > 0) await (inOrder ??= playEverything());
      const record = scenario.kind === 'passive' ? await playEverything() : await playInTurn(scenario);
      return { requirement, checks: row.cases.filter(of).map((testCase) => judged(requirement, testCase, record)) };
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

/** Whether the API itself gave a response, and gives it again: not a gateway, and no server error that was gone at the next attempt. */
const isOfApi = ({ reply, trouble }: Evidence) => trouble?.kind !== 'unsteady' && !isGatewayError(reply?.status);

/** Why the exchanges of a scenario decide nothing, if they do not. */
function unheard({ exchanges, observations, crash }: ScenarioRecord, secure: boolean): Observation['undecided'] {
  if (crash !== undefined) return { cause: { code: 'scenario-incomplete' }, outcome: 'inconclusive' };
  if (exchanges.some(({ reply }) => reply && !isGatewayError(reply.status))) return undefined;
  const stumbled = exchanges.find(({ reply }) => reply);
  if (stumbled) return { cause: { code: 'server-error', status: stumbled.reply!.status }, outcome: 'inconclusive' };
  const held = observations
    .flatMap((observation) => [...probesOf(observation), ...observation.controls])
    .find(({ trouble }) => trouble?.kind === 'not-sent');
  if (held) {
    const { message, needs = { what: 'a larger budget, or a target that responds', key: 'budget' } } = held.trouble!;
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

/** Registers every secret of the settings. */
export function registerSecrets(redactor: Redactor, settings: SecretSettings): void {
  for (const secret of configuredSecrets(settings)) redactor.add(secret);
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
