import { createPrincipals } from '../../suites/principals/principals.ts';
import { configuredHooks } from '../../suites/engine/scenario.ts';
import { schedule, type PlannedRequirement, type Schedule } from '../../suites/engine/schedule.ts';
import { hasUnstatedLimit } from '../../spec/plan.ts';
import { printProblem } from '../../spec/loading/problem.ts';
import { prepareRun, type RunArguments } from '../run/prepare.ts';
import { packageVersion } from '../version.ts';
import { describePlan } from '../plan/text.ts';
import { rehearsalTime, type RehearsalTime } from '../plan/rehearsal-time.ts';
import { topicsOf } from '../plan/topics.ts';

export interface PlanCommand extends RunArguments {
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Prints what a run would check; sends nothing. */
export async function planCommand(command: PlanCommand): Promise<number> {
  const unset: string[] = [];
  const { contract, settings, close } = await prepareRun(command, packageVersion(), (variable) => void unset.push(variable));
  try {
    const planned = schedule({ contract, principals: createPrincipals(contract, settings), settings, hooks: configuredHooks(settings) });
    const time = await rehearsalTime(contract, settings, planned);
    const text = command.json
      ? `${JSON.stringify({ ...machineReadable(timed(planned, time)), ...(time && { total: time.total }), shard: settings.shard, unstatedLimits: hasUnstatedLimit(contract), elsewhere: settings.elsewhere, unsupported: contract.unsupported, untested: contract.untested, ignored: contract.mistakes.map(printProblem) }, undefined, 2)}\n`
      : describePlan(timed(planned, time), settings, contract, time?.total);
    process.stdout.write(text);
    if (unset.length > 0 && !command.quiet) process.stderr.write(`! not set (a plan does not need them): ${unset.join(', ')}\n`);
    return 0;
  } finally {
    await close();
  }
}

/** The plan with the waiting time of its rehearsal; that of the schedule has only the waits that need a clock hook or --slow. */
function timed(planned: Schedule, time: RehearsalTime | undefined): Schedule {
  if (!time) return planned;
  const scenarios = planned.scenarios.map((scenario) => ({ ...scenario, seconds: time.byScenario[scenario.name] ?? 0 }));
  return { ...planned, scenarios, seconds: time.waits };
}

function machineReadable({ requirements, scenarios, requests, seconds }: Schedule) {
  const row = ({ id, level, excluded, cases }: PlannedRequirement) => ({
    id,
    level,
    excluded,
    checks: cases.map(({ operation, principal, label, blocked, outside }) => ({ operation, principal, label, blocked, outside })),
  });
  return {
    requests,
    seconds,
    topics: topicsOf({ requirements, scenarios }),
    scenarios: scenarios.map(({ cases, ...scenario }) => ({ ...scenario, cases: cases.length })),
    requirements: requirements.map(row),
  };
}
