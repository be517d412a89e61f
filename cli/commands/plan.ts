import { createPrincipals } from '../../suites/principals/principals.ts';
import { schedule, type PlannedRequirement, type Schedule } from '../../suites/engine/schedule.ts';
import { prepareRun, type RunArguments } from '../run/prepare.ts';
import { packageVersion } from '../version.ts';
import { describePlan } from '../plan/text.ts';
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
    const hooks = { clock: settings.hooks !== undefined, reset: settings.hooks !== undefined };
    const planned = schedule({ contract, principals: createPrincipals(contract, settings), settings, hooks });
    const text = command.json ? `${JSON.stringify(machineReadable(planned), undefined, 2)}\n` : describePlan(planned, settings, contract);
    process.stdout.write(text);
    if (unset.length > 0 && !command.quiet) process.stderr.write(`! not set (a plan does not need them): ${unset.join(', ')}\n`);
    return 0;
  } finally {
    await close();
  }
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
