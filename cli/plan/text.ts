import type { Contract } from '../../spec/contract.ts';
import { hasUnstatedLimit } from '../../spec/plan.ts';
import { printProblem } from '../../spec/loading/problem.ts';
import { scenarioNamed } from '../../suites/topics/scenarios.ts';
import { groupBy } from '../../suites/engine/group.ts';
import { paragraph } from '../../reporters/digest/paragraph.ts';
import { isMade, type PlannedRequirement, type Schedule } from '../../suites/engine/schedule.ts';
import type { Settings } from '../../suites/engine/settings.ts';
import { createPrincipals } from '../../suites/principals/principals.ts';
import { sampleNote } from '../../suites/topics/scopes/operation-matrix.ts';
import { shardLines } from './shard.ts';
import { permissionsInOrder, isRunning, sideEffects, topicsOf, type PlannedTopic } from './topics.ts';
import { describeNeed } from '../../suites/words/word.ts';

/** A plan as text: what is checked, what is not and why, and the cost. */
export function describePlan(
  { requirements, scenarios, requests, seconds }: Schedule,
  settings: Settings,
  contract: Contract,
  total?: number,
): string {
  const running = requirements.filter(isRunning);
  const blocked = requirements.filter(({ excluded, cases }) => excluded === undefined && cases.some((testCase) => testCase.blocked));
  const outside = requirements.filter(
    ({ excluded, cases }) => excluded === undefined && cases.length > 0 && cases.every((testCase) => testCase.outside !== undefined),
  );
  const excluded = requirements.filter((requirement) => requirement.excluded !== undefined);
  const width = Math.max(0, ...scenarios.map(({ name }) => name.length));
  const sample = sampleNote({ contract, settings, principals: createPrincipals(contract, settings) });
  const lines = [
    `${contract.title} ${contract.version} against ${settings.target}, profile ${settings.profile}`,
    `${running.length} of ${requirements.length} requirements, about ${requests} requests${seconds > 0 ? ` and ${seconds} s of waiting` : ''}${total === undefined ? '' : `, about ${total} s in all`}; nothing was sent`,
    ...shardLines(settings, scenarios.length),
    ...overspending({ requests, seconds }, settings).map(({ message, configuration }) => `${message} (${configuration})`),
    ...(hasUnstatedLimit(contract)
      ? [
          'The time has no waits for limits that the document does not state: it has the response to exceeded limits, but no plan with a limit',
        ]
      : []),
    ...byTopic(topicsOf({ requirements, scenarios })),
    '',
    'Scenarios',
    ...scenarios.map(
      ({ name, requests: cost, permissions }) =>
        `  ${name.padEnd(width)}${String(cost).padStart(6)}  ${scenarioNamed(name)!.description}${permissions.length > 0 ? ` (${permissions.join(', ')})` : ''}`,
    ),
    ...section('Checked', running, ({ id, level, cases }) => [`  ${level.padEnd(7)}${id}  ${counted(cases.filter(isMade).length)}`]),
    ...section('Blocked, with what is needed', blocked, ({ id, cases }) => [
      `  ${id}  ${counted(cases.filter((testCase) => testCase.blocked).length)}`,
      ...[
        ...new Set(
          cases.flatMap((testCase) => (testCase.blocked ? [`${testCase.blocked.why}: ${describeNeed(testCase.blocked.needs)}`] : [])),
        ),
      ].map((why) => `      ${why}`),
    ]),
    ...byReason(`Outside the profile ${settings.profile}`, outside, ({ cases }) => cases[0]!.outside!.why),
    ...listed('Sampled', sample === undefined ? [] : [sample]),
    ...elsewhereLines(settings),
    ...listed('Not simulated', contract.unsupported),
    ...listed('Not tested', contract.untested),
    ...listed('Ignored, because the document has mistakes there', contract.mistakes.map(printProblem)),
    ...byReason('Not applicable', excluded, (requirement) => requirement.excluded!),
  ];
  return `${lines.join('\n')}\n`;
}

/** The parts of a budget that a plan exceeds, with their configuration keys. */
export function overspending(
  { requests, seconds }: Pick<Schedule, 'requests' | 'seconds'>,
  { budget, shard }: Pick<Settings, 'budget' | 'shard'>,
): readonly { readonly message: string; readonly configuration: string }[] {
  const most = shard?.part?.requests ?? budget.requests;
  const end = 'is too small for this plan: the remaining checks will be blocked';
  return [
    ...(requests > most ? [{ message: `The budget of ${most} requests ${end}`, configuration: 'budget.requests' }] : []),
    ...(seconds > budget.seconds ? [{ message: `The budget of ${budget.seconds} s ${end}`, configuration: 'budget.seconds' }] : []),
  ];
}

const topicRow = (topic: string, checks: string, requests: string, seconds: string, effects: string) =>
  `  ${topic.padEnd(14)}${checks.padStart(7)}${requests.padStart(10)}${seconds.padStart(9)}  ${effects}`;

function byTopic(topics: readonly PlannedTopic[]): readonly string[] {
  if (topics.length === 0) return [];
  const effects = permissionsInOrder(topics.flatMap(({ permissions }) => permissions));
  return [
    '',
    'By topic; a scenario that several topics need runs once and counts for each',
    topicRow('', 'checks', 'requests', 'seconds', 'side effects'),
    ...topics.map(({ topic, checks, requests, seconds, permissions }) =>
      topicRow(topic, `${checks}`, `${requests}`, `${seconds}`, permissions.join(', ') || 'none'),
    ),
    ...effects.map((permission) => `  ${permission}: ${sideEffects[permission]}`),
  ];
}

const counted = (checks: number) => `${checks} ${checks === 1 ? 'check' : 'checks'}`;

/** The operations that are not called, with the servers that they have. */
function elsewhereLines({ elsewhere = {} }: Settings): readonly string[] {
  const rows = Object.entries(elsewhere).map(([operation, url]) => `  ${operation}  ${url}`);
  return rows.length === 0 ? [] : ['', 'Not tested, because no target is configured for their servers (servers)', ...rows];
}

const listed = (title: string, rows: readonly string[]) => (rows.length === 0 ? [] : ['', title, ...rows.map((row) => `  ${row}`)]);

function section(
  title: string,
  rows: readonly PlannedRequirement[],
  linesOf: (row: PlannedRequirement) => readonly string[],
): readonly string[] {
  return rows.length === 0 ? [] : ['', title, ...rows.flatMap(linesOf)];
}

/** How many columns a line of ids has at most. */
const idColumns = 120;

/** Requirements by the reason for which they are not checked, the most frequent first. */
function byReason(title: string, rows: readonly PlannedRequirement[], reasonOf: (row: PlannedRequirement) => string): readonly string[] {
  const groups = [...groupBy(rows, reasonOf)].toSorted(([, one], [, other]) => other.length - one.length);
  if (groups.length === 0) return [];
  return [
    '',
    title,
    ...groups.flatMap(([reason, some]) => [
      `  ${reason}: ${some.length} ${some.length === 1 ? 'requirement' : 'requirements'}`,
      ...paragraph(some.map(({ id }) => id).join(', '), idColumns, '      '),
    ]),
  ];
}
