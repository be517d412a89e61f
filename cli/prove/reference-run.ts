/**
 * Judges many mocks of a document by one run. Each scenario asks them again what it asked the conformant mock; only where they answer otherwise
 * is it played and judged again.
 *
 * @module
 */
import type { RequirementId } from '../../spec/catalogue/catalogue.ts';
import type { Contract } from '../../spec/contract.ts';
import { checks } from '../../suites/topics/checks.ts';
import type { Case, ScenarioRecord } from '../../suites/engine/evidence.ts';
import type { Finding, Recordings, Spent } from '../../suites/engine/session.ts';
import type { Target } from '../../suites/http/target.ts';
import { inProcessTarget, judgeAll, sessionFor, stillMock, type RewindableMock } from './in-process.ts';
import { getsTheSame, transcribed, type Transcript } from './transcript.ts';

/** A run of the whole catalogue against the conformant mock. */
export interface ReferenceRun {
  readonly findings: readonly Finding[];
  readonly requests: number;
  readonly scenes: ReadonlyMap<string, Scene>;
}

/** A scenario of it. */
interface Scene {
  readonly transcript: Transcript;
  readonly record: Promise<ScenarioRecord>;
  /** What the run had used up when it was over. */
  spent?: Spent;
}

/** The findings about another mock, and the scenarios in which it answered otherwise. */
export interface Comparison extends Pick<ReferenceRun, 'findings' | 'requests'> {
  readonly differing: ReadonlySet<string>;
}

const runs = new WeakMap<Contract, Promise<ReferenceRun>>();

/** The reference run of a document; it takes place once. */
export function referenceRun(contract: Contract): Promise<ReferenceRun> {
  const known = runs.get(contract) ?? runOnce(contract);
  runs.set(contract, known);
  return known;
}

async function runOnce(contract: Contract): Promise<ReferenceRun> {
  const mock = stillMock(contract);
  const counted = counting(inProcessTarget(mock));
  const { target, begin } = transcribed(counted.target);
  const scenes = new Map<string, Scene>();
  let last: Scene | undefined;
  const played: Recordings = {
    once(scenario, play) {
      const scene = scenes.get(scenario) ?? { transcript: begin(), record: play() };
      scenes.set(scenario, (last = scene));
      return scene.record;
    },
    sharedBudget: { read: async () => undefined, write: async (spent) => void (last!.spent = structuredClone(spent)) },
  };
  const findings = await judgeAll(sessionFor(mock, {}, target, played));
  return { findings, scenes, requests: counted.requests() };
}

/**
 * The findings about a mock of the same document that nobody has used.
 *
 * @param target - the way to it, if it is not the direct one
 */
export async function compared(
  { findings, scenes }: ReferenceRun,
  { mock, save }: RewindableMock,
  target = inProcessTarget(mock),
): Promise<Comparison> {
  const counted = counting(target);
  const differing = new Set<string>();
  const records = new Map<string, Promise<ScenarioRecord>>();
  let spent: Spent | undefined;
  const repeated = async (scenario: string, play: () => Promise<ScenarioRecord>): Promise<ScenarioRecord> => {
    const scene = scenes.get(scenario);
    const restore = save();
    if (scene && (await getsTheSame(scene.transcript, counted.target))) {
      spent = scene.spent ?? spent;
      return scene.record;
    }
    differing.add(scenario);
    restore();
    return play();
  };
  const repeating: Recordings = {
    once(scenario, play) {
      const record = records.get(scenario) ?? repeated(scenario, play);
      records.set(scenario, record);
      return record;
    },
    sharedBudget: { read: async () => spent, write: async (now) => void (spent = now) },
  };
  const again = await judgeAll(sessionFor(mock, {}, counted.target, repeating), (id, testCase) => differing.has(playedBy(id, testCase)));
  const changed = new Map(again.flatMap((finding) => finding.checks.map((check) => [check.id, check] as const)));
  return {
    findings: findings.map((finding) => ({ ...finding, checks: finding.checks.map((check) => changed.get(check.id) ?? check) })),
    requests: counted.requests(),
    differing,
  };
}

/** The name of the scenario whose exchanges a check judges. */
function playedBy(id: RequirementId, { label = '' }: Case): string {
  const { scenario } = checks[id];
  return scenario.kind === 'passive' ? label : scenario.name;
}

function counting(target: Target) {
  let requests = 0;
  const counted: Target = {
    ...target,
    send(call) {
      requests += 1;
      return target.send(call);
    },
  };
  return { target: counted, requests: () => requests };
}
