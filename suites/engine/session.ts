/**
 * One run against one target: plays each scene once, whoever asks first, and judges requirement by requirement.
 *
 * @module
 */
import type { RequirementId } from '../../spec/catalogue/catalogue.ts';
import type { Contract } from '../../spec/contract.ts';
import { createValidator } from '../../spec/schema/validator.ts';
import { createAllowance } from './budget.ts';
import { checks } from '../topics/checks.ts';
import type { Law } from './check.ts';
import type { Evidence, SceneRecord, Shot, Take } from './evidence.ts';
import { checkId, judgeShot, type JudgedCheck } from './judge.ts';
import { createLedger, type Balance } from './quota-pacer.ts';
import { narrowed } from './narrowing.ts';
import { callsFromHere } from '../principals/origin.ts';
import { createRoster } from '../principals/principals.ts';
import { schedule, type Schedule } from './schedule.ts';
import { hooksOf } from './scenario.ts';
import { scenes, type SceneName } from '../topics/scenarios.ts';
import { variableOf, type Vault } from '../redaction/redactor.ts';
import type { Settings } from './settings.ts';
import { createStage } from './scenario-context.ts';
import type { Target } from '../http/target.ts';

/** What came of one requirement. */
export interface Finding {
  readonly requirement: RequirementId;
  readonly checks: readonly JudgedCheck[];
  /** `not-applicable` with a reason where the document does not promise it; absent where the checks decide. */
  readonly outcome?: 'not-applicable';
  readonly reason?: string;
}

/** Where scenes are kept, so that they are played once in a run even when its worker is replaced. */
export interface Recordings {
  /** The record of a scene; plays it where there is none, once whatever the number of workers. */
  once(scene: string, play: () => Promise<SceneRecord>): Promise<SceneRecord>;
  /** What the workers of a run have spent together; absent where there is one worker alone. */
  readonly purse?: { read(): Promise<Spent | undefined>; write(spent: Spent): Promise<void> };
}

/** What a run has spent of its own budget and of the target's quotas. */
export interface Spent {
  readonly requests: number;
  readonly quotas: Balance;
}

export interface SessionInput {
  readonly contract: Contract;
  readonly settings: Settings;
  readonly target: Target;
  readonly vault: Vault;
  readonly recordings?: Recordings;
  /** When the run began, in milliseconds since the epoch, and how many requests it had sent by now. */
  readonly startedAt?: number;
  readonly spent?: number;
  /** The id of the one check that is made; all of them where absent. */
  readonly check?: string;
}

export interface Session {
  readonly schedule: Schedule;
  judge(requirement: RequirementId): Promise<Finding>;
  /** Sends nothing more but what cleans up, and answers when that is done. */
  halt(): Promise<void>;
}

/** Opens a session; nothing is sent before something is judged. */
export function createSession(input: SessionInput): Session {
  const { contract, settings, target, vault } = input;
  const roster = createRoster(contract, settings);
  const hooks = hooksOf(target.capabilities);
  const whole = schedule({ contract, roster, settings, hooks });
  const planned = input.check === undefined ? whole : narrowed(whole, input.check);
  const allowance = createAllowance(settings, target, input.startedAt ?? target.now(), input.spent);
  const ledger = createLedger(contract, target, { slow: settings.slow, secondsLeft: allowance.secondsLeft });
  // Preflight called once as each principal that it could.
  if ((input.spent ?? 0) > 1) {
    for (const actor of roster.actors)
      if (actor.state === 'active' && callsFromHere(actor, settings.origin)) ledger.book(actor.account, undefined);
  }
  const company = { contract, settings, target, roster, ledger, vault, allowance };
  const law: Law = { contract, validate: createValidator(contract), roster, settings };
  const recordings = input.recordings ?? inMemory();

  const playing = new Set<Promise<SceneRecord>>();
  const play = (name: SceneName): Promise<SceneRecord> =>
    recordings.once(name, () => {
      const played = perform(name);
      playing.add(played);
      return played.finally(() => playing.delete(played));
    });
  const perform = async (name: SceneName): Promise<SceneRecord> => {
    const stage = createStage(company, name);
    const shots = planned.scenes.find((scene) => scene.name === name)?.shots ?? [];
    if (shots.length === 0) return stage.record();
    const spent = await recordings.purse?.read();
    if (spent) {
      allowance.adopt(spent.requests);
      ledger.adopt(spent.quotas);
    }
    try {
      try {
        await scenes[name].play(stage, shots);
      } finally {
        await stage.end();
      }
      return stage.record();
    } catch (error) {
      return { ...stage.record(), crash: vault.redact(error instanceof Error ? (error.stack ?? error.message) : String(error)) };
    } finally {
      await recordings.purse?.write({ requests: allowance.sent(), quotas: ledger.balance() });
    }
  };
  const playEverything = async (): Promise<SceneRecord> => {
    const records: SceneRecord[] = [];
    for (const { name } of planned.scenes) records.push(await play(name));
    const takes = records.map((record): Take => {
      const undecided = unheard(record, new URL(settings.target).protocol === 'https:');
      return { shot: { variant: record.scene }, controls: [], probes: record.exchanges, ...(undecided && { undecided }) };
    });
    return { scene: 'everything', takes, exchanges: [], requests: 0, observations: [] };
  };
  return {
    schedule: planned,
    async halt() {
      allowance.halt();
      await Promise.allSettled(playing);
    },
    async judge(requirement) {
      const row = planned.requirements.find(({ id }) => id === requirement);
      if (!row) return { requirement, checks: [], outcome: 'not-applicable', reason: 'not selected' };
      if (row.excluded !== undefined) return { requirement, checks: [], outcome: 'not-applicable', reason: row.excluded };
      const check = checks[requirement];
      const record = check.scene === 'everything' ? await playEverything() : await play(check.scene);
      return { requirement, checks: row.shots.map((shot) => judged(requirement, shot, record)) };
    },
  };

  function judged(requirement: RequirementId, shot: Shot, record: SceneRecord): JudgedCheck {
    try {
      const outcome = judgeShot(requirement, checks[requirement], shot, record, law);
      return outcome.outcome === 'pass' && checks[requirement].scene === 'everything' ? { ...outcome, exchanges: [] } : outcome;
    } catch (error) {
      const reason = vault.redact(`the check itself failed: ${error instanceof Error ? error.message : String(error)}`);
      return { id: checkId(requirement, shot), outcome: 'error', reason, exchanges: [] };
    }
  }
}

/** Why the exchanges of a scene tell nothing, where they do not. */
function unheard({ exchanges, takes, crash }: SceneRecord, secure: boolean): Take['undecided'] {
  if (crash !== undefined) return { why: 'the scene was not played to its end', outcome: 'inconclusive' };
  if (exchanges.some(({ reply }) => reply)) return undefined;
  const held = takes.flatMap(({ probes, controls }) => [...probes, ...controls]).find(({ trouble }) => trouble?.kind === 'not-sent');
  if (held) {
    const { says, needs = 'a larger budget, or a target that answers' } = held.trouble!;
    return { why: `not sent: ${says}`, outcome: 'blocked', needs };
  }
  const blocked = takes.find(({ undecided }) => undecided?.outcome === 'blocked')?.undecided;
  if (exchanges.length === 0 && blocked) return blocked;
  const without = takes.every(({ facts, undecided }) => facts !== undefined || undecided?.outcome === 'not-applicable');
  if (exchanges.length === 0 && without) return { why: 'the scene exchanges no messages', outcome: 'not-applicable' };
  const closed = ({ connection, trouble }: Evidence) =>
    connection.scheme === 'http' && (trouble?.kind === 'refused' || trouble?.kind === 'closed');
  if (secure && exchanges.length > 0 && exchanges.every(closed))
    return { why: 'plain HTTP is refused without an answer', outcome: 'not-applicable' };
  return { why: 'nothing was answered', outcome: 'inconclusive' };
}

/** Registers every secret of the configuration, and of a user with a password the password alone. */
export function fillVault(vault: Vault, settings: Pick<Settings, 'actors' | 'clients' | 'hooks'>): void {
  for (const { name, secret } of settings.actors) {
    vault.add({ name, value: secret, shell: `$${variableOf(name)}` });
    const password = /^[^:]+:(.{8,})$/s.exec(secret)?.[1];
    if (password !== undefined) vault.add({ name: `${name}:password`, value: password, shell: `\${${variableOf(name)}#*:}` });
  }
  for (const { name, clientSecret, consent, resourceOwner } of settings.clients) {
    const parts = { client: clientSecret, code: consent.kind === 'code' ? consent.code : undefined, password: resourceOwner?.password };
    for (const [part, value] of Object.entries(parts)) {
      const variable = part === 'client' ? 'CLIENT_SECRET' : part.toUpperCase();
      if (value !== undefined) vault.add({ name: `${name}:${part}`, value, shell: `$${variableOf(name)}_${variable}` });
    }
  }
  if (settings.hooks) vault.add({ name: 'hooks', value: settings.hooks.token, shell: '$AUTH_CONFORMANCE_HOOKS_TOKEN' });
}

function inMemory(): Recordings {
  const records = new Map<string, Promise<SceneRecord>>();
  return {
    once(scene, play) {
      const known = records.get(scene) ?? play();
      records.set(scene, known);
      return known;
    },
  };
}
