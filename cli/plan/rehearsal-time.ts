/**
 * How long a run takes: it is rehearsed against the mock in this process, on a clock of its own.
 *
 * @module
 */
import { createMock } from '../../mock/create.ts';
import type { Contract } from '../../spec/contract.ts';
import { createSession, registerSecrets } from '../../suites/engine/session.ts';
import type { Schedule } from '../../suites/engine/schedule.ts';
import type { Settings } from '../../suites/engine/settings.ts';
import type { ScenarioRecord } from '../../suites/engine/evidence.ts';
import type { Target } from '../../suites/http/target.ts';
import { createRedactor } from '../../suites/redaction/redactor.ts';
import { populated, settingsOnMock } from '../against-mock/configured-mock.ts';
import { overlappingWaits } from './overlapping-waits.ts';
import { inProcessTarget } from '../prove/in-process.ts';

/** What one request takes on a usual staging server, and what a run takes before the first one, in milliseconds. */
const requestMs = 10;
const startMs = 5000;

/** The most requests that are rehearsed. */
const mostRequests = 20_000;

/** How long a run and its scenarios wait, and how long the run takes with its requests, in seconds. */
export interface RehearsalTime {
  readonly waits: number;
  readonly total: number;
  readonly byScenario: { readonly [scenario: string]: number };
}

/**
 * Rehearses a planned run. A target with hooks moves its clock instead of waiting.
 *
 * @param startedAt - when the run begins, in milliseconds since the epoch: windows may end with the minute
 */
export async function rehearsalTime(
  contract: Contract,
  settings: Settings,
  planned: Schedule,
  startedAt = Date.now(),
): Promise<RehearsalTime | undefined> {
  if (planned.requests > mostRequests) return undefined;
  const mock = createMock(populated(contract, settings), { now: () => startedAt + startMs });
  const plain = inProcessTarget(mock);
  const { pace } = settings;
  const eachMs = Math.max(requestMs, pace ? (pace.seconds / pace.requests) * 1000 : 0);
  let [waited, sending] = [0, 0];
  const waits = overlappingWaits(mock.clock, (milliseconds) => void (waited += milliseconds));
  const target: Target = {
    ...plain,
    capabilities: settings.hooks ? plain.capabilities : {},
    send: (call) =>
      waits.during((parallel) => {
        const lasted = pace ? eachMs : eachMs / parallel;
        sending += lasted;
        mock.clock.advance(lasted);
        return plain.send(call);
      }),
    wait: waits.wait,
  };
  const rehearsed = settingsOnMock(mock, settings, `https://mock.example${contract.basePath}`);
  const redactor = createRedactor('rehearsal');
  registerSecrets(redactor, rehearsed);
  const byScenario: { [scenario: string]: number } = {};
  const records = new Map<string, Promise<ScenarioRecord>>();
  const measured = async (name: string, play: () => Promise<ScenarioRecord>) => {
    const before = waited;
    const record = await play();
    byScenario[name] = Math.round((waited - before) / 1000);
    return record;
  };
  const once = (name: string, play: () => Promise<ScenarioRecord>) => {
    const record = records.get(name) ?? measured(name, play);
    records.set(name, record);
    return record;
  };
  const recordings = { once };
  const session = createSession({
    contract,
    settings: rehearsed,
    target,
    redactor,
    recordings,
    overlaps: true,
    spent: settings.principals.length + 1,
  });
  for (const { id } of planned.requirements) await session.judge(id);
  return { waits: Math.round(waited / 1000), total: Math.round((waited + sending + startMs) / 1000), byScenario };
}
