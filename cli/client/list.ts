import { clientRequirementIds } from '../../spec/catalogue/client/client.ts';
import { scenariosOf } from '../../client/judge.ts';
import { clientScenarios } from '../../client/scenarios/scenarios.ts';
import { clientTasks } from '../../client/scenarios/scenario.ts';

/** Passive requirements are judged in so many scenarios; a list of them says nothing. */
const many = 10;

/** The scenarios as data. */
export function scenarioList() {
  return clientScenarios.map((scenario) => ({
    name: scenario.name,
    description: scenario.description,
    task: scenario.task,
    requirements: clientRequirementIds.filter((id) => scenariosOf(id).includes(scenario)),
  }));
}

/** The tasks, and the scenarios by task, as text. */
export function scenarioListText(): string {
  const tasks = Object.entries(clientTasks).map(([task, words]) => `  ${task.padEnd(18)}${words}`);
  const wide = new Set<string>(clientRequirementIds.filter((id) => scenariosOf(id).length > many));
  const rows = scenarioList().flatMap(({ name, task, description, requirements }) => [
    `  ${name.padEnd(24)}${task}`,
    `      ${description}`,
    ...requirements.filter((id) => !wide.has(id)).map((id) => `      ${id}`),
  ]);
  return `${[
    'Tasks: what AUTH_CONFORMANCE_TASK asks the client to do',
    ...tasks,
    '',
    'Scenarios: what the server does, and what is judged',
    ...rows,
    '',
    `In every scenario: ${[...wide].join(', ')}`,
  ].join('\n')}\n`;
}
