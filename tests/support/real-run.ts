/**
 * A run as the command line makes it, in this process: preflight, the whole catalogue, the result; without Playwright.
 *
 * @module
 */
import { resultOf } from '../../cli/run/result.ts';
import type { Contract } from '../../spec/contract.ts';
import type { ScenarioRecord } from '../../suites/engine/evidence.ts';
import { preflight } from '../../suites/preflight/preflight.ts';
import { openTarget } from '../../suites/http/probe.ts';
import { resultSchema, type Result } from '../../suites/result/result.ts';
import { createPrincipals } from '../../suites/principals/principals.ts';
import { schedule } from '../../suites/engine/schedule.ts';
import { createRedactor } from '../../suites/redaction/redactor.ts';
import { createSession, registerSecrets, type Finding, type Recordings } from '../../suites/engine/session.ts';
import type { Settings } from '../../suites/engine/settings.ts';

/** Tests what the settings name; `afterPreflight` is called in between. The result is one that its schema allows. */
export async function realRun(
  contract: Contract,
  settings: Settings,
  afterPreflight: () => void | Promise<void> = () => {},
): Promise<Result> {
  const startedAt = Date.now();
  const redactor = createRedactor('test');
  registerSecrets(redactor, settings);
  const hooks = { clock: settings.hooks !== undefined, reset: settings.hooks !== undefined };
  const planned = schedule({ contract, principals: createPrincipals(contract, settings), settings, hooks });
  // Waiting is not what these runs are about: it takes no time.
  const target = { ...(await openTarget(settings)), wait: async () => {} };
  const { recordings, played } = remembered();
  const findings: Finding[] = [];
  try {
    const checked = await preflight(contract, settings, target);
    await afterPreflight();
    if (!checked.lines.some(({ outcome }) => outcome === 'fail')) {
      const session = createSession({ contract, settings, target, redactor, recordings, startedAt, spent: checked.requests });
      for (const { id } of planned.requirements) findings.push(await session.judge(id));
    }
    const scenarios = played();
    const result = resultOf({
      contract,
      settings,
      redactor,
      schedule: planned,
      preflight: checked.lines,
      findings,
      scenarios,
      startedAt,
      seconds: (Date.now() - startedAt) / 1000,
      requests: checked.requests + scenarios.reduce((sum, { requests }) => sum + requests, 0),
      version: '0.0.0',
      failOn: 'must',
      allowIncomplete: false,
      interrupted: false,
    });
    return resultSchema.parse(result);
  } finally {
    await target.close();
  }
}

function remembered(): { readonly recordings: Recordings; played(): readonly ScenarioRecord[] } {
  const playing = new Map<string, Promise<ScenarioRecord>>();
  const records: ScenarioRecord[] = [];
  const noted = async (play: () => Promise<ScenarioRecord>) => {
    const record = await play();
    records.push(record);
    return record;
  };
  const once: Recordings['once'] = (scenario, play) => {
    const record = playing.get(scenario) ?? noted(play);
    playing.set(scenario, record);
    return record;
  };
  return { recordings: { once }, played: () => records };
}
