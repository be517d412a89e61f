import type { Contract } from '../../spec/contract.ts';
import { scenarios as allScenes } from '../../suites/topics/scenarios.ts';
import { isMade, type PlannedRequirement, type Schedule } from '../../suites/engine/schedule.ts';
import type { Settings } from '../../suites/engine/settings.ts';
import { topicsInOrder, isRunning, sideEffects, topicsOf, type PlannedTopic } from './topics.ts';

/** A plan in words: what runs, what does not and why, what it costs. */
export function describePlan({ requirements, scenarios, requests, seconds }: Schedule, settings: Settings, contract: Contract): string {
  const running = requirements.filter(isRunning);
  const blocked = requirements.filter(({ excluded, cases }) => excluded === undefined && cases.some((testCase) => testCase.blocked));
  const outside = requirements.filter(
    ({ excluded, cases: shots }) => excluded === undefined && shots.length > 0 && shots.every((testCase) => testCase.outside !== undefined),
  );
  const excluded = requirements.filter((requirement) => requirement.excluded !== undefined);
  const lines = [
    `${contract.title} ${contract.version} against ${settings.target}, profile ${settings.profile}`,
    `${running.length} of ${requirements.length} requirements, about ${requests} requests${seconds > 0 ? ` and ${seconds} s of waiting` : ''}; nothing was sent`,
    ...overspending({ requests, seconds }, settings).map(({ says, configuration }) => `${says} (${configuration})`),
    ...byTopic(topicsOf({ requirements, scenarios })),
    '',
    'What will be played',
    ...scenarios.map(
      ({ name, requests: cost, permissions }) =>
        `  ${name.padEnd(16)}${String(cost).padStart(6)}  ${allScenes[name].description}${permissions.length > 0 ? ` (${permissions.join(', ')})` : ''}`,
    ),
    ...section('What will be checked', running, ({ id, level, cases: shots }) => [
      `  ${level.padEnd(7)}${id}  ${counted(shots.filter(isMade).length)}`,
    ]),
    ...section('What is blocked, and what it needs', blocked, ({ id, cases: shots }) => [
      `  ${id}  ${counted(shots.filter((testCase) => testCase.blocked).length)}`,
      ...[...new Set(shots.flatMap((shot) => (shot.blocked ? [`${shot.blocked.why}: ${shot.blocked.needs}`] : [])))].map(
        (why) => `      ${why}`,
      ),
    ]),
    ...section(`What lies outside the profile ${settings.profile}`, outside, ({ id, cases: shots }) => [
      `  ${id}  ${shots[0]!.outside?.why}`,
    ]),
    ...section('What does not apply', excluded, (requirement) => [`  ${requirement.id}  ${requirement.excluded}`]),
  ];
  return `${lines.join('\n')}\n`;
}

/** What of a plan its budget does not cover, and the key that says so. */
export function overspending(
  { requests, seconds }: Pick<Schedule, 'requests' | 'seconds'>,
  { budget }: Pick<Settings, 'budget'>,
): readonly { readonly says: string; readonly configuration: string }[] {
  const end = 'will be spent before the end: what is left then is blocked';
  return [
    ...(requests > budget.requests ? [{ says: `The budget of ${budget.requests} requests ${end}`, configuration: 'budget.requests' }] : []),
    ...(seconds > budget.seconds ? [{ says: `The budget of ${budget.seconds} s ${end}`, configuration: 'budget.seconds' }] : []),
  ];
}

const topicRow = (topic: string, checks: string, requests: string, seconds: string, effects: string) =>
  `  ${topic.padEnd(14)}${checks.padStart(7)}${requests.padStart(10)}${seconds.padStart(9)}  ${effects}`;

function byTopic(topics: readonly PlannedTopic[]): readonly string[] {
  if (topics.length === 0) return [];
  const effects = topicsInOrder(topics.flatMap(({ permissions }) => permissions));
  return [
    '',
    'By topic; a scene that several need is played once and counted with each',
    topicRow('', 'checks', 'requests', 'seconds', 'side effects'),
    ...topics.map(({ topic, checks, requests, seconds, permissions }) =>
      topicRow(topic, `${checks}`, `${requests}`, `${seconds}`, permissions.join(', ') || 'none'),
    ),
    ...effects.map((permission) => `  ${permission}: ${sideEffects[permission]}`),
  ];
}

const counted = (checks: number) => `${checks} ${checks === 1 ? 'check' : 'checks'}`;

function section(
  title: string,
  rows: readonly PlannedRequirement[],
  tell: (row: PlannedRequirement) => readonly string[],
): readonly string[] {
  return rows.length === 0 ? [] : ['', title, ...rows.flatMap(tell)];
}
