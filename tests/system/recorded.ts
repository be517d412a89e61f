/**
 * A run as the command line makes it, without its processes: session, scenes, result.
 *
 * @module
 */
import { requirementIds, type RequirementId } from '../../spec/catalogue/catalogue.ts';
import type { Contract } from '../../spec/contract.ts';
import { resultOf } from '../../cli/run/result.ts';
import type { ScenarioRecord } from '../../suites/engine/evidence.ts';
import type { Result } from '../../suites/result/result.ts';
import { createRedactor } from '../../suites/redaction/redactor.ts';
import { hooksOf } from '../../suites/engine/scenario.ts';
import { withPart } from '../../suites/engine/schedule.ts';
import { createPrincipals } from '../../suites/principals/principals.ts';
import { createSession, registerSecrets, type Finding } from '../../suites/engine/session.ts';
import type { Settings } from '../../suites/engine/settings.ts';
import type { Target } from '../../suites/http/target.ts';

/** Judges the requirements that the settings select, and gathers the result. */
export async function recordedRun(contract: Contract, configured: Settings, target: Target): Promise<Result> {
  const principals = createPrincipals(contract, configured);
  const settings = withPart({ contract, principals, settings: configured, hooks: hooksOf(target.capabilities) });
  const redactor = createRedactor('system');
  registerSecrets(redactor, settings);
  const scenarios = new Map<string, ScenarioRecord>();
  const session = createSession({
    contract,
    settings,
    target,
    redactor,
    recordings: {
      async once(scenario, play) {
        const record = scenarios.get(scenario) ?? (await play());
        scenarios.set(scenario, record);
        return record;
      },
    },
  });
  const findings: Finding[] = [];
  const selected = new Set<RequirementId>(session.schedule.requirements.map(({ id }) => id));
  for (const id of requirementIds.filter((candidate) => selected.has(candidate))) findings.push(await session.judge(id));
  return resultOf({
    contract,
    settings,
    redactor,
    schedule: session.schedule,
    preflight: [{ id: 'target', outcome: 'pass', message: `${settings.target} answers` }],
    findings,
    scenarios: [...scenarios.values()],
    startedAt: Date.UTC(2026, 0, 1),
    seconds: 1,
    requests: [...scenarios.values()].reduce((sum, { requests }) => sum + requests, 0),
    version: '0.1.0',
    failOn: 'must',
    allowIncomplete: false,
    interrupted: false,
  });
}
