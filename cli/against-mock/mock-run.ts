import type { Contract } from '../../spec/contract.ts';
import type { ScenarioRecord } from '../../suites/engine/evidence.ts';
import { openTarget } from '../../suites/http/probe.ts';
import type { Result } from '../../suites/result/result.ts';
import { createPrincipals } from '../../suites/principals/principals.ts';
import { schedule } from '../../suites/engine/schedule.ts';
import type { PlanningContext } from '../../suites/engine/scenario.ts';
import { createRedactor } from '../../suites/redaction/redactor.ts';
import { createSession, registerSecrets, type Finding } from '../../suites/engine/session.ts';
import type { Settings } from '../../suites/engine/settings.ts';
import type { Capabilities } from '../../suites/http/target.ts';
import type { Mock } from '../../mock/create.ts';
import { resultOf } from '../run/result.ts';
import { startConfiguredMock } from './configured-mock.ts';

export interface MockRunInput {
  readonly contract: Contract;
  /** The settings of the run against the target, including minted principals. */
  readonly settings: Settings;
  /** The target's test hooks. The mock offers only these, so that the same checks are planned. */
  readonly hooks: PlanningContext['hooks'];
  /** The key for the tags of secrets. */
  readonly key: string;
  readonly version: string;
  /** Once aborted, no further check starts. */
  readonly halted: AbortSignal;
}

/**
 * Repeats a run against the mock over sockets: the same checks with principals of the same names. Instead of waiting, it advances the mock's
 * clock.
 */
export async function mockRun({ contract, settings: given, hooks, key, version, halted }: MockRunInput): Promise<Result> {
  const { mock, settings, close } = await startConfiguredMock(contract, given);
  const redactor = createRedactor(key);
  registerSecrets(redactor, settings);
  const startedAt = Date.now();
  const opened = await openTarget(settings);
  const wait = async (milliseconds: number) => mock.clock.advance(milliseconds);
  const target = { ...opened, now: () => mock.clock.now(), wait, capabilities: capabilitiesOf(mock, hooks) };
  const scenarios = new Map<string, Promise<ScenarioRecord>>();
  const once = (name: string, play: () => Promise<ScenarioRecord>) => {
    const record = scenarios.get(name) ?? play();
    scenarios.set(name, record);
    return record;
  };
  try {
    const planned = schedule({ contract, principals: createPrincipals(contract, settings), settings, hooks });
    const session = createSession({ contract, settings, target, redactor, recordings: { once } });
    const findings: Finding[] = [];
    for (const { id } of planned.requirements) if (!halted.aborted) findings.push(await session.judge(id));
    const records = await Promise.all(scenarios.values());
    return resultOf({
      contract,
      settings,
      redactor,
      schedule: planned,
      preflight: [],
      findings,
      scenarios: records,
      startedAt,
      seconds: (Date.now() - startedAt) / 1000,
      requests: records.reduce((sum, { requests }) => sum + requests, 0),
      version,
      failOn: 'must',
      allowIncomplete: false,
      interrupted: halted.aborted,
    });
  } finally {
    await target.close();
    await close();
  }
}

/** The mock's test hooks, restricted to those of the target. */
function capabilitiesOf(mock: Mock, hooks: PlanningContext['hooks']): Capabilities {
  return {
    ...(hooks.clock && { advance: async (seconds) => mock.clock.advance(seconds * 1000) }),
    ...(hooks.reset && { reset: async (credential) => mock.reset(credential) }),
    ...(hooks.deny === true && { deny: async (clientId) => mock.deny(clientId) }),
  };
}
